import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, todayOf } from '#language';
import { minute, Watch } from '#watching';
import { Mailer } from './mail.js';
import { Outbox } from './outbox.js';
import { RunReminders } from './reminding.js';

export interface Delivery {
  /** Reminders put into the outbox, mails tried, results written into the record. */
  readonly filled: number;
  readonly tried: number;
  readonly recorded: number;
}

/** Sends what was recorded and records what became of it. */
export class DeliverReminders extends Command<Delivery> {}

@CommandHandler(DeliverReminders)
export class DeliverRemindersHandler implements ICommandHandler<DeliverReminders> {
  constructor(
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
  ) {}

  async execute(): Promise<Delivery> {
    const filled = await this.outbox.fill();
    const tried = await this.mailer.send();
    return { filled, tried, recorded: await this.outbox.record() };
  }
}

/** The reminders in the server: a mail that waits is tried again within minutes, and a start is not slowed by mail. */
@Injectable()
export class ReminderWatch extends Watch {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  override start(after = minute): void {
    super.start(after);
  }

  async run(): Promise<number> {
    const { recorded } = await this.commands.execute(new RunReminders(todayOf(this.clock)));
    const { tried } = await this.commands.execute(new DeliverReminders());
    if (recorded + tried > 0) this.log.log(`${recorded} reminders recorded, ${tried} mails tried`);
    return 5 * minute;
  }
}

import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock, Refusal, todayOf } from '#language';
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

/** A start is not slowed by mail, and a mail that waits is tried again within minutes. Milliseconds. */
const [afterStart, often] = [60_000, 300_000];

/** The reminders in the server. The server calls `start`. */
@Injectable()
export class ReminderWatch implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly log = new Logger('ReminderWatch');

  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  start(): void {
    this.stopped = false;
    this.wakeIn(afterStart);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private wakeIn(milliseconds: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run().finally(() => this.wakeIn(often));
    }, milliseconds);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    try {
      const { recorded } = await this.commands.execute(new RunReminders(todayOf(this.clock)));
      const { tried } = await this.commands.execute(new DeliverReminders());
      if (recorded + tried > 0) this.log.log(`${recorded} reminders recorded, ${tried} mails tried`);
    } catch (error) {
      this.log.error(error instanceof Refusal ? error.en : error);
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AGGREGATES, type Aggregates, commandIdFrom, consume, EVENT_STORE, type EventStore } from '#event-store';
import { addDays, CLOCK, type Clock, type LocalDate, type Recorded, todayOf, type UserId } from '#language';
import { type DeliveryResult, type RecordedReminderEvent, reminderStream, type Subject } from './reminder.events.js';
import { reminders, stepKey } from './reminder.js';
import { reminderActor } from './reminding.js';

/** Nest's name for how mail goes out; null: no mail is configured. */
export const MAIL = Symbol('Mail');

export interface MailSettings {
  /** smtp://user:password@host:port */
  readonly smtp: string;
  readonly from: string;
  /** Where people open the page; null: mails have no link. */
  readonly page: string | null;
}

export interface Waiting {
  readonly id: string;
  readonly subject: Subject;
  readonly due: LocalDate;
  readonly step: string;
  readonly account: UserId;
  readonly tries: number;
}

/** A reminder this old is not sent any more: it was recorded while nothing ran, or the checkpoint was lost. Calendar days. */
const stale = 3;

/** From the log to mail to be sent, and from what became of it to the log. Reading the log again sends nothing (06.15). */
@Injectable()
export class Outbox {
  constructor(
    private readonly source: DataSource,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MAIL) private readonly mail: MailSettings | null,
  ) {}

  /** Puts every step that was recorded and not yet seen into the outbox; its checkpoint is its own. */
  fill(): Promise<number> {
    const { source, store } = this;
    return consume(
      { source, store },
      { name: 'reminder-outbox', streams: ['reminder-'], types: ['reminded', 'report-reminded'] },
      (event, db) => this.take(event, db),
    );
  }

  private async take(event: Recorded, db: EntityManager): Promise<void> {
    const { type, data } = event as RecordedReminderEvent;
    if (type === 'reminder-delivered' || event.meta.simulated) return;
    const subject = event.stream.slice(reminderStream('').length);
    const { state } = await this.aggregates.load(reminders, event.stream);
    const known = state.steps[stepKey(data.due, data.step)]?.results ?? {};
    const old = addDays(data.on, stale) < todayOf(this.clock);
    const people = data.recipients.length === 0 ? [null] : data.recipients.map((it) => it.user);
    for (const user of people) {
      if (known[user ?? '-']) continue;
      const reason = user === null ? 'nobody' : old ? 'too-old' : this.mail === null ? 'no-mail-configured' : null;
      await db.query(
        `insert into outbox (id, subject, due, step, account, state, reason, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
        [
          `${subject} ${data.due} ${data.step} ${user ?? '-'}`,
          subject,
          data.due,
          data.step,
          user,
          reason === null ? 'waiting' : 'not-sent',
          reason,
          this.clock.now(),
        ],
      );
    }
  }

  /**
   * Gives one person's waiting reminders to `send` and keeps what it says, in one transaction over rows that no other
   * process sees. False: nobody waits. A process killed between the mail server's yes and the commit sends that one again.
   */
  async deliver(
    send: (waiting: readonly Waiting[]) => Promise<{ result: DeliveryResult | 'later'; reason: string | null }>,
  ): Promise<boolean> {
    return this.source.transaction(async (db) => {
      const [first] = await db.query<{ account: UserId }[]>(
        // The first row of a person stands for all of theirs, so that two senders never share one person's digest.
        `select account from outbox o where state = 'waiting' and next_at <= $1 and id = (
           select min(id) from outbox where state = 'waiting' and next_at <= $1 and account = o.account
         ) order by next_at, id limit 1 for update skip locked`,
        [this.clock.now()],
      );
      if (!first) return false;
      const waiting = await db.query<Waiting[]>(
        `select id, subject, due::text as due, step, account, tries from outbox
         where state = 'waiting' and next_at <= $1 and account = $2 order by due, id limit 100 for update skip locked`,
        [this.clock.now(), first.account],
      );
      const { result, reason } = await send(waiting);
      const tries = Math.max(...waiting.map((it) => it.tries)) + 1;
      const state = result === 'later' ? (tries < mostTries ? 'waiting' : 'failed') : result;
      await db.query(
        `update outbox set state = $2, reason = $3, tries = tries + 1, next_at = $4::timestamptz + make_interval(mins => $5)
         where id = any($1::text[])`,
        [waiting.map((it) => it.id), state, reason, this.clock.now(), 2 ** tries],
      );
      return true;
    });
  }

  /** Writes into the record what became of each; done twice it writes nothing twice. */
  async record(): Promise<number> {
    for (let recorded = 0; ; ) {
      const done = await this.source.query<
        (Omit<Waiting, 'account'> & { account: UserId | null; state: DeliveryResult; reason: string | null })[]
      >(
        `select id, subject, due::text as due, step, account, state, reason from outbox
         where state <> 'waiting' and not recorded order by id limit 200`,
      );
      if (done.length === 0) return recorded;
      for (const { id, subject, due, step, account, state, reason } of done) {
        const command = { type: 'record-delivery' as const, due, step, user: account, result: state, reason };
        const envelope = { actor: reminderActor, commandId: commandIdFrom(reminderActor.user, `delivery ${id}`) };
        await this.aggregates.execute(reminders, reminderStream(subject), command, envelope);
        await this.source.query('update outbox set recorded = true where id = $1', [id]);
        recorded += 1;
      }
    }
  }
}

/** About an hour, at 2, 4, 8, 16 and 32 minutes. */
const mostTries = 6;

import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { commandIdFrom, type Envelope } from '#event-store';
import { addDays, CLOCK, type Clock, type LocalDate, Refusal, type TaskId, todayOf, userId } from '#language';
import { hour, Watch } from '#watching';
import { TasksFreshness } from './freshness.js';
import { RecordOverdue } from './task.commands.js';
import { notInTheFuture } from './task.limits.js';

/** Who the watch is in the record. */
export const watchActor = { user: userId('deadline-watch'), agency: null, role: 'system' } as const;

export interface WatchRun {
  readonly on: LocalDate;
  /** Tasks past their date and not yet recorded so. */
  readonly found: number;
  /** Events written; the rest had been answered meanwhile. */
  readonly recorded: number;
}

/** Records every task that is open past its due date on a day, once. Refuses a day in the future. */
export class RunWatch extends Command<WatchRun> {
  constructor(
    readonly on: LocalDate,
    readonly simulated?: true,
  ) {
    super();
  }
}

const page = 500;

/**
 * The day after a due date, whatever restarts: what was recorded is in the log, and the command's id comes from task and due
 * date, so a second run, a second process or a half-finished run writes nothing twice. It needs no checkpoint of its own.
 */
@CommandHandler(RunWatch)
export class RunWatchHandler implements ICommandHandler<RunWatch> {
  constructor(
    private readonly source: DataSource,
    private readonly commands: CommandBus,
    private readonly freshness: TasksFreshness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ on, simulated }: RunWatch): Promise<WatchRun> {
    notInTheFuture(on, todayOf(this.clock), 'on');
    if (!(await this.freshness.caughtUp()))
      throw new Refusal('rows-behind', {
        kind: 'unavailable',
        vi: 'Bảng nhiệm vụ chưa theo kịp hồ sơ, chưa thể nói nhiệm vụ nào quá hạn; hãy xem tình trạng hệ thống.',
        en: 'The board has not caught up with the record, so nothing can be said to be overdue; see the health page.',
      });
    let found = 0;
    let recorded = 0;
    for (let last: Overdue | undefined; ; ) {
      const overdue = await this.pastDue(on, last);
      for (const { task, due } of overdue) recorded += await this.record(task, due, simulated);
      found += overdue.length;
      last = overdue.at(-1);
      if (overdue.length < page) return { on, found, recorded };
    }
  }

  /** One page of the tasks as they stood on that day. Of those to which something happened since, the board has the day. */
  private pastDue(on: LocalDate, after: Overdue | undefined): Promise<Overdue[]> {
    return this.source.query<Overdue[]>(
      `with standing as (
         select task, standing, due_on, watched_due from task_now where valid_from <= $1::date
         union all
         select n.task, b.standing, b.due_on, b.watched_due from task_now n
         cross join lateral (
           select * from task_board b where b.task = n.task and b.known_to is null and b.valid_from <= $1::date
           order by b.valid_from desc limit 1) b
         where n.valid_from > $1::date
       )
       select task, due_on::text as due from standing
       where standing = 'open' and due_on < $1::date and due_on is distinct from watched_due and (due_on, task) > ($2::date, $3)
       order by due_on, task limit ${page}`,
      [on, after?.due ?? '0001-01-01', after?.task ?? ''],
    );
  }

  private async record(task: TaskId, due: LocalDate, simulated: true | undefined): Promise<number> {
    const envelope: Envelope = {
      actor: watchActor,
      commandId: commandIdFrom(watchActor.user, `overdue ${task} ${due}`),
      ...(simulated && { simulated }),
    };
    const outcome = await this.commands.execute(new RecordOverdue(task, { due }, envelope));
    return outcome.repeated ? 0 : outcome.events.length;
  }
}

interface Overdue {
  readonly task: TaskId;
  readonly due: LocalDate;
}

/** Milliseconds from a moment to a minute past the next midnight of the zone. */
export function untilAfterMidnight(clock: Clock, zone = 'Asia/Ho_Chi_Minh'): number {
  const next = Temporal.PlainDate.from(addDays(todayOf(clock), 1)).toZonedDateTime({ timeZone: zone, plainTime: '00:01' });
  return Math.max(1_000, next.epochMilliseconds - Date.parse(clock.now()));
}

/** The watch in the server: at start, so that nothing is missed while it was down, then after every midnight. */
@Injectable()
export class DeadlineWatch extends Watch {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<number> {
    const { found, recorded } = await this.commands.execute(new RunWatch(todayOf(this.clock)));
    if (recorded > 0) this.log.log(`${recorded} of ${found} tasks past their due date recorded as overdue`);
    // A laptop that slept or a clock that was set must not cost a day: look again every hour at the latest.
    return Math.min(untilAfterMidnight(this.clock), hour);
  }
}

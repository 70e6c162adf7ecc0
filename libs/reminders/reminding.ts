import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { AGGREGATES, type Aggregates, commandIdFrom, EVENT_STORE, type EventStore } from '#event-store';
import { People, type Person } from '#identity';
import { CLOCK, type Clock, type LocalDate, Refusal, shown, todayOf, userId } from '#language';
import { type Status, TaskList, type TaskRow } from '#tasks';
import { LADDERS, type Ladder, ladderOn, type Rung, rungOn } from './ladder.js';
import { type Recipient, reminderStream } from './reminder.events.js';
import { reminders } from './reminder.js';

/** Who reminds, in the record. */
export const reminderActor = { user: userId('reminders'), agency: null, role: 'system' } as const;

export interface ReminderRun {
  readonly on: LocalDate;
  /** Open tasks that stand on a rung. */
  readonly due: number;
  /** Steps recorded by this run; the others had been before. */
  readonly recorded: number;
}

/** Records the step of the ladder that every open dated task stands on, once. Refuses a day in the future. */
export class RunReminders extends Command<ReminderRun> {
  constructor(
    readonly on: LocalDate,
    readonly simulated?: true,
  ) {
    super();
  }
}

const open: readonly Status[] = ['overdue', 'due-soon', 'on-track', 'not-started'];

/** The command's id comes from task, due day and rung: a second run, process or machine writes nothing twice. */
@CommandHandler(RunReminders)
export class RunRemindersHandler implements ICommandHandler<RunReminders> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(LADDERS) private readonly ladders: readonly Ladder[],
    private readonly queries: QueryBus,
  ) {}

  async execute({ on, simulated }: RunReminders): Promise<ReminderRun> {
    const today = todayOf(this.clock);
    if (on > today)
      throw new Refusal('dated-in-the-future', {
        field: 'on',
        vi: `Ngày ${shown(on)} ở tương lai; chưa nhắc việc được.`,
        en: `${shown(on)} is in the future; nothing can be reminded of yet.`,
        figures: { on, today },
      });
    const ladder = ladderOn(this.ladders, on);
    const people = await this.queries.execute(new People());
    const minPosition = String(await this.store.head());
    let due = 0;
    let recorded = 0;
    for (let page = 1; ; page++) {
      const asked = { status: open, asOf: on, sort: 'due', page, size: 200, minPosition } as const;
      const { rows, total } = await this.queries.execute(new TaskList(asked));
      for (const row of rows) {
        const rung = row.dueOn ? rungOn(ladder, row.dueOn, on, this.calendar) : null;
        if (!rung || !row.dueOn) continue;
        due += 1;
        recorded += await this.remind(row, row.dueOn, rung, people, simulated);
      }
      if (page * 200 >= total) return { on, due, recorded };
    }
  }

  private async remind(
    row: TaskRow,
    due: LocalDate,
    { step, offset, to }: Rung,
    people: readonly Person[],
    simulated?: true,
  ): Promise<number> {
    const command = {
      type: 'remind' as const,
      task: row.id,
      plan: row.plan,
      agency: row.agency.id,
      due,
      step,
      offset,
      recipients: recipientsOf(row, to, people),
      simulated: simulated === true,
    };
    const stream = reminderStream(row.id);
    // Asked first, because who is in office may differ from when the step was recorded, and a step is recorded once.
    const { state } = await this.aggregates.load(reminders, stream);
    if (state.steps[`${due} ${step}`]) return 0;
    const envelope = {
      actor: reminderActor,
      commandId: commandIdFrom(reminderActor.user, `${row.id} ${due} ${step}`),
      ...(simulated && { simulated }),
    };
    const outcome = await this.aggregates.execute(reminders, stream, command, envelope);
    return outcome.repeated ? 0 : Math.min(1, outcome.events.length);
  }
}

/** An agency's own people for its officers and heads; for the other offices everybody in them. */
function recipientsOf(row: TaskRow, to: Rung['to'], people: readonly Person[]): Recipient[] {
  const own = (person: Person) => !['officer', 'head'].includes(person.role) || person.agency === row.agency.id;
  return people
    .filter((it) => to.includes(it.role) && own(it))
    .slice(0, 50)
    .map(({ user, role }) => ({ user, role }));
}

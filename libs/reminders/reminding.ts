import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { AGGREGATES, type Aggregates, commandIdFrom, EVENT_STORE, type EventStore } from '#event-store';
import { People, type Person } from '#identity';
import { type AgencyId, CLOCK, type Clock, type LocalDate, type PlanId, Refusal, shown, todayOf, userId } from '#language';
import { type RoundAgency, RoundById, RoundList, type Standing } from '#reporting';
import { type Status, TaskList, type TaskRow } from '#tasks';
import { LADDERS, type Ladder, ladderOn, type Rung, rungOn } from './ladder.js';
import { type Recipient, reminderStream, reportSubject, type Subject } from './reminder.events.js';
import { type ReminderCommand, reminders, stepKey } from './reminder.js';

/** Who reminds, in the record. */
export const reminderActor = { user: userId('reminders'), agency: null, role: 'system' } as const;

export interface ReminderRun {
  readonly on: LocalDate;
  /** Open tasks and owed reports that stand on a rung. */
  readonly due: number;
  /** Steps recorded by this run; the others had been before. */
  readonly recorded: number;
}

/** Records the step of the ladder that every open dated task and every report owed in a round stands on, once. Refuses a day in the future. */
export class RunReminders extends Command<ReminderRun> {
  constructor(
    readonly on: LocalDate,
    readonly simulated?: true,
  ) {
    super();
  }
}

const open: readonly Status[] = ['overdue', 'due-soon', 'on-track', 'not-started'];
const owed: readonly Standing[] = ['missing', 'prepared', 'returned'];

/** The command's id comes from what is reminded of, due day and rung: a second run, process or machine writes nothing twice. */
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
    const run: Run = {
      on,
      ladder: ladderOn(this.ladders, on),
      people: await this.queries.execute(new People()),
      minPosition: String(await this.store.head()),
      simulated: simulated === true,
    };
    const tasks = await this.tasks(run);
    const reports = await this.reports(run);
    return { on, due: tasks.due + reports.due, recorded: tasks.recorded + reports.recorded };
  }

  private async tasks(run: Run): Promise<Counted> {
    let due = 0;
    let recorded = 0;
    for (let page = 1; ; page++) {
      const asked = { status: open, asOf: run.on, sort: 'due', page, size: 200, minPosition: run.minPosition } as const;
      const { rows, total } = await this.queries.execute(new TaskList(asked));
      for (const row of rows) {
        const rung = row.dueOn ? rungOn(run.ladder.rungs, row.dueOn, run.on, this.calendar) : null;
        if (!rung || !row.dueOn) continue;
        due += 1;
        recorded += await this.record(row.id, commandOf(row, row.dueOn, rung, run), run);
      }
      if (page * 200 >= total) return { due, recorded };
    }
  }

  /** Of rounds that are not closed: afterwards nothing is owed any more, and what comes is a supplement. */
  private async reports(run: Run): Promise<Counted> {
    let due = 0;
    let recorded = 0;
    // A year lived again stands in its own past: it goes by what was known then, or it would remind by what came later.
    const known = run.simulated ? { knownOn: this.clock.now() } : {};
    const { rows } = await this.queries.execute(new RoundList({ asOf: run.on, minPosition: run.minPosition, ...known }));
    for (const { plan, round } of rows.filter((it) => !it.closed)) {
      const { agencies } = await this.queries.execute(new RoundById(plan, round, { asOf: run.on, ...known }));
      for (const line of agencies.filter((it) => owed.includes(it.standing))) {
        const rung = rungOn(run.ladder.reports, line.closesOn, run.on, this.calendar);
        if (!rung) continue;
        due += 1;
        recorded += await this.record(
          reportSubject(plan, round, line.agency.id),
          reportCommandOf(plan, round, line, rung, run),
          run,
        );
      }
    }
    return { due, recorded };
  }

  private async record(subject: Subject, command: Reminding, { simulated }: Run): Promise<number> {
    const stream = reminderStream(subject);
    const { due, step } = command;
    // Asked first, because who is in office may differ from when the step was recorded, and a step is recorded once.
    const { state } = await this.aggregates.load(reminders, stream);
    if (state.steps[stepKey(due, step)]) return 0;
    const envelope = {
      actor: reminderActor,
      commandId: commandIdFrom(reminderActor.user, `${subject} ${due} ${step}`),
      ...(simulated && { simulated: true as const }),
    };
    const outcome = await this.aggregates.execute(reminders, stream, command, envelope);
    return outcome.repeated ? 0 : Math.min(1, outcome.events.length);
  }
}

interface Run {
  readonly on: LocalDate;
  readonly ladder: Ladder;
  readonly people: readonly Person[];
  readonly minPosition: string;
  readonly simulated: boolean;
}
type Counted = Omit<ReminderRun, 'on'>;
type Reminding = Extract<ReminderCommand, { type: 'remind' | 'remind-report' }>;

const commandOf = (row: TaskRow, due: LocalDate, { step, offset, to }: Rung, { people, simulated }: Run): Reminding => ({
  type: 'remind',
  task: row.id,
  plan: row.plan,
  agency: row.agency.id,
  ...{ due, step, offset, simulated },
  recipients: recipientsOf(row.agency.id, to, people),
});

function reportCommandOf(plan: PlanId, round: string, line: RoundAgency, rung: Rung, { people, simulated }: Run): Reminding {
  const { step, offset, to } = rung;
  const answers = (line.answeredBy ?? line.agency).id;
  return {
    type: 'remind-report',
    ...{ plan, round, answers, step, offset, simulated },
    agency: line.agency.id,
    due: line.closesOn,
    recipients: recipientsOf(answers, to, people),
  };
}

/** An agency's own people for its officers and heads; for the other offices everybody in them. */
function recipientsOf(agency: AgencyId, to: Rung['to'], people: readonly Person[]): Recipient[] {
  const own = (person: Person) => !['officer', 'head'].includes(person.role) || person.agency === agency;
  return people
    .filter((it) => to.includes(it.role) && own(it))
    .slice(0, 50)
    .map(({ user, role }) => ({ user, role }));
}

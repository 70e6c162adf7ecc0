import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { PlanId, TaskId } from '#language';
import { ObstacleList, type ObstacleView } from '#obstacles';
import { SilentForRounds } from '#reporting';
import { type Clocks, OverdueBoard, TaskById, type TaskRow } from '#tasks';
import type { AgendaLine, Concern } from './meeting.events.js';
import { limits } from './meeting.js';

/** Late tasks of the worst agencies that a meeting could come to. */
const lateAtOnce = 500;

/** Pages of tasks read side by side: others want the log too. */
const pagesAtOnce = 8;

export interface Proposed {
  readonly lines: readonly AgendaLine[];
  /** Matters that would be on the agenda too and have no line, because it has as many as it may. */
  readonly leftOut: number;
}

/** What would be on the agenda of a plan's next meeting: the overdue, the blocked, the undated and the silent. */
export class ProposedAgenda extends Query<Proposed> {
  constructor(
    readonly plan: PlanId,
    readonly clocks: Clocks = {},
  ) {
    super();
  }
}

/** A task may be there for several reasons, and stands under each. */
@QueryHandler(ProposedAgenda)
export class ProposedAgendaHandler implements IQueryHandler<ProposedAgenda> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ plan, clocks }: ProposedAgenda): Promise<Proposed> {
    const filter = { ...clocks, plan };
    const board = await this.queries.execute(new OverdueBoard(filter, limits.lines, lateAtOnce));
    const blocked = await this.queries.execute(new ObstacleList({ ...filter, state: 'open' }));
    const silent = await this.queries.execute(new SilentForRounds(filter));
    const overdue = board.rows.flatMap((row) => row.tasks).sort((a, b) => b.lateDays - a.lateDays);
    const known = new Map<TaskId, Blocked>([...overdue, ...board.undated].map((row) => [row.id, row]));
    const unknown = new Set(blocked.rows.map((it) => it.task).filter((task) => !known.has(task)));
    for (const [task, facts] of await this.tasks([...unknown], clocks)) known.set(task, facts);
    const lines = [
      ...overdue.map((row) => lineOf('overdue', row)),
      ...blocked.rows.flatMap((it) => {
        const facts = known.get(it.task);
        return facts ? [blockedLine(it, facts)] : [];
      }),
      ...board.undated.map((row) => lineOf('undated', row)),
      ...silent.rows.map(({ row, rounds }) => lineOf('silent', row, rounds)),
    ].slice(0, limits.lines);
    const inAll = board.totals.overdue + blocked.total + board.undatedTotal + silent.rows.length;
    return { lines, leftOut: Math.max(0, inAll - lines.length) };
  }

  /** A blocked task is mostly neither overdue nor without a date: its own page has its facts. A few pages at once, each once. */
  private async tasks(ids: readonly TaskId[], { asOf, knownOn }: Clocks): Promise<(readonly [TaskId, Blocked])[]> {
    const filter = { ...(asOf && { asOf }), ...(knownOn && { knownOn }) };
    const found: (readonly [TaskId, Blocked])[] = [];
    for (let i = 0; i < ids.length; i += pagesAtOnce)
      found.push(
        ...(await Promise.all(
          ids
            .slice(i, i + pagesAtOnce)
            .map(async (task) => [task, await this.queries.execute(new TaskById(task, filter))] as const),
        )),
      );
    return found;
  }
}

/** What a line says of a blocked task. The agency is the one that answers for it now; who raised the obstacle may be no more. */
type Blocked = Pick<TaskRow, 'agency' | 'lateDays' | 'dueOn'>;

const blockedLine = (it: ObstacleView, { agency, lateDays, dueOn }: Blocked): AgendaLine => ({
  concern: 'blocked',
  task: it.task,
  agency: agency.id,
  title: it.title,
  lateDays,
  dueOn,
  obstacle: it.id,
  waitedDays: it.waited.body.calendar + it.waited.decision.calendar,
  rounds: [],
});

const lineOf = (concern: Concern, row: TaskRow, rounds: readonly string[] = []): AgendaLine => ({
  concern,
  task: row.id,
  agency: row.agency.id,
  title: [...row.title].slice(0, limits.title).join(''),
  lateDays: row.lateDays,
  dueOn: row.dueOn,
  obstacle: null,
  waitedDays: 0,
  rounds,
});

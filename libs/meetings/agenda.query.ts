import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { PlanId, TaskId } from '#language';
import { ObstacleList } from '#obstacles';
import { SilentForRounds } from '#reporting';
import { type Clocks, OverdueBoard, type TaskRow } from '#tasks';
import type { AgendaLine, Concern } from './meeting.events.js';
import { limits } from './meeting.js';

/** Late tasks of the worst agencies that a meeting could come to. */
const lateAtOnce = 500;

/** What would be on the agenda of a plan's next meeting: the overdue, the blocked, the undated and the silent. */
export class ProposedAgenda extends Query<readonly AgendaLine[]> {
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

  async execute({ plan, clocks }: ProposedAgenda): Promise<readonly AgendaLine[]> {
    const filter = { ...clocks, plan };
    const board = await this.queries.execute(new OverdueBoard(filter, limits.lines, lateAtOnce));
    const blocked = await this.queries.execute(new ObstacleList({ ...filter, state: 'open' }));
    const silent = await this.queries.execute(new SilentForRounds(filter));
    const overdue = board.rows.flatMap((row) => row.tasks).sort((a, b) => b.lateDays - a.lateDays);
    const titles = new Map<TaskId, TaskRow>([...overdue, ...board.undated].map((row) => [row.id, row]));
    return [
      ...overdue.map((row) => lineOf('overdue', row)),
      ...blocked.rows.map(
        (it): AgendaLine => ({
          concern: 'blocked',
          task: it.task,
          agency: it.agency.id,
          title: it.title,
          lateDays: titles.get(it.task)?.lateDays ?? 0,
          dueOn: titles.get(it.task)?.dueOn ?? null,
          obstacle: it.id,
          waitedDays: it.waited.body.calendar + it.waited.decision.calendar,
          rounds: [],
        }),
      ),
      ...board.undated.map((row) => lineOf('undated', row)),
      ...silent.rows.map(({ row, rounds }) => lineOf('silent', row, rounds)),
    ].slice(0, limits.lines);
  }
}

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

import fc from 'fast-check';
import { type AgencyId, addDays, dayOf, type Instant, instant, type LocalDate, type TaskId } from '#language';
import {
  type Behind,
  cellOf,
  ExtensionsToDecide,
  type ExtensionToDecide,
  eventsBehind,
  follow,
  notFollowed,
  OverdueBoard,
  type RecordedTaskEvent,
  type Status,
  statusOn,
  TaskById,
  TaskList,
  type TaskRow,
  TasksOfAgency,
  TaskTally,
  taskStream,
} from '#tasks';
import { adopted, agencies, calendar, commandOf, later, limits, plan, standing, start, steps, tasks } from './histories.js';
import { type Figures, readPlainly, waitingPlainly } from './plainly.js';
import { startTasksRoom, type TasksRoom } from './room.js';

const figuresOf = ({
  status,
  agency,
  dueOn,
  lateDays,
  excusedDays,
  earlierLateDays,
  inheritedLateDays,
  progress,
  reportedOn,
  reports,
  extensions,
}: TaskRow): Figures => ({
  status,
  agency: agency.id,
  dueOn,
  lateDays,
  excusedDays,
  earlierLateDays,
  inheritedLateDays,
  progress,
  reportedOn,
  reports,
  extensions,
});

const plainTally = (all: readonly Figures[]) => {
  const counts: Partial<Record<Status, number>> = {};
  const four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };
  for (const it of all) {
    counts[it.status] = (counts[it.status] ?? 0) + 1;
    const cell = cellOf(it.status, it.lateDays);
    four[cell] += 1;
    if (cell === 'openInTime' && it.dueOn === null) four.noDate += 1;
  }
  return { counts, four };
};

describe('the board of any day as known at any moment', () => {
  let room: TasksRoom;
  const events = new Map<TaskId, RecordedTaskEvent[]>();
  let end: Instant;
  /** Now and then during the life: the requests that wait by a plain reading of the record, and as the room told. */
  const waited: { plainly: readonly string[]; told: readonly string[] }[] = [];
  const requestsThatWait = async () => {
    await room.caughtUp();
    const today = dayOf(room.clock.now());
    const plainly = tasks.flatMap(({ id }) => waitingPlainly(events.get(id) ?? [], today));
    const rows: ExtensionToDecide[] = [];
    for (let behind: Behind | undefined; ; ) {
      const page = await room.queries.execute(new ExtensionsToDecide({ plan, size: 2, ...(behind && { behind }) }));
      rows.push(...page.rows);
      const last = page.rows.at(-1);
      expect(page.next).toBe(rows.length < page.total && last ? `${last.askedOn} ${last.task.id} ${last.request}` : null);
      if (!page.next || !last) break;
      behind = { askedOn: last.askedOn, task: last.task.id, request: last.request };
    }
    expect(rows.map((it) => it.askedOn)).toEqual(rows.map((it) => it.askedOn).sort());
    return { plainly: plainly.sort(), told: rows.map((it) => `${it.task.id} ${it.request}`).sort() };
  };

  beforeAll(async () => {
    room = await startTasksRoom(start);
    for (const { id, assigned } of tasks) await room.attempt(id, { type: 'assign', assigned }, standing);
    // One seeded life of 700 steps: a failure is found again.
    const [life] = fc.sample(steps(600, 600), { numRuns: 1, seed: 20_250_630 });
    let n = 0;
    const load = async (id: TaskId) => events.set(id, (await room.store.read(taskStream(id))) as RecordedTaskEvent[]);
    for (const { id } of tasks) await load(id);
    for (const step of life ?? []) {
      room.clock.set(later(room.clock.now(), step.hours / 12));
      const id = tasks[step.task]?.id;
      if (!id) continue;
      const { command, actor } = commandOf(step, events.get(id) ?? [], dayOf(room.clock.now()), n++);
      if ((await room.attempt(id, command, actor)).length > 0) await load(id);
      if (n % 20 === 0) waited.push(await requestsThatWait());
    }
    end = room.clock.now();
    await room.caughtUp();
  }, 120_000);
  afterAll(() => room.close());

  const asked = fc.sample(fc.record({ day: fc.nat(420), hour: fc.nat(420 * 24), bounded: fc.boolean() }), {
    numRuns: 120,
    seed: 7,
  });
  const clocksOf = ({ day, hour, bounded }: (typeof asked)[number]): { asOf: LocalDate; knownOn?: Instant } => ({
    asOf: addDays(adopted, day),
    ...(bounded && { knownOn: instant(later(start, hour)) }),
  });
  const plainly = ({ asOf, knownOn }: { asOf: LocalDate; knownOn?: Instant }) =>
    tasks.flatMap(({ id }) => {
      const figures = readPlainly(events.get(id) ?? [], asOf, knownOn ?? null);
      return figures ? [{ id, figures }] : [];
    });

  it('was asked about a life in which much happened', () => {
    const types = new Set([...events.values()].flat().map((it) => it.type));
    expect(types.size).toBeGreaterThanOrEqual(18);
    expect([...events.values()].flat().some((it) => it.type === 'milestone-reported' && it.data.backdatedDays > 0)).toBe(true);
    expect(dayOf(end) > addDays(adopted, 200)).toBe(true);
  });

  it('the requests that wait for a decision are those nobody decided, of tasks in progress, at every moment', () => {
    expect(waited.length).toBeGreaterThan(25);
    for (const { plainly, told } of waited) expect(told).toEqual(plainly);
    expect(new Set(waited.map(({ told }) => told.length)).size).toBeGreaterThan(2);
  });

  it('is what a plain reading of the record gives', async () => {
    for (const one of asked) {
      const clocks = clocksOf(one);
      const { rows } = await room.queries.execute(new TaskList({ plan, sort: 'item', ...clocks }));
      expect({ clocks, rows: rows.map((row) => ({ id: row.id, figures: figuresOf(row) })) }).toEqual({
        clocks,
        rows: plainly(clocks),
      });
    }
  }, 60_000);

  it('is that of one agency for the tasks it leads then, whoever led them before or after', async () => {
    const moved = new Set<AgencyId>();
    for (const one of asked) {
      const clocks = clocksOf(one);
      const expected = plainly(clocks);
      for (const agency of agencies) {
        const { rows, total } = await room.queries.execute(new TaskList({ agency, sort: 'item', ...clocks }));
        const own = expected.filter(({ figures }) => figures.agency === agency);
        expect({ clocks, agency, total, ids: rows.map((row) => row.id) }).toEqual({
          ...{ clocks, agency },
          total: own.length,
          ids: own.map(({ id }) => id),
        });
        for (const { id } of own) if (!id.endsWith(`/${agency}`)) moved.add(agency);
      }
    }
    expect(moved.size).toBeGreaterThan(1);
  }, 60_000);

  it('is tallied as its rows are', async () => {
    for (const one of asked) {
      const clocks = clocksOf(one);
      const rows = await room.queries.execute(new TaskTally({ plan, by: 'agency', ...clocks }));
      const expected = plainly(clocks);
      expect(rows.map((row) => row.key).sort()).toEqual([...new Set(expected.map(({ figures }) => figures.agency))].sort());
      for (const { key, counts, four } of rows) {
        const plain = plainTally(expected.map(({ figures }) => figures).filter((it) => it.agency === key));
        expect(four).toEqual(plain.four);
        expect(counts).toEqual({ ...counts, ...plain.counts });
        expect(Object.values(counts).reduce((a, b) => a + b)).toBe(
          expected.filter(({ figures }) => figures.agency === key).length,
        );
      }
    }
  }, 60_000);

  it('shows the committee the latest of each list, how many there are, and no more than was asked for', async () => {
    const late = (it: TaskRow) => cellOf(it.status, it.lateDays) === 'overdue';
    for (const one of asked.slice(0, 40)) {
      const clocks = clocksOf(one);
      const { rows } = await room.queries.execute(new TaskList({ plan, sort: 'item', size: 200, ...clocks }));
      const worst = [...rows].sort((a, b) => b.lateDays - a.lateDays);
      const undated = worst.filter((it) => it.status === 'no-deadline');
      const silent = worst.filter((it) => it.silent && it.status !== 'overdue');
      for (const atMost of [1, 100]) {
        const board = await room.queries.execute(new OverdueBoard({ plan, ...clocks }, atMost));
        expect([board.undated, board.undatedTotal]).toEqual([undated.slice(0, atMost), undated.length]);
        expect([board.silent, board.silentTotal]).toEqual([silent.slice(0, atMost), silent.length]);
        expect(board.silence).toEqual({ monthly: 62, other: 184 });
        for (const { agency, four, tasks: shown } of board.rows) {
          const own = worst.filter((it) => late(it) && it.agency.id === agency.id);
          expect([shown, four.overdue]).toEqual([own.slice(0, atMost), own.length]);
        }
      }
    }
  }, 60_000);

  it('says the same as each task’s own page, and so does the agency’s list', async () => {
    for (const one of asked.slice(0, 25)) {
      const clocks = clocksOf(one);
      const { rows } = await room.queries.execute(new TaskList({ plan, ...clocks }));
      for (const row of rows) {
        const page = await room.queries.execute(new TaskById(row.id, clocks));
        const { reports, extensions, actions: _, freshness: __, ...same } = page;
        expect({
          ...same,
          reports: reports.length,
          extensions: extensions.filter((it) => it.decidedOn && it.decidedOn <= clocks.asOf && it.state === 'granted').length,
        }).toMatchObject({ ...row });
      }
      const ofAgencies = await Promise.all(
        agencies.map(async (agency) => (await room.queries.execute(new TasksOfAgency(agency, { plan, ...clocks }))).tasks),
      );
      expect(
        ofAgencies
          .flat()
          .map((row) => row.id)
          .sort(),
      ).toEqual(rows.map((row) => row.id).sort());
      for (const row of ofAgencies.flat()) {
        const { knownOn } = clocks;
        const known = (events.get(row.id) ?? []).filter((it) => !knownOn || it.recordedAt <= knownOn);
        const { task, refs } = known.reduce(follow, notFollowed);
        const status = statusOn(task, clocks.asOf, calendar, limits);
        expect(row.events).toEqual(status && eventsBehind(task, status, clocks.asOf, refs));
      }
    }
  }, 60_000);

  it('rebuilt from the record is the same, version by version', async () => {
    const dump = () => room.source.query('select to_jsonb(b) as row from task_board b order by task, valid_from, known_from');
    const before = await dump();
    await room.runner.rebuild('task-board');
    expect(await dump()).toEqual(before);
    expect(before.length).toBeGreaterThan(200);
  }, 60_000);
});

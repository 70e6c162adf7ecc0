import fc from 'fast-check';
import { addDays, dayOf, instant } from '#language';
import {
  CountingAhead,
  MyTasks,
  OverdueBoard,
  type RecordedTaskEvent,
  TaskFigures,
  type TaskFilter,
  TaskList,
  TaskTally,
  taskStream,
} from '#tasks';
import { slicesOf } from '../../libs/tasks/task.pages.js';
import { sorts } from '../../libs/tasks/task.queries.js';
import { cells } from '../../libs/tasks/task.status.js';
import { statementsOf } from '../bench/plans.js';
import { agencies, commandOf, later, plan, standing, start, steps, tasks } from './histories.js';
import { startTasksRoom, type TasksRoom } from './room.js';

/** What an answer says of the tasks, without where it was read. */
const said = <T extends { freshness?: unknown; knownOn?: unknown }>({ freshness: _, knownOn: __, ...answer }: T) => answer;

describe('lists of today, read from narrow rows and kept counts', () => {
  let room: TasksRoom;
  beforeAll(async () => {
    room = await startTasksRoom(start);
  });
  afterAll(() => room.close());

  // Known up to this very moment is all that is known, but is answered by the whole board.
  const bothWays = () => ({ today: {}, board: { knownOn: room.clock.now() } });

  const filters: readonly TaskFilter[] = [
    {},
    { plan },
    { agency: agencies[0] ?? never() },
    { status: ['overdue', 'awaiting-acceptance'] },
    { status: ['completed-late', 'no-deadline', 'not-started', 'on-track'], plan },
    { due: ['2025-06', '2025-09'] },
    { section: 'IV.VI' },
    { section: 'IV', agency: agencies[1] ?? never() },
    { cell: 'overdue' },
    { cell: 'overdue', plan, due: ['2025-06', '2025-09'] },
    { cell: 'openInTime', status: ['awaiting-acceptance', 'overdue'], agency: agencies[0] ?? never() },
    { cell: 'overdue', q: 'so' },
    { q: 'so' },
    { q: 'số', status: ['overdue', 'on-track', 'completed-late'] },
    { q: 'không có từ này' },
  ];

  it('say the same as the board through a whole life, page by page and sorted by anything', async () => {
    const events = new Map<string, RecordedTaskEvent[]>();
    const load = async (id: (typeof tasks)[number]['id']) =>
      events.set(id, (await room.store.read(taskStream(id))) as RecordedTaskEvent[]);
    for (const { id, assigned } of tasks) {
      await room.attempt(id, { type: 'assign', assigned }, standing);
      await load(id);
    }
    const [life] = fc.sample(steps(240, 240), { numRuns: 1, seed: 1_270 });
    const statuses = new Set<string>();
    let searched = 0;
    for (const [n, step] of (life ?? []).entries()) {
      room.clock.set(later(room.clock.now(), step.hours / 6));
      const id = tasks[step.task]?.id;
      if (!id) continue;
      const { command, actor } = commandOf(step, events.get(id) ?? [], dayOf(room.clock.now()), n);
      if ((await room.attempt(id, command, actor)).length > 0) await load(id);
      if (n % 12 !== 0) continue;
      await room.caughtUp();
      const { today, board } = bothWays();
      for (const filter of filters)
        for (const sort of sorts)
          for (const page of [1, 2]) {
            const asked = { ...filter, sort, page, size: 3 };
            const answer = said(await room.queries.execute(new TaskList({ ...asked, ...today })));
            for (const row of answer.rows) statuses.add(row.status);
            expect({ asked, ...answer }).toEqual({
              asked,
              ...said(await room.queries.execute(new TaskList({ ...asked, ...board }))),
            });
          }
      const round = n / 12;
      const q = round % 4 === 3 ? 'số' : 'so';
      for (const sort of sorts) {
        const asked = { q, sort, size: 2, page: 1 + (round % 2), ...today };
        const all = await room.queries.execute(new TaskList(asked));
        if (all.total <= 1) continue;
        const total = all.total - 1;
        const first = await room.queries.execute(new TaskList(asked, total));
        expect(first).toMatchObject({ total, more: true, counts: null });
        // So many are in the register's order alone; with marks typed, those that have them would come first.
        const rows = (asked.page - 1) * 2 < total ? all.rows : [];
        if (q === 'so') expect({ asked, rows: first.rows }).toEqual({ asked, rows });
        for (const which of [{}, { plan }]) {
          const exact = await room.queries.execute(new TaskList({ ...asked, ...which }, all.total));
          expect({ asked, ...said(exact) }).toEqual({ asked, ...said(all) });
        }
        searched++;
      }
      for (const which of [{}, { plan }]) {
        const { totals } = await room.queries.execute(new OverdueBoard({ ...which, ...today }));
        for (const cell of cells)
          expect([cell, (await room.queries.execute(new TaskList({ ...which, cell, ...today }))).total]).toEqual([
            cell,
            totals[cell],
          ]);
        for (const by of ['agency', 'section', 'month'] as const)
          expect(await room.queries.execute(new TaskTally({ ...which, ...today, by }))).toEqual(
            await room.queries.execute(new TaskTally({ ...which, ...board, by })),
          );
        expect(said(await room.queries.execute(new TaskFigures({ ...which, ...today })))).toEqual(
          said(await room.queries.execute(new TaskFigures({ ...which, ...board }))),
        );
        for (const atMost of [1, 100])
          for (const agency of [{}, { agency: agencies[0] ?? never() }])
            expect(said(await room.queries.execute(new OverdueBoard({ ...which, ...agency, ...today }, atMost)))).toEqual(
              said(await room.queries.execute(new OverdueBoard({ ...which, ...agency, ...board }, atMost))),
            );
      }
      for (const agency of agencies.slice(0, 2))
        for (const atMost of [1, 100])
          expect(said(await room.queries.execute(new MyTasks(agency, today, atMost)))).toEqual(
            said(await room.queries.execute(new MyTasks(agency, board, atMost))),
          );
    }
    expect(statuses.size).toBeGreaterThanOrEqual(8);
    expect(searched).toBeGreaterThan(50);
  }, 480_000);

  it('are of one state however many ask while tasks change', async () => {
    const [life] = fc.sample(steps(24, 24), { numRuns: 1, seed: 9 });
    const answers = await Promise.all(
      (life ?? []).map(async (step, n) => {
        const id = tasks[step.task]?.id ?? never();
        const events = (await room.store.read(taskStream(id))) as RecordedTaskEvent[];
        const { command, actor } = commandOf(step, events, dayOf(room.clock.now()), 1_000 + n);
        await room.attempt(id, command, actor);
        return room.queries.execute(new OverdueBoard({ plan }));
      }),
    );
    for (const { totals, rows } of answers) {
      expect(rows.reduce((sum, it) => sum + it.four.overdue, 0)).toBe(totals.overdue);
      for (const { four, tasks: late } of rows) expect(late.length).toBe(four.overdue);
    }
  }, 60_000);

  it('of a day that was counted in the hour before it begins count nothing but what changed since', async () => {
    const evening = addDays(dayOf(room.clock.now()), 1);
    room.clock.set(instant(`${evening}T23:20:00+07:00`));
    const ahead = room.module.get(CountingAhead, { strict: false });
    await ahead.run();
    const [life] = fc.sample(steps(24, 24), { numRuns: 1, seed: 11 });
    for (const [n, step] of (life ?? []).entries()) {
      const id = tasks[step.task]?.id ?? never();
      const events = (await room.store.read(taskStream(id))) as RecordedTaskEvent[];
      const { command, actor } = commandOf(step, events, evening, 2_000 + n);
      await room.attempt(id, command, actor);
    }
    await room.caughtUp();
    const countsOfAll = async () => {
      const asked = await statementsOf(() => room.queries.execute(new TaskFigures()));
      return asked.filter(({ text }) => text.includes('string_agg') && !text.includes('where agency = any')).length;
    };
    room.clock.set(instant(`${addDays(evening, 1)}T00:00:01+07:00`));
    expect(await countsOfAll()).toBe(0);
    const { today, board } = bothWays();
    expect(said(await room.queries.execute(new TaskFigures(today)))).toEqual(
      said(await room.queries.execute(new TaskFigures(board))),
    );
    // A day that nobody counted ahead is counted by whoever asks first.
    room.clock.set(instant(`${addDays(evening, 2)}T00:00:01+07:00`));
    expect(await countsOfAll()).toBe(1);
  }, 60_000);
});

const never = (): never => {
  throw new Error('not in the sample');
};

describe('a page over parts that follow each other', () => {
  it('takes from each part what falls on it, in order and without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7)), fc.nat(40), fc.integer({ min: 1, max: 12 }), (lengths, offset, size) => {
        const all = lengths.flatMap((length, part) => Array.from({ length }, (_, i) => [part, i]));
        const slices = slicesOf(
          lengths.map((it, part) => [part, it] as const),
          { offset, size },
        );
        const taken = slices.flatMap(([part, it]) => Array.from({ length: it.size }, (_, i) => [part, it.offset + i]));
        expect(taken).toEqual(all.slice(offset, offset + size));
      }),
    );
  });
});

import fc from 'fast-check';
import { RegisterAgencies, registrySeed } from '#agencies';
import { newCommandId } from '#event-store';
import { addDays, dayOf, type Instant, instant, type LocalDate, type TaskId, userId } from '#language';
import { type Scorecard, ScorecardOf, Scorecards, ScorecardsModule, scorecard, scorecardRulesIn } from '#scorecards';
import { type RecordedTaskEvent, TaskList, taskStream } from '#tasks';
import { adopted, agencies, commandOf, later, plan, standing, start, steps, tasks } from '../tasks/histories.js';
import { type Figures, readPlainly } from '../tasks/plainly.js';
import { startTasksRoom, type TasksRoom } from '../tasks/room.js';

interface Clocks {
  readonly asOf: LocalDate;
  readonly knownOn?: Instant;
}

/** The official numbers counted by hand over a plain reading of the raw events, task by task: no board, no rows. */
function countPlainly(all: readonly Figures[]) {
  const done = (status: Figures['status']) => all.filter((it) => it.status === status).length;
  const onTime = done('completed-on-time');
  const late = done('completed-late');
  const passed = (it: Figures) => it.status === 'overdue' || (it.status === 'awaiting-acceptance' && it.lateDays > 0);
  const overdue = all.filter(passed).length;
  const [suspended, cancelled] = [done('suspended'), done('cancelled')];
  const open = all.filter(
    (it) => !passed(it) && !['completed-on-time', 'completed-late', 'suspended', 'cancelled'].includes(it.status),
  );
  return {
    tasks: all.length,
    four: {
      onTime,
      late,
      openInTime: open.length,
      overdue,
      suspended,
      cancelled,
      noDate: open.filter((it) => it.dueOn === null).length,
    },
    completion: { numerator: onTime + late, denominator: onTime + late + overdue },
    onTime: { numerator: onTime, denominator: onTime + late },
    inheritedOverdue: all.filter((it) => it.inheritedLateDays > 0).length,
  };
}

const counted = ({ tasks: n, four, completion, onTime, inheritedOverdue }: Scorecard) => ({
  tasks: n,
  four,
  inheritedOverdue,
  completion: { numerator: completion.numerator, denominator: completion.denominator },
  onTime: { numerator: onTime.numerator, denominator: onTime.denominator },
});

describe('the scorecards of any day as known at any moment', () => {
  let room: TasksRoom;
  const events = new Map<TaskId, RecordedTaskEvent[]>();

  beforeAll(async () => {
    room = await startTasksRoom(start, [ScorecardsModule.forRoot({ rules: scorecardRulesIn('seeds/rules/scorecards.json') })]);
    const seed = registrySeed({
      agencies: agencies.map((id) => ({ id, name: id, kind: 'so', bloc: 'Khối sở', ratable: true, source: '' })),
    });
    const admin = { user: userId('u_admin'), agency: null, role: 'admin' } as const;
    await room.commands.execute(new RegisterAgencies(seed, { actor: admin, commandId: newCommandId() }));
    const load = async (id: TaskId) => events.set(id, (await room.store.read(taskStream(id))) as RecordedTaskEvent[]);
    for (const { id, assigned } of tasks) {
      await room.attempt(id, { type: 'assign', assigned }, standing);
      await load(id);
    }
    // One seeded life of 600 steps: a failure is found again.
    const [life] = fc.sample(steps(600, 600), { numRuns: 1, seed: 19_251_210 });
    for (const [n, step] of (life ?? []).entries()) {
      room.clock.set(later(room.clock.now(), step.hours / 10));
      const id = tasks[step.task]?.id;
      if (!id) continue;
      const { command, actor } = commandOf(step, events.get(id) ?? [], dayOf(room.clock.now()), n);
      if ((await room.attempt(id, command, actor)).length > 0) await load(id);
    }
    await room.caughtUp();
  }, 120_000);
  afterAll(() => room.close());

  const asked: readonly Clocks[] = fc
    .sample(fc.record({ day: fc.nat(420), hour: fc.nat(420 * 24), bounded: fc.boolean() }), { numRuns: 80, seed: 11 })
    .map(({ day, hour, bounded }) => ({
      asOf: addDays(adopted, day),
      ...(bounded && { knownOn: instant(later(start, hour)) }),
    }));

  const plainly = ({ asOf, knownOn }: Clocks) =>
    tasks.flatMap(({ id }) => readPlainly(events.get(id) ?? [], asOf, knownOn ?? null) ?? []);

  it('06.6 count what a count over the raw events counts, for every agency and all together', async () => {
    let judged = 0;
    for (const clocks of asked) {
      const { rows, total } = await room.queries.execute(new Scorecards({ plan, ...clocks }));
      const expected = plainly(clocks);
      judged += expected.length;
      expect({ clocks, total: counted(total) }).toEqual({ clocks, total: countPlainly(expected) });
      expect(rows.map((it) => it.agency.id).sort()).toEqual([...new Set(expected.map((it) => it.agency))].sort());
      for (const row of rows)
        expect({ clocks, agency: row.agency.id, card: counted(row) }).toEqual({
          clocks,
          agency: row.agency.id,
          card: countPlainly(expected.filter((it) => it.agency === row.agency.id)),
        });
    }
    expect(judged).toBeGreaterThan(200);
  }, 60_000);

  it('count over all agencies at once what the tasks of each, read one by one, add up to', async () => {
    for (const clocks of asked) {
      const { rows, total } = await room.queries.execute(new Scorecards({ plan, ...clocks }));
      const { rows: read } = await room.queries.execute(new TaskList({ plan, size: 200, ...clocks }));
      for (const row of rows)
        expect({ clocks, ...row }).toMatchObject({ clocks, ...scorecard(read.filter((it) => it.agency.id === row.agency.id)) });
      expect({ clocks, total }).toEqual({ clocks, total: scorecard(read) });
    }
  }, 60_000);

  it('06.4 add up over agencies to the total, and give no rate over 100 % nor one of nothing', async () => {
    for (const clocks of asked) {
      const { rows, total } = await room.queries.execute(new Scorecards({ plan, ...clocks }));
      const sum = (of: (card: Scorecard) => number) => rows.reduce((n, row) => n + of(row), 0);
      for (const cell of ['onTime', 'late', 'openInTime', 'overdue', 'noDate', 'suspended', 'cancelled'] as const)
        expect(sum((it) => it.four[cell])).toBe(total.four[cell]);
      for (const { numerator, denominator, percent } of rows.flatMap((it) => [it.completion, it.onTime]))
        if (denominator === 0) expect(percent).toBeNull();
        else expect(percent).toBeLessThanOrEqual(numerator === denominator ? 100 : 99.99);
    }
  }, 60_000);

  it('open every figure to tasks and to events that were recorded by then', async () => {
    const explained: Partial<Record<string, string>> = {
      onTime: 'completion-accepted',
      late: 'completion-accepted',
      exceeded: 'exceeded',
      objective: 'objective-cause-accepted',
      suspended: 'suspended',
      cancelled: 'cancelled',
    };
    const shown = new Set<string>();
    for (const clocks of asked.slice(0, 30))
      for (const agency of agencies) {
        const { figures, ...card } = await room.queries.execute(new ScorecardOf(agency, { plan, ...clocks }));
        for (const figure of figures) {
          if (!figure.rate && figure.key !== 'reportAge') expect(figure.tasks).toHaveLength(figure.value ?? -1);
          for (const task of figure.tasks) {
            const known = (events.get(task.id as TaskId) ?? []).filter(
              (it) => clocks.knownOn === undefined || it.recordedAt <= clocks.knownOn,
            );
            expect(task.events.length).toBeGreaterThan(0);
            const what = explained[figure.key];
            if (what) shown.add(what);
            if (what)
              expect({ clocks, figure: figure.key, types: task.events.map((it) => it.type) }).toMatchObject({
                types: expect.arrayContaining([what]),
              });
            expect(known.map((it) => it.id)).toEqual(expect.arrayContaining(task.events.map((it) => it.id)));
          }
        }
        expect(card.tasks).toBe(plainly(clocks).filter((it) => it.agency === agency).length);
      }
    expect([...shown]).toEqual(expect.arrayContaining(['completion-accepted', 'exceeded']));
  }, 60_000);

  it('say of every agency with fewer than three tasks that it is not ranked', async () => {
    const { rows } = await room.queries.execute(new Scorecards({ plan, asOf: addDays(adopted, 30) }));
    for (const { ranked, note, tasks: n, four } of rows) {
      const few = n - four.suspended - four.cancelled < 3;
      expect([ranked, note === null]).toEqual([!few, !few]);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  it('06.15 are the same, byte for byte, after the board was rebuilt from the record', async () => {
    const ask = () => Promise.all(asked.slice(0, 20).map((clocks) => room.queries.execute(new Scorecards({ plan, ...clocks }))));
    const stripped = (answers: Awaited<ReturnType<typeof ask>>) => JSON.stringify(answers.map(({ freshness: _, ...it }) => it));
    const before = stripped(await ask());
    await room.runner.rebuild('task-board');
    await room.caughtUp();
    expect(stripped(await ask())).toBe(before);
  }, 60_000);
});

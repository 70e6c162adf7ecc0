import { agencyId, instant, itemCode, type LocalDate, localDate, planId, SetClock, taskId } from '#language';
import { DeadlineWatch, RunWatch, TaskById, taskStream } from '#tasks';
import { untilAfterMidnight } from '../../libs/tasks/deadline-watch.js';
import { officerOf, standing, tasks } from './histories.js';
import { startTasksRoom, type TasksRoom } from './room.js';

const plan = planId('8-2025');
const many = Array.from({ length: 620 }, (_, i) => {
  const agency = agencyId(`co-quan-${i}`);
  const item = itemCode(`IV.I.${i + 1}`);
  const assigned = { ...(tasks[0]?.assigned ?? fail()), plan, item, agency, due: dueOn(i % 2 ? '2025-01-31' : '2025-02-28') };
  return { id: taskId(plan, item, agency), assigned };
});
function dueOn(on: string) {
  return { kind: 'date', on: localDate(on), printed: 'Tháng', rule: 'month' } as const;
}
function fail(): never {
  throw new Error('no sample');
}

describe('the deadline watch', () => {
  let room: TasksRoom;
  const at = (text: string) => room.clock.set(instant(`${text}T08:00:00+07:00`));
  const run = (on: string) => room.commands.execute(new RunWatch(localDate(on)));
  const delayed = async () => (await room.store.readLog({ limit: 1_000, types: ['delayed'] })).map((it) => it.stream);

  beforeAll(async () => {
    room = await startTasksRoom(instant('2025-01-02T02:00:00Z'));
    for (const { id, assigned } of many) await room.attempt(id, { type: 'assign', assigned }, standing);
    await room.caughtUp();
  }, 120_000);
  afterAll(() => room.close());

  it('finds nothing on the due date itself', async () => {
    at('2025-01-31');
    expect(await run('2025-01-31')).toEqual({ on: '2025-01-31', found: 0, recorded: 0 });
  });

  it('the day after, records every task past its date, over several pages, and a second run none', async () => {
    at('2025-02-01');
    expect(await run('2025-02-01')).toEqual({ on: '2025-02-01', found: 310, recorded: 310 });
    await room.caughtUp();
    expect(await run('2025-02-01')).toEqual({ on: '2025-02-01', found: 0, recorded: 0 });
    expect(new Set(await delayed()).size).toBe(310);
  });

  it('started twice at once, records once', async () => {
    at('2025-03-05');
    const runs = await Promise.all([run('2025-03-05'), run('2025-03-05')]);
    expect(runs.reduce((sum, it) => sum + it.recorded, 0)).toBe(310);
    const streams = await delayed();
    expect(streams.length).toBe(620);
    expect(new Set(streams).size).toBe(620);
  });

  it('says the day from which the task was overdue, however late it ran', async () => {
    const [first] = await room.store.read(taskStream(many[0]?.id ?? ''), { direction: 'backwards', limit: 1 });
    expect(first?.data).toMatchObject({ by: 'watch', due: '2025-02-28', on: '2025-03-01' });
    expect(first?.meta.actor).toEqual({ user: 'deadline-watch', agency: null, role: 'system' });
  });

  it('asked about an earlier day, finds what was open then, whatever happened since', async () => {
    const agency = agencyId('co-quan-cham');
    const item = itemCode('IV.III.1');
    const id = taskId(plan, item, agency);
    const assigned = { ...(many[0]?.assigned ?? fail()), item, agency, due: dueOn('2025-03-02') };
    await room.attempt(id, { type: 'assign', assigned }, standing);
    const said = { narrative: 'Xong', evidence: [], document: null, occurredOn: localDate('2025-03-05') };
    await room.attempt(id, { type: 'claim-completion', claim: 'c1', ...said }, officerOf(agency));
    await room.caughtUp();
    expect(await run('2025-03-05')).toEqual({ on: '2025-03-05', found: 0, recorded: 0 });
    expect(await run('2025-03-04')).toEqual({ on: '2025-03-04', found: 1, recorded: 1 });
    await room.caughtUp();
    expect(await run('2025-03-04')).toEqual({ on: '2025-03-04', found: 0, recorded: 0 });
  });

  it('does not record what has not come yet', () =>
    expect(run('2025-03-06')).rejects.toMatchObject({
      code: 'dated-in-the-future',
      figures: { given: '2025-03-06', latest: '2025-03-05' },
    }));

  it('in the server, runs at once and then a minute past midnight in the province', async () => {
    const agency = agencyId('co-quan-moi');
    const id = taskId(plan, itemCode('IV.II.1'), agency);
    await room.attempt(
      id,
      { type: 'assign', assigned: { ...(many[0]?.assigned ?? fail()), item: itemCode('IV.II.1'), agency } },
      standing,
    );
    const watch = room.module.get(DeadlineWatch, { strict: false });
    watch.start();
    const recorded = async (): Promise<boolean> => (await delayed()).includes(taskStream(id));
    for (let i = 0; i < 1_000 && !(await recorded()); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    await watch.onApplicationShutdown();
    expect(await recorded()).toBe(true);
    const clock = new SetClock(instant('2025-03-05T23:30:00+07:00'));
    expect(untilAfterMidnight(clock)).toBe(31 * 60_000);
  }, 120_000);

  it('a task that was reported and claimed meanwhile keeps its lateness on its page', async () => {
    const { id, assigned } = many[1] ?? fail();
    at('2025-03-06');
    await room.attempt(
      id,
      {
        type: 'claim-completion',
        claim: 'c1',
        narrative: 'Xong',
        evidence: [],
        document: null,
        occurredOn: '2025-03-06' as LocalDate,
      },
      officerOf(assigned.agency),
    );
    const page = await room.queries.execute(new TaskById(id, { actor: standing }));
    expect(page).toMatchObject({ status: 'awaiting-acceptance', lateDays: 34 });
    expect(page.why.steps.at(-2)).toMatchObject({ event: { type: 'delayed' }, en: expect.stringContaining('34 days') });
    expect(page.actions).toContain('accept-completion');
  });
});

import {
  type AgencyId,
  addDays,
  agencyId,
  fold,
  type Instant,
  instant,
  itemCode,
  localDate,
  planId,
  type TaskId,
  taskId,
  userId,
} from '#language';
import { SteeredClock, simulateYear } from '#simulation';
import { AssignTask, type Due, type Status, statuses, statusOn, type TaskEvent, task, taskStream } from '#tasks';
import { calendar, limits } from '../tasks/histories.js';
import { startTasksRoom } from '../tasks/room.js';

const plan = planId('12-2025');
const adopted = localDate('2024-12-10');
const deciders = { standing: agencyId('so-thuong-truc'), committee: agencyId('ban-chi-dao') };
const dues: readonly Due[] = [
  ...['2025-01-31', '2025-06-30', '2025-09-30', '2025-12-31', '2025-12-31', '2025-12-31'].map(
    (on): Due => ({ kind: 'date', on: localDate(on), printed: on, rule: 'year-end' }),
  ),
  { kind: 'continuous', every: 'quarter', printed: 'Thường xuyên', rule: 'continuous' },
  {
    kind: 'dependent',
    waitsFor: 'Kế hoạch của trung ương',
    printed: 'Theo Kế hoạch của trung ương',
    rule: 'depends-on-another-act',
  },
  { kind: 'unset', printed: '' },
];
const agencyOf = (n: number): AgencyId => (n % 7 === 0 ? deciders.standing : agencyId(`so-${n % 7}`));
const tasks = Array.from({ length: 63 }, (_, n) => {
  const item = itemCode(`IV.I.${n + 1}`);
  return { id: taskId(plan, item, agencyOf(n)), item, agency: agencyOf(n), due: dues[n % dues.length] as Due };
});

type Room = Awaited<ReturnType<typeof startTasksRoom>>;
const rooms: Room[] = [];
afterAll(async () => {
  for (const room of rooms) await room.close();
}, 60_000);

/** A tasks room to which the plan was given on the day of its adoption. */
async function assigned(): Promise<Room> {
  const room = await startTasksRoom(instant(`${adopted}T08:00:00+07:00`));
  rooms.push(room);
  const actor = { user: userId('importer'), agency: deciders.standing, role: 'standing' } as const;
  for (const [n, { id, item, agency, due }] of tasks.entries()) {
    const printed = {
      plan,
      item,
      section: 'Chính quyền số',
      title: `Việc số ${n + 1}`,
      agency,
      printedLead: agency,
      group: null,
      unit: null,
    };
    const commandId = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
    await room.commands.execute(new AssignTask(id, { ...printed, coordinating: [], due, on: adopted }, { actor, commandId }));
  }
  await room.caughtUp();
  return room;
}

/** The room's clock, steered. */
const steered = (room: Room) =>
  new (class extends SteeredClock {
    override steer(moment: Instant): void {
      room.clock.set(moment);
    }
  })();

/** A seed of which these few tasks live every story. */
const seedOfAll = 'three';

const live = (room: Room, seed = seedOfAll, onProgress?: (done: number, of: number) => void) =>
  simulateYear({
    ...{ commands: room.commands, queries: room.queries, clock: steered(room), calendar, plan, year: 2025, deciders, seed },
    ...(onProgress && { onProgress }),
  });

/** What the log says, task by task. Positions aside: they tell only in which order the tasks were given. */
async function told(room: Room) {
  const events = await Promise.all(tasks.map(({ id }) => room.store.read(taskStream(id))));
  return events.flat().map(({ position: _, ...event }) => event);
}

const statusesOf = (events: Awaited<ReturnType<typeof told>>, id: TaskId): ReadonlySet<Status> => {
  const life = events.filter((it) => it.stream === taskStream(id)) as unknown as (TaskEvent & { recordedAt: Instant })[];
  const state = fold(task, life);
  const days = Array.from({ length: 64 }, (_, week) => addDays(adopted, week * 7));
  return new Set(days.flatMap((day) => statusOn(state, day, calendar, limits)?.status ?? []));
};

describe('a simulated year', () => {
  let whole: Awaited<ReturnType<typeof told>>;
  let room: Room;
  beforeAll(async () => {
    room = await assigned();
    await live(room);
    whole = await told(room);
  }, 240_000);

  it('is the same for the same seed, to the byte, also when it was cut off in the middle and begun again', async () => {
    const other = await assigned();
    const cut = live(other, seedOfAll, (done, of) => {
      if (done > of / 2) throw new Error('cut off');
    });
    await expect(cut).rejects.toThrow('cut off');
    const { steps, repeated } = await live(other);
    expect(repeated).toBeGreaterThan(steps / 3);
    expect(await told(other)).toEqual(whole);
  }, 240_000);

  it('lived again writes nothing', async () => {
    const before = await room.store.head();
    const { steps, repeated } = await live(room);
    expect([repeated, await room.store.head()]).toEqual([steps, before]);
  }, 120_000);

  it('has every status on some day, so that every screen has something to show', () => {
    const seen = new Set(tasks.flatMap(({ id }) => [...statusesOf(whole, id)]));
    expect(statuses.filter((it) => !seen.has(it))).toEqual([]);
  });

  it('has returns, corrections, extensions before and after the date, both kinds of delay, and work told late', () => {
    const types = new Set(whole.map(({ type }) => type));
    for (const type of ['report-returned', 'completion-returned', 'corrected', 'extension-refused', 'exceeded', 'due-read'])
      expect([...types]).toContain(type);
    const of = (type: string) => whole.filter((it) => it.type === type);
    expect(new Set(of('delayed').map(({ data }) => (data as { by: string }).by))).toEqual(new Set(['agency', 'watch']));
    expect(of('milestone-reported').some(({ data }) => (data as { backdatedDays: number }).backdatedDays > 0)).toBe(true);
    const after = of('extension-granted').map(({ stream, data, version }) => {
      const late = whole.some((it) => it.stream === stream && it.type === 'delayed' && it.version < version);
      return late && (data as { until: string }).until > adopted;
    });
    expect(new Set(after)).toEqual(new Set([true, false]));
  });

  it('is marked as simulated in everything that it wrote, and in nothing else', () => {
    expect(whole.filter(({ type, meta }) => (meta.simulated === true) === (type === 'assigned'))).toEqual([]);
  });

  it('happens in working hours of working days, the watch apart', () => {
    const people = whole.filter(({ type, meta }) => type !== 'assigned' && meta.actor.role !== 'system');
    const odd = people.filter(({ recordedAt }) => {
      const here = new Date(Date.parse(recordedAt) + 7 * 3_600_000).toISOString();
      return !calendar.isWorkingDay(localDate(here.slice(0, 10))) || Number(here.slice(11, 13)) < 7;
    });
    expect(odd).toEqual([]);
  });

  it('is never told by whoever judges it (06.14)', () => {
    const own = whole.filter(
      ({ type, stream, meta }) => /-(accepted|returned)$/.test(type) && stream.endsWith(`/${meta.actor.agency}`),
    );
    expect(own).toEqual([]);
  });
});

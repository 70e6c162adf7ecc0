import fc from 'fast-check';
import pg from 'pg';
import { AggregatesOf, type EventStore, newCommandId, PostgresSnapshots, type Snapshots } from '#event-store';
import { type Command, decider, type Event, Refusal } from '#language';
import { postgresEngine } from './postgres-engine.js';
import { actor, metaOf, newStream } from './sample.js';

type Noted = Event<'noted', { readonly n: number }>;
type Note = Command<'note'> & { readonly ns: readonly number[] };

/** Order matters in the state, so that an event folded twice, left out or out of turn shows. */
const rulesWith = (stateVersion: number | undefined) => {
  const rules = decider<{ readonly sum: number; readonly count: number }, Note, Noted>({
    initial: { sum: 7, count: 0 },
    evolve: { noted: ({ sum, count }, { n }) => ({ sum: (sum * 31 + n) % 1_000_003, count: count + 1 }) },
    decide: {
      note: ({ count }, { ns }) => {
        if (ns.length === 1 && ns[0] === -1) throw new Refusal('full', { vi: 'đầy', en: 'full', figures: { count } });
        return ns.map((n) => ({ type: 'noted' as const, data: { n } }));
      },
    },
  });
  return stateVersion === undefined ? rules : { ...rules, stateVersion };
};
const kept = rulesWith(1);
const folded = rulesWith(undefined);
const note = (...ns: number[]): Note => ({ type: 'note', ns });
const envelope = (commandId = newCommandId()) => ({ actor, commandId });

describe('a long stream', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let store: EventStore;
  let pool: pg.Pool;
  let snapshots: Snapshots;
  let read = 0;
  beforeAll(async () => {
    engine = await postgresEngine();
    const inner = engine.open();
    store = new Proxy(inner, {
      get: (target, name) =>
        name === 'read'
          ? async (...given: Parameters<EventStore['read']>) => {
              const events = await target.read(...given);
              read += events.length;
              return events;
            }
          : Reflect.get(target, name).bind(target),
    });
    pool = new pg.Pool({ connectionString: engine.url, max: 2 });
    snapshots = new PostgresSnapshots({ query: async (text, values) => (await pool.query(text, values)).rows });
  });
  afterAll(async () => {
    await snapshots.close();
    await pool.end();
    await store.close();
    await engine.close();
  });
  const aggregates = () => AggregatesOf({ store, clock: engine.clock, snapshots });
  const without = () => AggregatesOf({ store, clock: engine.clock });

  /** `length` events by appends of up to 1,000, as an import writes them. */
  async function long(length: number): Promise<string> {
    const stream = newStream('long');
    for (let version = 0; version < length; version += 1_000) {
      const commandId = newCommandId();
      const events = Array.from({ length: Math.min(1_000, length - version) }, (_, n) => ({
        id: newCommandId(),
        type: 'noted',
        data: { n: version + n },
        meta: metaOf(commandId, ''),
      }));
      await store.append(stream, version, events);
    }
    return stream;
  }

  it('is loaded from a bounded number of events, however long it grew: 100,000 here', async () => {
    const stream = await long(100_000);
    const whole = await aggregates().load(kept, stream);
    await snapshots.close();
    read = 0;
    expect(await aggregates().load(kept, stream)).toEqual(whole);
    expect(whole).toMatchObject({ version: 100_000, state: { count: 100_000 } });
    expect(read).toBeLessThanOrEqual(128);
    read = 0;
    await aggregates().execute(kept, stream, note(5), envelope());
    expect(read).toBeLessThanOrEqual(128);
  }, 120_000);

  it('gives every answer the same with snapshots as without, after any commands and with any of them deleted', async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.array(fc.nat(999), { minLength: 1, maxLength: 90 }).map((ns) => ({ do: 'note' as const, ns })) },
      { weight: 2, arbitrary: fc.constant({ do: 'again' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'delete' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), async (steps) => {
        const [one, two] = [newStream('kept'), newStream('folded')];
        const sent: { readonly command: Note; readonly ids: readonly [string, string] }[] = [];
        for (const it of steps) {
          if (it.do === 'delete') await pool.query('delete from aggregate_snapshot');
          if (it.do === 'note') sent.push({ command: note(...it.ns), ids: [newCommandId(), newCommandId()] });
          const asked = it.do === 'again' ? sent[0] : sent.at(-1);
          if (!asked) continue;
          const a = await aggregates().execute(kept, one, asked.command, envelope(asked.ids[0]));
          const b = await without().execute(folded, two, asked.command, envelope(asked.ids[1]));
          expect({ ...a, stream: '', position: 0 }).toEqual({ ...b, stream: '', position: 0 });
          expect(await aggregates().load(kept, one)).toEqual(await without().load(folded, one));
          await snapshots.close();
        }
        expect((await aggregates().load(kept, one)).state).toEqual((await without().load(folded, two)).state);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('answers a command of long ago as the first time, without deciding, and refuses its id for another', async () => {
    const stream = await long(50);
    const commandId = newCommandId();
    const first = await aggregates().execute(kept, stream, note(1, 2, 3), envelope(commandId));
    for (let n = 0; n < 4; n++) await aggregates().execute(kept, stream, note(...Array(90).fill(n)), envelope());
    expect(await aggregates().execute(kept, stream, note(1, 2, 3), envelope(commandId))).toEqual({ ...first, repeated: true });
    const other = aggregates().execute(kept, stream, note(-1), envelope(commandId));
    await expect(other).rejects.toMatchObject({ code: 'duplicate-with-other-content' });
  });

  describe('whose snapshot is no good', () => {
    let stream: string;
    let right: { readonly version: number };
    beforeEach(async () => {
      stream = await long(700);
      right = await aggregates().load(kept, stream);
      await snapshots.close();
      expect((await pool.query('select version from aggregate_snapshot where stream = $1', [stream])).rows).toEqual([
        { version: 700 },
      ]);
    });

    it.each([
      ['of other rules', `rules = 'older'`],
      ['changed by hand', `state = '{"sum":0,"count":1}'`],
      ['of another log', 'event = gen_random_uuid()'],
      ['ahead of the log', 'version = 9000'],
    ])('because it is %s is folded from its beginning, and another is kept', async (_, change) => {
      await pool.query(`update aggregate_snapshot set ${change} where stream = $1`, [stream]);
      expect(await aggregates().load(kept, stream)).toEqual(right);
      await snapshots.close();
      read = 0;
      expect(await aggregates().load(kept, stream)).toEqual(right);
      expect(read).toBeLessThanOrEqual(128);
    });

    it('because the rules have changed, by their number or their steps, is folded by the new ones', async () => {
      const later = rulesWith(2);
      const other: typeof rulesOfOtherSteps = { ...rulesOfOtherSteps, stateVersion: 1 };
      expect(await aggregates().load(later, stream)).toEqual(right);
      expect(await aggregates().load(other, stream)).toEqual(await without().load(rulesOfOtherSteps, stream));
      expect((await aggregates().load(other, stream)).state.count).toBe(1_400);
    });
  });
});

const rulesOfOtherSteps = decider<{ readonly sum: number; readonly count: number }, Note, Noted>({
  initial: folded.initial,
  decide: folded.decide,
  evolve: { noted: ({ sum, count }, { n }) => ({ sum: sum + n, count: count + 2 }) },
});

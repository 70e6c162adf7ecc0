import fc from 'fast-check';
import { type EventStore, type NewEvent, VersionConflict } from '#event-store';
import { beginning, type Recorded } from '#language';
import type { Engine } from './contract.js';
import { events, newStream } from './sample.js';

/** One thing that a client does: append to a stream with the version it believes in, or send an earlier append again. */
type Act =
  | { readonly act: 'append'; readonly stream: number; readonly count: number; readonly off: number }
  | { readonly act: 'again'; readonly which: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('append' as const),
      stream: fc.nat(3),
      count: fc.integer({ min: 1, max: 4 }),
      off: fc.constantFrom(0, 0, 0, -1, 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('again' as const), which: fc.nat(20) }) },
);

/** Any history, its acts in groups that are asked at the same moment of two processes, agrees with a log kept in memory. */
export function keepsAnyHistory(name: string, start: () => Promise<Engine>): void {
  describe(`the ${name} event store, in any history`, () => {
    let engine: Engine;
    let stores: [EventStore, EventStore];
    beforeAll(async () => {
      engine = await start();
      stores = [engine.open(), engine.open()];
    });
    afterAll(async () => {
      for (const it of stores) await it.close();
      await engine.close();
    });

    it(
      'acknowledges exactly what is in the log: streams linear, nothing twice, nothing lost, every reader in one order',
      () =>
        fc.assert(
          fc.asyncProperty(
            fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
            async (groups) => {
              const after = await stores[0].head();
              const streams = Array.from({ length: 4 }, () => newStream('any'));
              const versions = new Map(streams.map((it) => [it, 0]));
              const acknowledged: { stream: string; expected: number; written: NewEvent[] }[] = [];
              for (const group of groups) {
                const asked = group.flatMap((it) => {
                  if (it.act === 'again') {
                    const earlier = acknowledged[it.which % Math.max(1, acknowledged.length)];
                    return earlier ? [{ ...earlier, again: true }] : [];
                  }
                  const stream = streams[it.stream] ?? '';
                  const expected = Math.max(0, (versions.get(stream) ?? 0) + it.off);
                  return [{ stream, expected, written: events(it.count), again: false }];
                });
                const before = new Map(versions);
                const results = await Promise.allSettled(
                  asked.map((it, i) => (stores[i % 2] ?? stores[0]).append(it.stream, it.expected, it.written)),
                );
                results.forEach((result, i) => {
                  const it = asked[i];
                  if (!it) return;
                  if (it.again) {
                    expect(result).toMatchObject({
                      status: 'fulfilled',
                      value: { version: it.expected + it.written.length, repeated: true },
                    });
                  } else if (result.status === 'fulfilled') {
                    expect(result.value).toMatchObject({ version: it.expected + it.written.length, repeated: false });
                    acknowledged.push(it);
                    versions.set(it.stream, Math.max(versions.get(it.stream) ?? 0, result.value.version));
                  } else expect(result.reason).toBeInstanceOf(VersionConflict);
                });
                // Of those who believed in the version that was there, one wins.
                for (const stream of streams) {
                  const right = asked.filter((it) => !it.again && it.stream === stream && it.expected === before.get(stream));
                  if (right.length > 0) expect(versions.get(stream)).toBeGreaterThan(before.get(stream) ?? 0);
                }
              }
              const log = await all(stores[1], after, streams);
              expect(log.map((it) => it.id).sort()).toEqual(
                acknowledged.flatMap((it) => it.written.map((event) => event.id)).sort(),
              );
              for (const stream of streams) {
                const own = log.filter((it) => it.stream === stream);
                expect(own.map((it) => it.version)).toEqual(own.map((_, i) => i + 1));
                for (const it of acknowledged.filter((a) => a.stream === stream))
                  expect(own.slice(it.expected, it.expected + it.written.length).map((event) => event.id)).toEqual(
                    it.written.map((event) => event.id),
                  );
              }
              expect((await all(stores[0], after, streams)).map((it) => it.id)).toEqual(log.map((it) => it.id));
            },
          ),
          { numRuns: Number(process.env.HISTORY_RUNS ?? 40) },
        ),
      120_000,
    );
  });
}

async function all(store: EventStore, after = beginning, streams: readonly string[] = []): Promise<Recorded[]> {
  const found: Recorded[] = [];
  for (;;) {
    const page = await store.readLog({ after: found.at(-1)?.position ?? after, limit: 7, streams });
    if (page.length === 0) return found;
    found.push(...page);
  }
}

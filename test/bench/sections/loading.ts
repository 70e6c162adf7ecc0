import { type Contender, emmett, messageDb, nodePostgres, tiendo } from '../contenders.js';
import { closedLoop, interleaved } from '../measuring.js';
import type { Section, Table } from '../section.js';

const lengths = [10, 200, 2_000];

/** A stream read whole, as before every decision that no snapshot shortens. */
export const section: Section = {
  name: 'loading',
  async run(bench) {
    const stores: Contender[] = [];
    for (const make of [tiendo, nodePostgres, emmett, messageDb]) stores.push(await make(await bench.database()));
    const own = stores[0]?.name ?? '';
    for (const store of stores)
      for (const length of lengths) {
        bench.log(`${store.name}: a stream of ${length}`);
        for (let version = 0; version < length; version++) await store.append(`load-${length}`, version);
        const there = await store.load(`load-${length}`);
        if (there !== length) throw new Error(`${store.name} gave ${there} of ${length} events`);
      }
    const tables: Table[] = [];
    for (const length of lengths) {
      const measured = await interleaved(bench, stores, (it) =>
        closedLoop(1, bench.milliseconds / 2, () => it.load(`load-${length}`)),
      );
      const ours = measured.get(own)?.p50 ?? Number.NaN;
      tables.push({
        title: `${length} events`,
        columns: ['store', 'version', 'loads/s', 'p50 ms', 'p99 ms', 'of its p50, Tiến Độ takes'],
        rows: stores.map(({ name, version }) => {
          const { perSecond, p50, p99 } = measured.get(name) ?? { perSecond: Number.NaN, p50: Number.NaN, p99: Number.NaN };
          return [name, version, perSecond, p50, p99, name === own ? '' : ours / p50];
        }),
      });
    }
    for (const it of stores) await it.close();
    return {
      title: 'Load of a stream',
      about: 'A stream of so many events read whole and parsed, one reader; the middle of all rounds.',
      tables,
      goals: [],
    };
  },
};

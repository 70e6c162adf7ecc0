import pg from 'pg';
import { type Contender, emmett, messageDb, nodePostgres, payload, poolSizes, tiendo } from '../contenders.js';
import { closedLoop, interleaved, type Round } from '../measuring.js';
import { pgbench } from '../pgbench.js';
import type { Bench, Goal, Section, Table } from '../section.js';

const concurrencies = [1, 8, 32, 128];
const categories = 100;

/** Appends from closed-loop clients, each to streams of its own, ten events a stream, every one with its version check. */
const appendRound = (contender: Contender, concurrent: number, bench: Bench, round: string): Promise<Round> =>
  closedLoop(concurrent, bench.milliseconds, async (client, nth) => {
    const number = Math.floor(nth / 10);
    const category = `task${(client * 7 + number) % categories}`;
    await contender.append(`${category}-c${concurrent}${round}x${client}x${number}`, nth % 10);
  });

export const section: Section = {
  name: 'appending',
  async run(bench) {
    const stores: Contender[] = [];
    stores.push(await tiendo(await bench.database()));
    for (const make of [nodePostgres, emmett, messageDb])
      for (const size of poolSizes) stores.push(await make(await bench.database(), size));
    const settling = new pg.Client({ connectionString: await bench.database() });
    // A section that fails leaves it open; that PostgreSQL then stops is no failure of its own.
    settling.on('error', () => undefined);
    await settling.connect();
    const limit = await pgbench(bench);
    const own = stores[0]?.name ?? '';
    const contenders = [
      ...stores.map((it) => ({
        name: it.name,
        version: it.version,
        run: (concurrent: number, round: string) => appendRound(it, concurrent, bench, round),
      })),
      ...(limit ? [{ ...limit, run: (concurrent: number) => limit.run(concurrent, bench.milliseconds) }] : []),
    ];

    const tables: Table[] = [];
    const results = new Map<number, Map<string, Round>>();
    for (const concurrent of concurrencies) {
      bench.log(`append, ${concurrent} concurrent`);
      const measured = await interleaved(
        bench,
        contenders,
        (it, round) => it.run(concurrent, round),
        () => settling.query('checkpoint'),
      );
      results.set(concurrent, measured);
      const ours = measured.get(own)?.perSecond ?? Number.NaN;
      tables.push({
        title: `${concurrent} concurrent`,
        columns: ['store', 'version', 'appends/s', 'p50 ms', 'p99 ms', 'Tiến Độ is, times'],
        rows: contenders.map(({ name, version }) => {
          const { perSecond, p50, p99 } = measured.get(name) ?? { perSecond: Number.NaN, p50: Number.NaN, p99: Number.NaN };
          return [name, version, perSecond, p50, p99, name === own ? '' : ours / perSecond];
        }),
      });
    }
    for (const it of stores) await it.close();
    await settling.end();

    /** Of a store in several sizes, the best. */
    const figure = (concurrent: number, name: string | undefined, what: keyof Round): number | null => {
      const found = [...(results.get(concurrent) ?? [])].filter(([it]) => name !== undefined && it.startsWith(name));
      const figures = found.map(([, round]) => round[what]);
      return figures.length === 0 ? null : what === 'perSecond' ? Math.max(...figures) : Math.min(...figures);
    };
    const ratio = (concurrent: number, name: string | undefined, what: keyof Round): number | null => {
      const [ours, theirs] = [figure(concurrent, own, what), figure(concurrent, name, what)];
      return ours === null || theirs === null ? null : ours / theirs;
    };
    const goals: Goal[] = [
      { what: 'append at 32, against Emmett', measured: ratio(32, 'emmett-postgresql', 'perSecond'), unit: '×', atLeast: 10 },
      {
        what: 'append at 32, against message-db over 100 categories',
        measured: ratio(32, 'message-db', 'perSecond'),
        unit: '×',
        atLeast: 5,
      },
      { what: 'append at 32, against pgbench', measured: ratio(32, limit?.name, 'perSecond'), unit: '×', atLeast: 2.5 },
      { what: 'append at 1, p50 against pgbench', measured: ratio(1, limit?.name, 'p50'), unit: '×', atMost: 1.25 },
    ];
    return {
      title: 'Append',
      about: `One event an append, about ${JSON.stringify(payload).length} bytes of payload, with version check and unique id; closed-loop clients, each on streams of its own of ten events, over ${categories} categories. One Node process with the client and the store's own connections (pools of ${poolSizes.join(' and ')} for the peers, compared by the better one); before each turn a checkpoint, untimed; pgbench has a connection for each client and is the limit of one-row INSERTs.`,
      tables,
      goals,
      notes: limit ? [] : ['`pgbench` was not on the PATH; the limit is not in this run.'],
    };
  },
};

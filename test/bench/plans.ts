import pg from 'pg';
import { readingSettings } from '#database';

interface Asked {
  readonly text: string;
  readonly values: unknown[];
}

/** The statements that `work` sends to PostgreSQL through node-postgres, in any pool of this process. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const { query } = pg.Client.prototype;
  const watching = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const text = typeof first === 'string' ? first : (first as Partial<pg.QueryConfig> | undefined)?.text;
    const values = Array.isArray(second) ? second : (first as Partial<pg.QueryConfig> | undefined)?.values;
    if (typeof text === 'string' && /^\s*(with|select)\b/i.test(text)) asked.push({ text, values: [...(values ?? [])] });
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  };
  pg.Client.prototype.query = watching as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return asked;
}

/** Lines of a plan that say where rows come from; the rest says how they were put together. */
const tells = /Scan|Aggregate|Sort Key|Index Cond|Filter:|Rows Removed|Buffers|Execution Time/;

/** The plan of the statement that took longest, as `explain (analyze, buffers)` gives it, cut to what tells. */
export async function worstPlan(url: string, asked: readonly Asked[]): Promise<string> {
  const client = new pg.Client({ connectionString: url, options: readingSettings });
  await client.connect();
  let worst = { ms: -1, text: '' };
  try {
    for (const { text, values } of asked) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers, costs off) ${text}`, values);
      const lines = rows.map((it) => it['QUERY PLAN']);
      const ms = Number(/Execution Time: ([\d.]+)/.exec(lines.at(-1) ?? '')?.[1] ?? 0);
      if (ms <= worst.ms) continue;
      const kept = lines.filter((it) => tells.test(it)).map((it) => it.replace(/\s+$/, '').slice(0, 160));
      worst = { ms, text: [...kept.slice(0, 11), ...kept.slice(11).slice(-1)].join('\n') };
    }
  } finally {
    await client.end();
  }
  return worst.text;
}

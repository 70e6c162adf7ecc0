import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Refusal } from '#language';
import type { Refill } from '../refilling.js';

/** Events a transaction. Whoever appends meanwhile waits for one of them at most. */
const chunk = 50_000;
/** Characters sent at a time. */
const pieceLength = 100_000;

/**
 * Into the tables of PostgresEventStore by COPY, for more events than anybody types. Each chunk takes the lock of `log_head` like an append does, so
 * positions go on without a gap and in commit order whoever else writes; `recordedAt` never goes back. Refuses a log that is not empty unless `onto` is `any`.
 */
export async function copyToPostgres(url: string, { onto = 'empty' }: { onto?: 'empty' | 'any' } = {}): Promise<Refill> {
  const client = new pg.Client({ connectionString: url, application_name: 'tiendo copy' });
  client.on('error', () => undefined);
  await client.connect();
  const headOf = async (lock: string) => {
    const { rows } = await client.query<{ position: string; ms: number | null }>(
      `select position, case when isfinite(recorded_at) then (extract(epoch from recorded_at) * 1000)::float8 end as ms from log_head${lock}`,
    );
    return { position: BigInt(rows[0]?.position ?? 0), ms: rows[0]?.ms ?? 0 };
  };
  if (onto === 'empty' && (await headOf('')).position > 0n) {
    await client.end();
    throw notEmpty();
  }
  const write = async (events: Parameters<Refill['write']>[0]): Promise<void> => {
    await client.query('begin');
    try {
      const head = await headOf(' for update');
      let { position, ms } = head;
      const lines = function* () {
        let text = '';
        for (const it of events) {
          position += 1n;
          ms = Math.max(ms, Date.parse(it.recordedAt));
          const cells = [position, escaped(it.stream), it.version, it.id, it.type];
          cells.push(escaped(JSON.stringify(it.data)), escaped(JSON.stringify(it.meta)), new Date(ms).toISOString());
          text += `${cells.join('\t')}\n`;
          if (text.length < pieceLength) continue;
          yield text;
          text = '';
        }
        if (text) yield text;
      };
      const columns = 'position, stream, version, id, type, data, meta, recorded_at';
      await pipeline(Readable.from(lines()), client.query(copyFrom(`copy event (${columns}) from stdin`)));
      await client.query('update log_head set position = $1, recorded_at = $2', [
        position.toString(),
        new Date(ms).toISOString(),
      ]);
      await client.query(`select pg_notify('tiendo_log', $1)`, [position.toString()]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  };
  return {
    async write(events) {
      for (let i = 0; i < events.length; i += chunk) await write(events.slice(i, i + chunk));
    },
    close: () => client.end(),
  };
}

/** COPY's text format: a backslash begins an escape, tab and newline end a cell and a line. */
const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text;

const notEmpty = () =>
  new Refusal('log-not-empty', {
    kind: 'conflict',
    vi: 'Nhật ký đã có sự kiện; dữ liệu mô phỏng không ghi lẫn vào. Hãy dùng thư mục dữ liệu khác (--data), hoặc --onto-existing nếu thực sự muốn.',
    en: 'The log has events already, and simulated ones are not mixed in. Use another data folder (--data), or --onto-existing if that is really meant.',
  });

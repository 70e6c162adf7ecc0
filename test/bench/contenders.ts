import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { openDatabase } from '#database';
import { eventIdFrom, eventStoreMigrations, type NewEvent, newCommandId, PostgresEventStore } from '#event-store';
import { userId } from '#language';

/** A store that appends one event to a stream whose version it knows. All get the same payload, metadata and check. */
export interface Contender {
  readonly name: string;
  readonly version: string;
  /** `stream` reads `category-name`. */
  append(stream: string, expected: number): Promise<void>;
  /** Reads a stream whole; gives how many events it has. */
  load(stream: string): Promise<number>;
  close(): Promise<void>;
}

/** Sizes that a pool of connections is tried with; a store is compared by its best. 10 is pg's own default. */
export const poolSizes = [10, 32] as const;

/** The payload of a milestone report, about 300 bytes. */
export const payload = {
  report: '0199b0a0-0000-7000-8000-000000000000',
  milestone: null,
  progress: 45,
  narrative: 'Đã hoàn thành khảo sát tại các đơn vị, tổng hợp nhu cầu và lấy ý kiến về dự thảo hồ sơ.',
  evidence: [],
  document: { number: '12/BC-SYT', on: '2025-03-31' },
  occurredOn: '2025-03-31',
  backdatedDays: 0,
};

/** Who and why, as every event of the product says it. */
export const metadata = (commandId: string) => ({
  actor: { user: userId('bench'), agency: null, role: 'officer' as const },
  commandId,
  digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  correlationId: commandId,
  causationId: commandId,
});

const peersFolder = join(process.cwd(), 'test', 'bench', 'peers');
const peers = createRequire(join(peersFolder, 'package.json'));
const versionOf = (name: string): string => {
  const file = join(peersFolder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

export async function tiendo(url: string): Promise<Contender> {
  await (await openDatabase({ url, migrations: eventStoreMigrations })).destroy();
  const store = new PostgresEventStore({ url });
  return {
    name: 'Tiến Độ',
    version: 'this tree',
    append: async (stream, expected) => {
      const commandId = newCommandId();
      const meta = metadata(commandId);
      const event: NewEvent = { id: eventIdFrom(commandId, 0), type: 'milestone-reported', data: payload, meta };
      await store.append(stream, expected, [event]);
    },
    load: async (stream) => (await store.read(stream)).length,
    close: () => store.close(),
  };
}

/** One INSERT of the same row with unique(stream, version): no batching, no position order, nothing but the row. */
export async function nodePostgres(url: string, connections = 10): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: connections }).on('error', () => undefined);
  await pool.query(`create table bare (position bigserial primary key, stream text not null, version int not null, id uuid not null unique,
    type text not null, data json not null, meta json not null, recorded_at timestamptz not null, unique (stream, version))`);
  return {
    name: `node-postgres, bare INSERT, pool of ${connections}`,
    version: versionOf('pg'),
    append: async (stream, expected) => {
      const id = newCommandId();
      await pool.query({
        name: 'bare',
        text: 'insert into bare (stream, version, id, type, data, meta, recorded_at) values ($1, $2, $3, $4, $5, $6, now())',
        values: [stream, expected + 1, id, 'milestone-reported', payload, metadata(id)],
      });
    },
    load: async (stream) =>
      (
        await pool.query({
          name: 'load',
          text: 'select position, stream, version, id, type, data, meta, recorded_at from bare where stream = $1 order by version',
          values: [stream],
        })
      ).rows.length,
    close: () => pool.end(),
  };
}

interface EmmettStore {
  appendToStream(
    name: string,
    events: unknown[],
    options: { expectedStreamVersion: bigint | 'STREAM_DOES_NOT_EXIST' },
  ): Promise<unknown>;
  readStream(name: string): Promise<{ events: unknown[] }>;
  close(): Promise<void>;
}

export async function emmett(url: string, connections = 10): Promise<Contender> {
  const entry = pathToFileURL(peers.resolve('@event-driven-io/emmett-postgresql')).href;
  const { getPostgreSQLEventStore } = (await import(entry)) as {
    getPostgreSQLEventStore: (url: string, options: object) => EmmettStore;
  };
  const { Pool } = peers('pg') as typeof pg;
  const pool = new Pool({ connectionString: url, max: connections }).on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  return {
    name: `emmett-postgresql, pool of ${connections}`,
    version: versionOf('@event-driven-io/emmett-postgresql'),
    append: async (stream, expected) => {
      const options = { expectedStreamVersion: expected === 0 ? ('STREAM_DOES_NOT_EXIST' as const) : BigInt(expected) };
      const event = { type: 'milestone-reported', data: payload, metadata: metadata(newCommandId()) };
      await store.appendToStream(stream, [event], options);
    },
    load: async (stream) => (await store.readStream(stream)).events.length,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}

export async function messageDb(url: string, connections = 10): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: connections }).on('error', () => undefined);
  const folder = join(peersFolder, 'node_modules', '@eventide', 'message-db', 'database');
  const run = (file: string) => pool.query(readFileSync(join(folder, file), 'utf8'));
  await run('schema/message-store.sql');
  await pool.query('create extension if not exists pgcrypto schema message_store').catch(() => undefined);
  await pool.query(`alter database ${new URL(url).pathname.slice(1)} set search_path = message_store, public`);
  await pool.query('set search_path = message_store, public');
  const functions = [
    'message-store-version',
    'hash-64',
    'acquire-lock',
    'category',
    'is-category',
    'id',
    'cardinal-id',
    'stream-version',
    'write-message',
    'get-stream-messages',
  ];
  const client = await pool.connect();
  try {
    await client.query('set search_path = message_store, public');
    for (const file of [
      'tables/messages.sql',
      'types/message.sql',
      ...functions.map((it) => `functions/${it}.sql`),
      'indexes/messages-id.sql',
      'indexes/messages-stream.sql',
      'indexes/messages-category.sql',
    ])
      await client.query(readFileSync(join(folder, file), 'utf8'));
  } finally {
    client.release(true);
  }
  return {
    name: `message-db, pool of ${connections}`,
    version: versionOf('@eventide/message-db'),
    append: async (stream, expected) => {
      const id = newCommandId();
      await pool.query({
        name: 'write',
        text: 'select message_store.write_message($1, $2, $3, $4::jsonb, $5::jsonb, $6::bigint)',
        values: [id, stream, 'milestone-reported', payload, metadata(id), expected - 1],
      });
    },
    load: async (stream) =>
      (
        await pool.query({
          name: 'load',
          text: 'select * from message_store.get_stream_messages($1, 0, -1)',
          values: [stream],
        })
      ).rows.length,
    close: () => pool.end(),
  };
}

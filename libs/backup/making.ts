import type { DataSource, QueryRunner } from 'typeorm';
import { migrationsOf } from '#database';
import type { EventStore } from '#event-store';
import type { KeptEvidence } from '#evidence';
import { beginning, type Clock, type Position } from '#language';
import { type End, eventLine, format, type Manifest } from './contents.js';
import { LogDigest } from './log-digest.js';
import { beginReading, columnsOf, present, rowsOf } from './rows.js';
import { Seal } from './seal.js';
import { type Projected, standing } from './standing.js';
import type { Entry } from './tar.js';

export interface Backed {
  readonly source: DataSource;
  /** Without upcasters: what goes into a backup is what was written. */
  readonly store: EventStore;
  readonly evidence: KeptEvidence;
  readonly projections: readonly Projected[];
  /** The tables that nothing can make again, in the order in which they can be filled. */
  readonly tables: readonly string[];
  readonly release: string;
  readonly clock: Clock;
}

export type Progress = (done: Position, head: Position) => void;

/** A segment is closed when it is this long, in bytes or events. */
const segment = { bytes: 4_000_000, page: 500 } as const;

/** What a backup turned out to hold. */
export interface Made {
  manifest?: Manifest;
  end?: End;
}

/**
 * The entries of a backup, made while they are asked for, so that no more than a page of anything is in memory; `made` is filled
 * on the way. Others may write meanwhile. First the rows of the projections are hashed, at one moment; then the log's head is
 * fixed, which no projection was past; then the other tables are read, at one moment after it: an event in the backup never
 * names an account or a file that is missing from it.
 */
export async function* entriesOf(it: Backed, made: Made, progress: Progress): AsyncGenerator<Entry> {
  const seal = new Seal();
  for await (const entry of contentOf(it, made, progress)) yield seal.over(entry);
  if (!made.end) throw new Error('the end was not reached');
  made.end = { ...made.end, sha256: seal.result() };
  yield whole('end.json', `${JSON.stringify(made.end)}\n`);
}

async function* contentOf(it: Backed, made: Made, progress: Progress): AsyncGenerator<Entry> {
  const db = it.source.createQueryRunner();
  try {
    const projections = await standing(db, it.projections);
    const head = await it.store.head();
    const rows: Record<string, number> = {};
    await beginReading(db);
    made.manifest = {
      format,
      product: 'tiendo',
      version: it.release,
      createdAt: it.clock.now(),
      head: head.toString(),
      migrations: await migrationsOf(db),
      tables: await tablesOf(db, it.tables),
      projections,
    };
    yield whole('manifest.json', `${JSON.stringify(made.manifest)}\n`);
    for (const { name } of made.manifest.tables) {
      rows[name] = 0;
      let segments = 0;
      for await (const lines of rowsOf(db, name)) {
        rows[name] += lines.length;
        yield whole(`tables/${name}/${numbered(segments++)}.ndjson`, `${lines.join('\n')}\n`);
      }
    }
    await db.commitTransaction();
    const evidence = { files: 0, bytes: 0, missing: [] as string[] };
    for await (const sha256 of it.evidence.digests()) {
      const file = await it.evidence.bytesOf(sha256);
      if (file === null) evidence.missing.push(sha256);
      else {
        evidence.files++;
        evidence.bytes += file.length;
        yield { name: `evidence/${sha256}`, size: file.length, bytes: [file] };
      }
    }
    const digest = new LogDigest();
    yield* eventsOf(it.store, head, digest, progress);
    made.end = { events: digest.events, logDigest: digest.result(), rows, evidence, sha256: '' };
  } finally {
    if (db.isTransactionActive) await db.rollbackTransaction();
    await db.release();
  }
}

async function tablesOf(db: QueryRunner, names: readonly string[]): Promise<Manifest['tables']> {
  const tables: { name: string; columns: string[] }[] = [];
  for (const name of await present(db, names)) tables.push({ name, columns: await columnsOf(db, name) });
  return tables;
}

async function* eventsOf(store: EventStore, head: Position, digest: LogDigest, progress: Progress): AsyncGenerator<Entry> {
  let lines: string[] = [];
  let bytes = 0;
  let segments = 0;
  const flush = (): Entry => {
    const entry = whole(`events/${numbered(segments++)}.ndjson`, lines.join(''));
    [lines, bytes] = [[], 0];
    return entry;
  };
  for (let after = beginning; after < head; ) {
    const page = await store.readLog({ after, limit: segment.page });
    for (const event of page) {
      if (event.position > head) break;
      digest.add(event);
      const line = eventLine(event);
      lines.push(line);
      bytes += Buffer.byteLength(line);
      if (bytes > segment.bytes) yield flush();
    }
    after = page.at(-1)?.position ?? head;
    progress(after < head ? after : head, head);
  }
  if (lines.length > 0) yield flush();
}

const numbered = (n: number): string => String(n + 1).padStart(8, '0');

function whole(name: string, text: string): Entry {
  const bytes = Buffer.from(text, 'utf8');
  return { name, size: bytes.length, bytes: [bytes] };
}

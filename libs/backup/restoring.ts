import type { DataSource, QueryRunner } from 'typeorm';
import { beginRestoration, endRestoration, restorationUnderWay } from '#database';
import type { EventStore, Refill } from '#event-store';
import type { KeptEvidence } from '#evidence';
import { beginning, canonical, type Position, type Recorded } from '#language';
import { kindOf, readEvent } from './contents.js';
import { readFile } from './file.js';
import { LogDigest } from './log-digest.js';
import { damaged, notEmpty, notTheSame } from './refusals.js';
import { clear, columnsOf, isEmpty, numberOn, putRows } from './rows.js';
import { linesOf, type Verified } from './verifying.js';

export interface Destination {
  /** Its tables have been through the migrations of the backup and no others. */
  readonly source: DataSource;
  /** Without upcasters. */
  readonly store: EventStore;
  readonly evidence: KeptEvidence;
  /** Where the log is in the same database, writes it in the transaction that is given. */
  refill(db: QueryRunner): Refill;
  /** The log is in another place than the tables: what was written to it stays when the transaction does not. */
  readonly logElsewhere: boolean;
}

/**
 * Puts a verified backup into an empty system. Everything in PostgreSQL is written in one transaction. Before it a mark is set,
 * which stops every server and command until the restore is over: one that was killed is run again with the same file, and then
 * goes on behind the events that are there already. Refuses: not-empty.
 */
export async function restore(
  path: string,
  { manifest }: Verified,
  to: Destination,
  progress: (events: number) => void = () => undefined,
): Promise<void> {
  const db = to.source.createQueryRunner();
  try {
    const again = await restorationUnderWay(db);
    if (!again) await mustBeEmpty(db, to, manifest.tables);
    await beginRestoration(db);
    try {
      await db.startTransaction();
      await write(path, to, db, manifest.tables, again, progress);
      await db.commitTransaction();
    } catch (error) {
      if (db.isTransactionActive) await db.rollbackTransaction();
      // Nothing of it is there: the system is as empty as it was.
      if (!again && !to.logElsewhere) await endRestoration(db);
      throw error;
    }
  } finally {
    await db.release();
  }
}

type Tables = Verified['manifest']['tables'];

async function mustBeEmpty(db: QueryRunner, { store }: Destination, tables: Tables): Promise<void> {
  if ((await store.head()) > beginning) throw notEmpty('events');
  for (const { name } of tables) if (!(await isEmpty(db, name))) throw notEmpty(name);
}

async function write(
  path: string,
  to: Destination,
  db: QueryRunner,
  tables: Tables,
  again: boolean,
  progress: (events: number) => void,
): Promise<void> {
  await db.query(`set local timezone = 'UTC'`);
  for (const { name, columns } of tables) {
    const there = await columnsOf(db, name);
    if (columns.some((it) => !there.includes(it)))
      throw damaged(`bảng ${name} có cột khác`, `the table ${name} has other columns`);
  }
  if (again) for (const { name } of [...tables].reverse()) await clear(db, name);
  const present = logOf(to.store);
  const refill = to.refill(db);
  let events = 0;
  try {
    for await (const entry of readFile(path)) {
      const it = kindOf(entry.name);
      if (it.kind === 'rows') {
        const columns = tables.find(({ name }) => name === it.table)?.columns ?? [];
        await putRows(db, it.table, columns, await linesOf(entry));
      } else if (it.kind === 'evidence') await to.evidence.putBack(it.sha256, entry.bytes);
      else if (it.kind === 'events') {
        const given = (await linesOf(entry)).map(readEvent);
        await refill.write(await missingOf(given, present));
        events += given.length;
        progress(events);
      }
    }
    if (!(await present.next()).done) throw notEmpty('events');
  } finally {
    await refill.close();
  }
  for (const { name, columns } of tables) await numberOn(db, name, columns);
}

/** Those of the next events that an earlier try has not written. What is there must be what the backup says. */
async function missingOf(events: readonly Recorded[], present: AsyncGenerator<Recorded>): Promise<Recorded[]> {
  const missing: Recorded[] = [];
  for (const event of events) {
    const there = await present.next();
    if (there.done) missing.push(event);
    else if (contentOf(there.value) !== contentOf(event)) throw notEmpty('events');
  }
  return missing;
}

const contentOf = ({ position: _, ...event }: Recorded): string => canonical(event);

/** The whole log as it is when it is asked for, up to where it ended at the beginning. */
async function* logOf(store: EventStore): AsyncGenerator<Recorded> {
  const head = await store.head();
  for (let after: Position = beginning; after < head; ) {
    const page = await store.readLog({ after, limit: 500 });
    for (const event of page) if (event.position <= head) yield event;
    after = page.at(-1)?.position ?? head;
  }
}

/** Reads the log back and compares it with the backup: number and digest. Refuses: restored-differs. */
export async function mustBeTheSame(store: EventStore, { end }: Verified): Promise<void> {
  const digest = new LogDigest();
  for await (const event of logOf(store)) digest.add(event);
  if (digest.events !== end.events)
    throw notTheSame(`${digest.events} sự kiện chứ không phải ${end.events}`, `${digest.events} events, not ${end.events}`);
  if (digest.result() !== end.logDigest) throw notTheSame('mã băm của nhật ký', 'the digest of the log');
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Refusal } from '#language';
import type { EventStore } from './event-store.js';

/** Anything that runs SQL: a DataSource, or a QueryRunner of one. */
interface Asking {
  // biome-ignore lint/suspicious/noExplicitAny: TypeORM's own signature.
  query(sql: string, values?: unknown[]): Promise<any>;
}

/**
 * Which log the rows of this database follow. Positions mean something in one log only: rows of another would pass over its events
 * in silence, and a backup would be taken of the wrong one.
 */
export class FollowedLog1764700000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table followed_log (identity text not null, one boolean primary key default true check (one))`);
    await db.query(`insert into followed_log (identity) select '${besideRows}' where exists (select from event)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** The identity of a log in the database of its rows. */
export const besideRows = 'postgres';

/** Nothing was read from any log yet, nor written beside the rows. */
const followsNothing = `not exists (select from event)
  and not exists (select from projection_status where position > 0) and not exists (select from consumer_checkpoint where position > 0)`;

/**
 * Before anything is read from the log or written to it. Rows that follow nothing yet follow this one from now on: a new database
 * may be put in front of an old log, and its rows are made from it. Refuses: other-log, store-unavailable.
 */
export async function mustFollow(db: Asking, store: EventStore): Promise<void> {
  const identity = await store.identity();
  const [{ marked, beside }]: [{ marked: boolean; beside: boolean }] = await db.query(
    `select to_regclass('followed_log') is not null as marked, exists (select from event) as beside`,
  );
  if (!marked) {
    // An older release left it, and a backup of it does not bring it forward.
    if (beside && identity !== besideRows) throw otherLog(besideRows, identity);
    return;
  }
  await db.query(
    `insert into followed_log (identity) values ($1) on conflict (one) do update set identity = excluded.identity where ${followsNothing}`,
    [identity],
  );
  const [{ identity: followed }]: [{ identity: string }] = await db.query('select identity from followed_log');
  if (followed !== identity) throw otherLog(followed, identity);
}

/** After a restore, which has put both there. */
export const follows = async (db: Asking, store: EventStore): Promise<void> => {
  await db.query('insert into followed_log (identity) values ($1) on conflict (one) do update set identity = excluded.identity', [
    await store.identity(),
  ]);
};

const otherLog = (followed: string, identity: string) =>
  new Refusal('other-log', {
    kind: 'unavailable',
    vi: `Các bảng trong cơ sở dữ liệu này dựng từ kho sự kiện “${followed}”, còn EVENT_STORE đang chỉ tới “${identity}”. Hãy đặt lại EVENT_STORE như trước; muốn chuyển sang kho khác: tiendo backup ở đây, rồi tiendo restore vào một hệ thống trống. Không có gì bị thay đổi.`,
    en: `The rows in this database follow the log “${followed}”, but EVENT_STORE names “${identity}”. Set EVENT_STORE as it was; to move to another log: tiendo backup here, then tiendo restore into an empty system. Nothing was changed.`,
    figures: { followed, identity },
  });

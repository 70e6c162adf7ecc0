import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail to be sent, and what became of it. No words, no names, no addresses: they are looked up when it is sent. */
export class Outbox1764000012000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table outbox (
        id text primary key,
        task text not null,
        due date not null,
        step text not null,
        account text,
        state text not null,
        reason text,
        tries int not null default 0,
        next_at timestamptz not null,
        recorded boolean not null default false
      )`);
    await db.query("create index outbox_waiting on outbox (next_at) where state = 'waiting'");
    await db.query("create index outbox_unrecorded on outbox (id) where state <> 'waiting' and not recorded");
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** A report owed is reminded of too: what a mail is about is a task or a report. */
export class OutboxSubject1764600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table outbox rename column task to subject');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

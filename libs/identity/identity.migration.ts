import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts, sessions and attempts to sign in. Names live here and nowhere in the events, so that a person can be erased. */
export class Accounts1763900010000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table account (
        id text primary key,
        username text not null unique,
        name text not null,
        role text not null,
        agency text,
        password text not null,
        created_at timestamptz not null,
        disabled_at timestamptz,
        password_set_at timestamptz not null
      )`);
    await db.query(`
      create table session (
        id text primary key,
        account text not null references account on delete cascade,
        created_at timestamptz not null,
        seen_at timestamptz not null
      )`);
    await db.query('create index session_account on session (account)');
    await db.query(`
      create table sign_in_attempt (
        id bigint generated always as identity primary key,
        of text not null,
        at timestamptz not null
      )`);
    await db.query('create index sign_in_attempt_of on sign_in_attempt (of, at)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each projection stands, and the states it folds. Its own tables are made by the runner from its definition. */
export class ProjectionTables1763900003000 implements MigrationInterface {
  name = 'ProjectionTables1763900003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_status (
        name text primary key,
        version int not null,
        -- Digest of the tables' definitions: another one means a rebuild, as a raised version does.
        shape text not null,
        -- Raised by each rebuild: whoever still writes for an older build is fenced off.
        build int not null default 0,
        position bigint not null default 0,
        state text not null check (state in ('running', 'stopped')),
        error jsonb,
        updated_at timestamptz not null default now()
      ) with (fillfactor = 50)`);
    // json and not jsonb: a state comes back with its members in the order in which the reducer put them.
    await runner.query(`
      create table projection_state (
        projection text not null,
        build int not null,
        key text collate "C" not null,
        state json not null,
        primary key (projection, build, key)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

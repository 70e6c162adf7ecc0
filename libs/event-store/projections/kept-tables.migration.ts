import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the last rebuild replaced, until the next one: its version, shape, build and position; its tables are called `…__old`. */
export class KeptTables1764000002000 implements MigrationInterface {
  name = 'KeptTables1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table projection_status add column before jsonb');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

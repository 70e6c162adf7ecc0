import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a first start has finished, so that one that was killed goes on where it stopped. */
export class Loading1763900030000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create table loaded (step text primary key, at timestamptz not null)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

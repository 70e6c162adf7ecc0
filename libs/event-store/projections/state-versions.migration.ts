import type { MigrationInterface, QueryRunner } from 'typeorm';

/** States of streams are kept now and then, with the version of the stream that they are the state of. */
export class StateVersions1764700001000 implements MigrationInterface {
  name = 'StateVersions1764700001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table projection_state add column version int');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

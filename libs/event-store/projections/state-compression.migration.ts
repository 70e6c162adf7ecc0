import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * States are written anew with every event of their key: compressed by lz4, where this PostgreSQL has it, and with room in the
 * page for the next version. What is written stays readable whatever it was compressed with.
 */
export class StateCompression1764500002000 implements MigrationInterface {
  name = 'StateCompression1764500002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table projection_state set (fillfactor = 70)');
    const [known] = (await runner.query(
      `select 'lz4' = any(enumvals) as lz4 from pg_settings where name = 'default_toast_compression'`,
    )) as { lz4: boolean }[];
    if (known?.lz4) await runner.query('alter table projection_state alter column state set compression lz4');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

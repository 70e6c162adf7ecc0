import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files by digest, and which agency brought each: two agencies may bring the same file, it is stored once. */
export class Evidence1763900020000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table evidence (
        sha256 text primary key,
        name text not null,
        size int not null,
        type text not null,
        kept_at timestamptz not null
      )`);
    await db.query(`
      create table evidence_brought (
        sha256 text not null references evidence,
        agency text not null,
        account text not null,
        name text not null,
        brought_at timestamptz not null,
        primary key (sha256, agency)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

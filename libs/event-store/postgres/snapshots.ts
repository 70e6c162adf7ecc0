import { hash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Snapshot, Snapshots } from '../snapshots.js';

/** May be emptied at any time; rows of rules that are no longer in force are replaced when their stream is next loaded. */
export class Snapshots1764000011000 implements MigrationInterface {
  name = 'Snapshots1764000011000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table aggregate_snapshot (
        stream text collate "C" primary key,
        rules text not null,
        version int not null,
        event uuid not null,
        state text not null,
        digest text not null
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** A larger state would cost more to keep than the events it saves. */
const mostBytes = 4_000_000;

interface Sql {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Snapshots in the product's PostgreSQL, whichever engine keeps the log. One that was changed by hand, or cannot be read, is none. */
export class PostgresSnapshots implements Snapshots {
  private readonly keeping = new Map<string, Promise<void>>();

  constructor(private readonly sql: Sql) {}

  async of(stream: string, rules: string): Promise<Snapshot | undefined> {
    const text = 'select version, event, state, digest from aggregate_snapshot where stream = $1 and rules = $2';
    const rows = await this.sql.query(text, [stream, rules]).catch(() => []);
    const [row] = rows as { version: number; event: string; state: string; digest: string }[];
    if (!row || hash('sha256', row.state) !== row.digest) return undefined;
    return { version: row.version, event: row.event, state: JSON.parse(row.state) };
  }

  keep(stream: string, rules: string, snapshot: Snapshot): void {
    if (this.keeping.has(stream)) return;
    const kept = this.write(stream, rules, snapshot)
      .catch(() => undefined)
      .finally(() => this.keeping.delete(stream));
    this.keeping.set(stream, kept);
  }

  async close(): Promise<void> {
    await Promise.all(this.keeping.values());
  }

  private async write(stream: string, rules: string, { version, event, state }: Snapshot): Promise<void> {
    // Whoever loaded the stream goes on first.
    await new Promise((resolve) => setImmediate(resolve));
    const text = JSON.stringify(state);
    if (Buffer.byteLength(text) > mostBytes) return;
    await this.sql.query(
      `insert into aggregate_snapshot (stream, rules, version, event, state, digest) values ($1, $2, $3, $4, $5, $6)
       on conflict (stream) do update set rules = $2, version = $3, event = $4, state = $5, digest = $6`,
      [stream, rules, version, event, text, hash('sha256', text)],
    );
  }
}

/** Streams remembered before the older half is let go. */
const most = 20_000;

/**
 * Versions that the log has acknowledged. Nothing is ever taken from the log, so what was there need not be looked for again: an
 * append after one of these saves PostgreSQL a search for its predecessor. Only that: whether the version is taken already the
 * table says each time.
 */
export class KnownVersions {
  private newer = new Map<string, number>();
  private older = new Map<string, number>();

  has(stream: string, version: number): boolean {
    return (this.newer.get(stream) ?? this.older.get(stream) ?? 0) >= version;
  }

  add(stream: string, version: number): void {
    if (this.newer.size >= most / 2) {
      this.older = this.newer;
      this.newer = new Map();
    }
    this.newer.set(stream, version);
  }

  /** After a connection was lost: the next may lead to a server that took over without the last commits. */
  clear(): void {
    this.newer.clear();
    this.older.clear();
  }
}

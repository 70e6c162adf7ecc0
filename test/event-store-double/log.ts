import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

/** An event as the double keeps it. */
export interface Entry {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type NewEntry = Omit<Entry, 'stream' | 'revision' | 'position'>;

/** What the server decides about an append: written, already there, or at another revision (-1: no stream). */
export type Decision =
  | { readonly kind: 'written' | 'idempotent'; readonly last: Entry }
  | { readonly kind: 'wrong-version'; readonly current: number };

/**
 * The log of an EventStoreDB server in memory: revisions from 0, commit positions with gaps, system events in between, and the
 * server's own idea of idempotency (CheckCommit of its IndexWriter): ids are compared only behind the expected revision, and
 * content never. Several doubles over one log are a cluster.
 */
export class DoubleLog {
  readonly entries: Entry[] = [];
  readonly grown = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, Entry[]>();
  private next = 1_327n;

  constructor() {
    this.writeSystemEvent('$users', '$UserCreated');
  }

  stream(name: string): readonly Entry[] | undefined {
    return this.streams.get(name);
  }

  /** `expected` is a revision; -1 is no stream. */
  append(stream: string, expected: number | 'any', events: readonly NewEntry[]): Decision {
    const there = this.streams.get(stream) ?? [];
    const current = there.length - 1;
    if (expected !== 'any' && expected < current) {
      const found = events.map((it, n) => there[expected + 1 + n]?.id === it.id);
      const last = there[expected + events.length];
      return found.every(Boolean) && last ? { kind: 'idempotent', last } : { kind: 'wrong-version', current };
    }
    if (expected !== 'any' && expected > current) return { kind: 'wrong-version', current };
    const written = events.map((it) => this.write(stream, it));
    // Statistics and the like come whenever the server likes, also between our events.
    if (this.entries.length % 7 === 0) this.writeSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
    this.grown.emit('grown');
    const last = written.at(-1);
    if (!last) throw new Error('an append without events');
    return { kind: 'written', last };
  }

  writeSystemEvent(stream: string, type: string): void {
    const data = Buffer.from('{}');
    this.write(stream, { id: randomUUID(), type, contentType: 'application/json', data, metadata: new Uint8Array() });
  }

  private write(stream: string, event: NewEntry): Entry {
    const there = this.streams.get(stream) ?? [];
    const entry = { ...event, stream, revision: there.length, position: this.next };
    // A record's position is its place in the file: the next one is as far away as this one is long.
    this.next += BigInt(97 + event.data.length + event.metadata.length + stream.length);
    this.streams.set(stream, [...there, entry]);
    this.entries.push(entry);
    return entry;
  }
}

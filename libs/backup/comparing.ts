import type { DataSource } from 'typeorm';
import { type EventStore, forgetProjection, type Projection, ProjectionRunner, type Upcaster } from '#event-store';
import { position } from '#language';
import type { ProjectionContent } from './contents.js';
import { FileLog } from './file-log.js';
import { standing } from './standing.js';
import type { Verified } from './verifying.js';

/** What became of a projection: the same rows at the same event, others, or (of another version) not to be compared. */
export interface Compared {
  readonly name: string;
  readonly same: boolean | null;
}

// biome-ignore lint/suspicious/noExplicitAny: each projection has its own state and events.
type AnyProjection = Projection<any, any>;

export interface Rebuilt {
  readonly source: DataSource;
  /** The restored log, with the upcasters of today. */
  readonly store: EventStore;
  readonly upcasters: readonly Upcaster[];
  /** Of the database. */
  readonly url: string;
  readonly projections: readonly AnyProjection[];
}

/**
 * Builds every projection from the events of the backup up to the one at which the backup looked at it, and compares the rows. It is
 * built from the file and not from the restored log, because rows name positions, and another engine has given other ones; that
 * both hold the same events was found before. Then all are built from the restored log, for those who come to work.
 */
export async function compare(
  path: string,
  { manifest }: Verified,
  it: Rebuilt,
  progress: (name: string) => void = () => undefined,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  const db = it.source.createQueryRunner();
  try {
    for (const projection of it.projections) {
      const { name } = projection;
      progress(name);
      const then = manifest.projections.find((other) => other.name === name);
      let same: boolean | null = null;
      if (then) {
        const log = new FileLog(path, position(then.position), it.upcasters);
        await rebuiltFrom(onlyRead(log), projection, it.url).finally(() => log.close());
        const [now] = await standing(db, [projection]);
        if (now?.version === then.version && now.shape === then.shape) same = sameRows(then.tables, now.tables);
        await forgetProjection(db, name);
      }
      await rebuiltFrom(it.store, projection, it.url);
      compared.push({ name, same });
    }
  } finally {
    await db.release();
  }
  return compared;
}

async function rebuiltFrom(store: EventStore, projection: AnyProjection, url: string): Promise<void> {
  const runner = new ProjectionRunner({ store, url, projections: [projection] });
  await runner.rebuild(projection.name).finally(() => runner.stop());
}

const sameRows = (then: ProjectionContent['tables'], now: ProjectionContent['tables']): boolean =>
  Object.keys(then).length === Object.keys(now).length &&
  Object.entries(now).every(([name, it]) => then[name]?.rows === it.rows && then[name]?.digest === it.digest);

/** A rebuild asks a log for its pages and its end, and for nothing else. */
function onlyRead(log: FileLog): EventStore {
  const refused = () => Promise.reject(new Error('this log is only read'));
  return {
    readLog: (options) => log.readLog(options),
    head: () => log.head(),
    identity: refused,
    close: () => log.close(),
    append: refused,
    read: refused,
    find: refused,
    subscribe: refused,
    waitForMore: refused,
  };
}

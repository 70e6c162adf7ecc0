import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '#language';
import { accountFor } from './account.js';
import { type Binaries, findBinaries } from './binaries.js';
import { type Cluster, clusterFolder, openCluster } from './cluster.js';
import { type Launch, type Running, start, stopAll } from './postmaster.js';

export interface EmbeddedOptions {
  /** The product's data folder; the cluster goes to `postgres/` in it. */
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** The port to take when it is free. Default and otherwise: any free one. */
  readonly port?: number;
  /** PostgreSQL settings. Only tests that do not try durability turn fsync off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when there is nothing to do but to wait for PostgreSQL's own work: the moment for work that holds up this process. */
  readonly whileWaiting?: () => void;
  /** Stop PostgreSQL when this process is told to end (SIGTERM, SIGINT). Off when the application does it in its own order. */
  readonly onSignals?: boolean;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops PostgreSQL unless another process still uses it. */
  stop(): Promise<void>;
  /** Lets go and leaves it running, for whoever adopts it next. */
  leave(): Promise<void>;
}

const database = 'tiendo';
const keeperName = 'tiendo keeper';
const noSuchDatabase = '3D000';

/**
 * Real PostgreSQL as a child, with its data in `dataDir`. Adopts the one that an earlier process left running there, stops
 * it when it does not answer, clears what a killed one left, and starts it again when it dies while we live. Several
 * processes may call this at once on one folder: they share one PostgreSQL, and the last to leave stops it.
 * Refuses (`Refusal`): disk-full, postgres-cannot-run, no-postgres-binaries, data-not-readable, other-postgres-version,
 * postgres-did-not-start, wrong-encoding.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => undefined);
  const account = await accountFor(clusterFolder(dataDir));
  // Who adopts a PostgreSQL that runs has no use for the programs.
  let found: Promise<Binaries> | undefined;
  const binaries = () => {
    found ??= findBinaries(account);
    return found;
  };
  const whileWaiting = options.whileWaiting ?? (() => undefined);
  const cluster = await openCluster(dataDir, binaries, account, whileWaiting);
  const launch: Launch = { cluster, binaries, account, log, whileWaiting, settings: options.settings ?? {} };
  const keep = (port: number | undefined) => startAndKeep(launch, port);

  let { running, keeper } = await keep(options.port);
  let ended = false;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (client: pg.Client) =>
    client.once('end', () => {
      if (!ended) restarting = again();
    });
  const again = async () => {
    log(`PostgreSQL ${running.pid} is gone; starting it again on port ${running.port}`);
    for (let tries = 1; !ended; tries++)
      try {
        const next = await keep(running.port);
        // Pools hold the url, so it has to be the same port.
        if (next.running.port !== running.port) {
          await next.keeper.end();
          await stopAll(cluster);
          throw new Error(`port ${running.port} is taken`);
        }
        ({ running, keeper } = next);
        watch(keeper);
        return;
      } catch (error) {
        log(`could not start PostgreSQL again (${String(error)})`);
        await sleep(Math.min(200 * tries, 5_000), undefined, { ref: false });
      }
  };
  watch(keeper);

  const leave = async () => {
    if (ended) return;
    ended = true;
    await restarting;
    await keeper.end().catch(() => undefined);
  };
  const stop = async () => {
    if (ended) return;
    ended = true;
    await restarting;
    // Waiting for its answer must hold the process open: when nothing else does, Node would end here and leave PostgreSQL running.
    (keeper as unknown as { ref(): void }).ref();
    const others = await keeper
      .query<{ n: string }>(
        'select count(*) as n from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
        [keeperName],
      )
      .then(({ rows }) => Number(rows[0]?.n ?? 0))
      .catch(() => 0);
    await keeper.end().catch(() => undefined);
    if (others === 0) await stopAll(cluster);
    else log(`PostgreSQL ${running.pid} stays: ${others} other process(es) use it`);
  };
  if (options.onSignals)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        void stop().finally(() => process.kill(process.pid, signal));
      });

  return {
    url: urlOf(cluster, running.port),
    get port() {
      return running.port;
    },
    get pid() {
      return running.pid;
    },
    stop,
    leave,
  };
}

const urlOf = (cluster: Cluster, port: number, name = database) =>
  `postgres://${cluster.user}:${cluster.secret}@127.0.0.1:${port}/${name}`;

/** A running PostgreSQL that answers to our secret, and the connection whose end tells that it died. */
async function startAndKeep(launch: Launch, port: number | undefined): Promise<{ running: Running; keeper: pg.Client }> {
  for (let tries = 1; ; tries++) {
    const running = await start(launch, port);
    try {
      return { running, keeper: await keeperOf(launch.cluster, running.port) };
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // Adopted one that was stopping, or that no longer answers.
      launch.log(`PostgreSQL ${running.pid} does not answer (${String(error)})`);
      if (tries === 3) throw error;
      await stopAll(launch.cluster);
    }
  }
}

async function keeperOf(cluster: Cluster, port: number): Promise<pg.Client> {
  const connect = async (name: string, application: string) => {
    const client = new pg.Client({
      connectionString: urlOf(cluster, port, name),
      application_name: application,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const make = async () => {
    const first = await connect('postgres', 'tiendo');
    try {
      await first.query(`create database ${database}`).catch((error: { code?: string }) => {
        // Another process was first.
        if (error.code !== '42P04' && error.code !== '23505') throw error;
      });
    } finally {
      await first.end();
    }
  };
  const keeper = await connect(database, keeperName).catch(async (error: { code?: string }) => {
    if (error.code !== noSuchDatabase) throw error;
    await make();
    return connect(database, keeperName);
  });
  await mustBeUtf8(keeper);
  // The keeper alone must not hold the process open.
  (keeper as unknown as { unref(): void }).unref();
  return keeper;
}

/** Vietnamese needs it, and LANG=C gives SQL_ASCII without a word. */
export async function mustBeUtf8(connection: {
  query(sql: string): Promise<{ rows: Record<string, unknown>[] }>;
}): Promise<void> {
  const { rows } = await connection.query('show server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new Refusal('wrong-encoding', {
    kind: 'unavailable',
    vi: `Cơ sở dữ liệu dùng bảng mã ${String(encoding)}; cần UTF8.`,
    en: `The database is encoded in ${String(encoding)}; it has to be UTF8.`,
    figures: { encoding },
  });
}

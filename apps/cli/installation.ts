import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { commandIdFrom, type Envelope, EVENT_STORE, type EventStore, newCommandId, ProjectionRunner } from '#event-store';
import { KeptEvidence } from '#evidence';
import { type Account, Accounts, Addresses } from '#identity';
import { type Actor, type Position, Refusal, systemClock, userId } from '#language';
import { startEmbeddedPostgres } from '#postgres';
import { configurationFrom } from '../server/configuration.js';
import { mustBeADataFolder } from '../server/data-folder.js';
import { Loading } from '../server/loading.js';
import { NestLog, openLog } from '../server/log.js';
import { Rooms } from '../server/rooms.js';
import type { Surroundings } from './screen.js';

/** The product's rooms over its data, without a page: the same that a server runs, beside it or without it. */
export interface Installation {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly store: EventStore;
  readonly runner: ProjectionRunner;
  readonly loading: Loading;
  readonly accounts: Accounts;
  readonly addresses: Addresses;
  readonly evidence: KeptEvidence;
  readonly sample: 'year' | 'none' | 'empty';
  /** Who acts, under one key: the account of that username, else the command itself as an administrator. */
  envelope(as?: string, key?: string): Promise<Envelope>;
  /** Rows have come to the position, so that whoever looks next sees what was written. */
  caughtUp(at: Position): Promise<void>;
}

/** Whoever runs the command on the server's own machine without naming an account. */
const commandLine: Actor = { user: userId('command-line'), agency: null, role: 'admin' };

/**
 * Opens the data (DATABASE_URL, or the embedded PostgreSQL under TIENDO_DATA, which a running server shares), runs `use`, and closes it.
 * A server's PostgreSQL goes on running.
 */
export async function withInstallation<T>(env: Surroundings['env'], use: (installation: Installation) => Promise<T>): Promise<T> {
  const configuration = configurationFrom({ ...env, TIENDO_LOG: env.TIENDO_LOG ?? 'silent' });
  const { databaseUrl, eventStore, dataDir, mail } = configuration;
  const log = openLog(configuration.logLevel);
  await mustBeADataFolder(dataDir, { make: databaseUrl === null });
  const database = databaseUrl ? { url: databaseUrl, stop: async () => undefined } : await startEmbeddedPostgres({ dataDir });
  let app: INestApplicationContext | undefined;
  try {
    app = await NestFactory.createApplicationContext(
      Rooms.over({ databaseUrl: database.url, eventStore, dataDir, role: 'worker', clock: systemClock, mail }),
      { logger: new NestLog(log), abortOnError: false },
    );
    return await use(installationOf(app, configuration.sample));
  } finally {
    await app?.close();
    await database.stop();
  }
}

function installationOf(app: INestApplicationContext, sample: Installation['sample']): Installation {
  const runner = app.get(ProjectionRunner, { strict: false });
  const accounts = app.get(Accounts, { strict: false });
  return {
    commands: app.get(CommandBus, { strict: false }),
    queries: app.get(QueryBus, { strict: false }),
    store: app.get<EventStore>(EVENT_STORE, { strict: false }),
    runner,
    loading: app.get(Loading, { strict: false }),
    accounts,
    addresses: app.get(Addresses, { strict: false }),
    evidence: app.get(KeptEvidence, { strict: false }),
    sample,
    envelope: async (as, key) => {
      const actor = as === undefined ? commandLine : actorOf(await accountNamed(accounts, as));
      return { actor, commandId: key === undefined ? newCommandId() : commandIdFrom(actor.user, key) };
    },
    caughtUp: async (at) => {
      for (const { name } of await runner.health()) await runner.waitFor(name, at, 30_000);
    },
  };
}

const actorOf = ({ id, agency, role }: Account): Actor => ({ user: id, agency, role });

/** Refuses a username that nobody has, and one that was disabled. */
export async function accountNamed(accounts: Accounts, username: string): Promise<Account> {
  const wanted = username.normalize('NFC').trim().toLowerCase();
  const found = (await accounts.all()).find((it) => it.username === wanted);
  if (found && found.disabledAt === null) return found;
  throw new Refusal(found ? 'account-disabled' : 'unknown-user', {
    kind: 'not-found',
    field: 'as',
    vi: found ? `Tài khoản “${wanted}” đã bị khóa.` : `Không có tài khoản “${wanted}”; xem: tiendo user list`,
    en: found ? `The account “${wanted}” is disabled.` : `There is no account “${wanted}”; see: tiendo user list`,
  });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import type { DestinationStream } from 'pino';
import { EVENT_STORE, type EventStore, ProjectionRunner } from '#event-store';
import { Accounts } from '#identity';
import { type AgencyId, agencyId, instant, type Role, SetClock, todayOf } from '#language';
import { ReminderWatch } from '#reminders';
import { RunWatch } from '#tasks';
import { type Configuration, configurationFrom } from '../apps/server/configuration.js';
import type { SignInToShow, Telling } from '../apps/server/loading.js';
import { openLog } from '../apps/server/log.js';
import { type RunningServer, startServer } from '../apps/server/server.js';
import { freshDatabase } from './postgres.js';

/** What a test sees of an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape.
  readonly body: any;
  readonly text: string;
}

export interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, in place of `body` as JSON. */
  readonly raw?: RequestInit['body'];
}

/** A browser's side of the line: keeps the cookie, sends the token. */
export class Client {
  cookie = '';
  csrf = '';

  constructor(readonly url: string) {}

  get(path: string, call: Call = {}): Promise<Answer> {
    return this.send('GET', path, call);
  }
  post(path: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('POST', path, { body, headers });
  }

  async send(method: string, path: string, { body, raw, headers = {} }: Call = {}): Promise<Answer> {
    const answer = await fetch(`${this.url}/api${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'x-csrf-token': this.csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie')?.split(';')[0];
    if (set) this.cookie = set;
    // A stream of events has no end to wait for.
    const endless = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (endless) await answer.body?.cancel();
    const text = endless ? '' : await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : null, text };
  }

  /** Signs in and keeps the token; the answer is the server's. */
  async signIn(username: string, password: string): Promise<Answer> {
    const answer = await this.post('/session', { username, password });
    if (answer.status < 300) this.csrf = answer.body.csrf;
    return answer;
  }
}

export interface TestServer {
  readonly url: string;
  readonly running: RunningServer;
  readonly clock: SetClock;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** What the first start showed. */
  readonly signIns: readonly SignInToShow[];
  readonly said: readonly string[];
  client(): Client;
  /** Somebody signed in, with an account made for it. */
  as(role: Role, agency?: string): Promise<Client>;
  /** Until every row follows from all that is recorded by now: whoever did not write it cannot name its position. */
  settled(): Promise<void>;
  /** Until what was overdue at the start is recorded too, as the server does by itself: from then on only the suite writes. */
  watched(): Promise<void>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Where the clock stands. Default 10 March 2025, nine in the morning in the province. */
  readonly now?: string;
  readonly sample?: Configuration['sample'];
  readonly rate?: number;
  /** Proxies in front, as in the configuration. Default none. */
  readonly trustProxy?: Configuration['trustProxy'];
  /** Where the log's lines go, whatever their level. Default: nowhere. */
  readonly log?: DestinationStream;
  /** Settings in place of the test's own. */
  readonly over?: Partial<Configuration>;
}

let made = 0;

/** The whole server in this process on a free port, over an empty database of its own, with the plan loaded. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'tiendo-http-'));
  const clock = new SetClock(instant(options.now ?? '2025-03-10T09:00:00+07:00'));
  const configuration: Configuration = {
    ...configurationFrom({ PORT: '0', TIENDO_LOG: process.env.TIENDO_LOG ?? 'silent' }),
    dataDir,
    databaseUrl: database.url,
    sample: options.sample ?? 'none',
    rate: options.rate ?? 1_000_000,
    trustProxy: options.trustProxy ?? 0,
    ...options.over,
  };
  const signIns: SignInToShow[] = [];
  const said: string[] = [];
  const telling: Telling = {
    say: (line) => said.push(line),
    progress: () => undefined,
    signIns: (accounts) => signIns.push(...accounts),
  };
  const running = await startServer(configuration, telling, clock, options.log ? openLog('debug', options.log) : undefined);
  // A minute after the start by the machine's clock, whatever ours says, it would write into the middle of what a slow suite does.
  await running.app.get(ReminderWatch, { strict: false }).onApplicationShutdown();
  const url = running.url;
  const client = () => new Client(url);
  const settled = async () => {
    const runner = running.app.get(ProjectionRunner, { strict: false });
    const head = await running.app.get<EventStore>(EVENT_STORE, { strict: false }).head();
    for (const { name, state } of await runner.health())
      if (!(await runner.waitFor(name, head, 60_000))) throw new Error(`${name} is ${state} and has not come to ${head}`);
  };
  return {
    url,
    running,
    clock,
    dataDir,
    databaseUrl: database.url,
    signIns,
    said,
    client,
    async as(role, agency) {
      const id: AgencyId | null = agency === undefined ? null : agencyId(agency);
      const username = `${role}.${++made}`;
      const { password } = await running.app
        .get(Accounts, { strict: false })
        .add({ username, name: `Người thử ${made}`, role, agency: id });
      const it = client();
      const answer = await it.signIn(username, password);
      if (answer.status >= 300) throw new Error(`could not sign in as ${username}: ${answer.text}`);
      return it;
    },
    settled,
    async watched() {
      await running.app.get(CommandBus, { strict: false }).execute(new RunWatch(todayOf(clock)));
      await settled();
    },
    async close() {
      await running.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

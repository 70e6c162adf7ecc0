import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Accounts, Sessions } from '#identity';
import { type UserId } from '#language';
import { Live, liveLimits } from '../../apps/server/live.js';
import { startTestServer, type TestServer } from '../server.js';
import { reported, rounds } from './seed.js';

const connections = rounds('CONNECTIONS', 1_000);
const each = 25;

interface Listener {
  readonly status: number;
  text: string;
  ended: boolean;
  close(): void;
}

/** Opens a stream of events and keeps what comes. */
const listen = (url: string, cookie: string) =>
  new Promise<Listener>((resolve, reject) => {
    const asked = request(`${url}/api/live`, { headers: { cookie }, agent: false }, (answer) => {
      const it: Listener = { status: answer.statusCode ?? 0, text: '', ended: false, close: () => asked.destroy() };
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        it.text += part;
      });
      answer.on('close', () => {
        it.ended = true;
      });
      answer.on('error', () => undefined);
      resolve(it);
    });
    asked.on('error', reject);
    asked.end();
  });

const until = async (done: () => boolean) => {
  for (let tries = 0; !done() && tries < 1_500; tries++) await sleep(20);
  expect(done()).toBe(true);
};

/** The position of a projection that a listener heard of last. */
const heard = ({ text }: Listener, name: string) => {
  const last = text
    .split('\n')
    .filter((it) => it.startsWith('data: '))
    .at(-1);
  return last === undefined ? -1 : Number(JSON.parse(last.slice(6))[name]);
};

describe('open live connections', () => {
  let server: TestServer;
  let listeners: Listener[];
  beforeEach(async () => {
    server = await startTestServer();
    listeners = [];
  }, 120_000);
  afterEach(async () => {
    for (const it of listeners) it.close();
    await server.close();
  }, 60_000);

  const person = async (n: number): Promise<{ user: UserId; cookie: string }> => {
    const { account } = await server.running.app
      .get(Accounts, { strict: false })
      .add({ username: `xem.${n}`, name: `Người xem ${n}`, role: 'auditor', agency: null });
    return { user: account.id, cookie: `tiendo=${await server.running.app.get(Sessions, { strict: false }).begin(account.id)}` };
  };
  const change = async () => {
    const admin = await server.as('admin');
    const { status, body } = await admin.post('/agencies/so-y-te/aliases', { alias: 'Sở Y-tế tỉnh', source: 'thử' });
    if (status >= 300) throw new Error(JSON.stringify(body));
    return Number(body.position);
  };

  it('all hear of a change, a thousand at once, in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    for (let n = 0; n < connections / each; n++) {
      const { cookie } = await person(n);
      listeners.push(...(await Promise.all(Array.from({ length: each }, () => listen(server.url, cookie)))));
    }
    expect(listeners.map((it) => it.status)).toEqual(listeners.map(() => 200));
    expect(server.running.app.get(Live, { strict: false }).open).toBe(listeners.length);
    const position = await change();
    await until(() => listeners.every((it) => heard(it, 'agency-registry') >= position));
    // Both ends of every connection are in this process; a tenth of a megabyte each would be a leak.
    const grown = (process.memoryUsage().rss - before) / 1_048_576;
    reported('live connections', { open: listeners.length, megabytesMore: Math.round(grown) });
    expect(grown).toBeLessThan(connections / 2);
  }, 120_000);

  it('end with the session, and are refused above the most that one person may have', async () => {
    const { user, cookie } = await person(1);
    for (let n = 0; n < liveLimits.perUser; n++) listeners.push(await listen(server.url, cookie));
    const more = await listen(server.url, cookie);
    await until(() => more.ended);
    expect([more.status, JSON.parse(more.text).code]).toEqual([503, 'too-many-live']);
    const other = await person(2);
    const stays = await listen(server.url, other.cookie);
    expect(stays.status).toBe(200);
    await (await server.as('admin')).post(`/users/${user}/disabling`);
    await until(() => listeners.every((it) => it.ended));
    expect(stays.ended).toBe(false);
    listeners.push(stays);
  }, 60_000);

  it('do not hold up the end of the server', async () => {
    const { cookie } = await person(1);
    const it = await listen(server.url, cookie);
    await server.running.close();
    await until(() => it.ended);
  }, 60_000);
});

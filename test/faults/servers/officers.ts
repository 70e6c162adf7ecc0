import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../../libs/simulation/chance.js';
import { type Answer, Client } from '../../server.js';
import type { Fleet } from './fleet.js';

/** What a server said was written. */
export interface Acknowledged {
  readonly said: string;
  readonly stream: string;
  readonly version: number;
  readonly position: string;
}

/** Somebody signed in, whom each server knows. */
interface Officer {
  readonly name: string;
  readonly agency: string;
  readonly tasks: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

const sessionOf = ({ cookie, csrf }: Client) => ({ cookie, 'x-csrf-token': csrf });

/** Signs in an officer of each of the agencies with most tasks; two for each, who report on the same tasks. */
export async function officersOf(fleet: Fleet, agencies: number): Promise<readonly Officer[]> {
  const admin = new Client(fleet.urlOf('api 1') ?? '');
  mustBe2xx(await admin.signIn('quantri', fleet.password));
  const { rows } = mustBe2xx(await admin.get('/tasks?size=200')).body as {
    rows: { id: string; agency: { id: string }; status: string }[];
  };
  const open = new Map<string, string[]>();
  for (const { id, agency, status } of rows)
    if (!['suspended', 'cancelled'].includes(status)) open.set(agency.id, [...(open.get(agency.id) ?? []), id]);
  const most = [...open].sort(([a, x], [b, y]) => y.length - x.length || a.localeCompare(b)).slice(0, agencies);
  const officers: Officer[] = [];
  for (const [agency, tasks] of most)
    for (const place of ['api 1', 'api 2'] as const) {
      const username = `can.bo.${officers.length}`;
      const added = await admin.post('/users', { username, name: `Cán bộ ${officers.length}`, role: 'officer', agency });
      const client = new Client(fleet.urlOf(place) ?? '');
      mustBe2xx(await client.signIn(username, mustBe2xx(added).body.password));
      officers.push({ name: username, agency, tasks, headers: sessionOf(client) });
    }
  return officers;
}

function mustBe2xx(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

/**
 * Officers who report without a pause, each report to whichever server, and again under the same Idempotency-Key to whichever is
 * there until one says that it is written. Anything a server says but 2xx and 503 is wrong.
 */
export class Reporting {
  readonly acknowledged: Acknowledged[] = [];
  readonly wrong: string[] = [];
  asked = 0;
  private readonly next = new Map<Officer, number>();
  private going = false;
  private done: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly fleet: Fleet,
    private readonly officers: readonly Officer[],
    private readonly chances: Chance,
  ) {}

  /** Each goes on where it was. */
  start(): void {
    this.going = true;
    this.done = Promise.all(this.officers.map((it) => this.work(it)));
  }

  /** Waits until what was asked is answered. */
  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async work(officer: Officer): Promise<void> {
    while (this.going && this.wrong.length === 0) {
      const n = this.next.get(officer) ?? 0;
      this.next.set(officer, n + 1);
      await this.report(officer, n);
      // Load enough to have something on its way at any moment, and not so much that starting again is all there is to see.
      await sleep(this.chances.between(20, 120));
    }
  }

  private async report({ name, tasks, headers }: Officer, n: number): Promise<void> {
    const said = `Báo cáo thứ ${n} của ${name}`;
    const on = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const body = { progress: 45, narrative: said, evidence: [], document: { number: `${n}/BC`, on }, occurredOn: on };
    const call = { body, headers: { ...headers, 'idempotency-key': `${name}-${n}-bao-cao` } };
    const task = tasks[n % tasks.length] ?? '';
    const path = `/tasks/${task.split('/').map(encodeURIComponent).join('/')}/milestones`;
    for (;;) {
      const url = this.fleet.urlOf(this.chances.pick(['api 1', 'api 2'] as const));
      if (url !== null) this.asked++;
      const answer = url === null ? null : await new Client(url).send('POST', path, call).catch(() => null);
      if (answer && answer.status < 300) {
        const { stream, version, position } = answer.body as Acknowledged;
        this.acknowledged.push({ said, stream, version, position });
        return;
      }
      if (answer && answer.status !== 503) {
        this.wrong.push(`${answer.status}: ${answer.text}`);
        return;
      }
      await sleep(this.chances.between(20, 80));
    }
  }
}

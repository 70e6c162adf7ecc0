import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from '../house/root.js';
import { type Client, startTestServer, type TestServer } from '../server.js';
import { type Schema, unlike } from './shaped.js';

/** The description of the API, asked over a year full of everything: what it says of an answer is what is answered. */

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>;
}

describe('what a route answers', () => {
  let server: TestServer;
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  let named: Readonly<Record<string, Schema>>;
  const asked = new Set<string>();

  /** Asks and compares; gives the answer. */
  const ask = async (
    client: Client,
    template: string,
    ids: readonly string[] = [],
    query = '',
    method = 'GET',
    body?: object,
  ) => {
    const left = [...ids];
    const path = template.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ''));
    const call = body ? { body } : {};
    const answer = await client.send(method, `${path}${query}`, call);
    const { responses } = paths[`/api${template}`]?.[method.toLowerCase()] ?? { responses: {} };
    const of = (responses[String(answer.status)] ?? responses.default)?.content ?? {};
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    expect([path, answer.status, Object.keys(of)]).toEqual([path, answer.status, [type]]);
    expect([path, unlike(answer.body, of[type]?.schema ?? {}, named).slice(0, 5)]).toEqual([path, []]);
    if (answer.status < 300) asked.add(`${method} ${template}`);
    return answer.body;
  };

  beforeAll(async () => {
    server = await startTestServer({ now: '2026-03-02T09:00:00+07:00', sample: 'year' });
    const described = (await server.client().get('/openapi.json')).body;
    paths = described.paths;
    named = described.components.schemas;
  }, 400_000);
  afterAll(() => server.close());

  it('is said of every route, and so is how it refuses', () => {
    const silent = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses }]) => {
          const good = Object.entries(responses).filter(([code]) => code.startsWith('2'));
          const told = good.every(
            ([code, { content }]) => code === '204' || Object.values(content ?? {}).some((it) => it.schema),
          );
          return good.length === 0 || !told || responses.default?.content?.['application/problem+json'] === undefined;
        })
        .map(([method]) => `${method} ${path}`),
    );
    expect(silent).toEqual([]);
    expect(Object.keys(paths).length).toBeGreaterThan(100);
  });

  it('has no schema that nothing refers to, and refers to none that is not there', () => {
    const referred = new Set(
      [...JSON.stringify({ paths, named }).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
    );
    expect([...referred].filter((it) => !((it as string) in named))).toEqual([]);
    expect(Object.keys(named).filter((it) => !referred.has(it))).toEqual([]);
  });

  it('is what it says: the plan and its registers', async () => {
    const it = await server.as('auditor', 'thanh-tra-tinh');
    const [plan] = (await ask(it, '/plans')).rows;
    for (const part of ['', '/items', '/targets', '/results', '/projects', '/findings', '/links'])
      await ask(it, `/plans/{plan}${part}`, [plan.id], part === '/links' ? '?earlier=267-2025' : '');
    await ask(it, '/plans/{plan}/carry-overs', [plan.id], '?earlier=267-2025');
    await ask(it, '/plans/{plan}/rows/{item}/years', [plan.id, 'IV.IV.1']);
    const { rows } = await ask(it, '/tasks', [], '?size=200&asOf=2025-12-20');
    for (const { id } of rows.filter((_: unknown, n: number) => n % 9 === 0)) {
      const ids = id.split('/');
      for (const part of ['', '/history', '/waiting', '/occurrences']) await ask(it, `/tasks/{plan}/{item}/{agency}${part}`, ids);
    }
    for (const at of ['2024-12-12', '2025-06-30', '2026-02-28']) {
      await ask(it, '/overdue', [], `?asOf=${at}`);
      await ask(it, '/tasks', [], `?asOf=${at}&size=200`);
      await ask(it, '/targets', [], `?plan=${plan.id}&asOf=${at}`);
      await ask(it, '/projects', [], `?plan=${plan.id}&asOf=${at}`);
      await ask(it, '/scorecards', [], `?asOf=${at}`);
      await ask(it, '/rounds', [], `?plan=${plan.id}&asOf=${at}`);
      await ask(it, '/round-matrix/{plan}', [plan.id], `?asOf=${at}`);
      await ask(it, '/obstacles', [], `?asOf=${at}`);
    }
    for (const row of (await ask(it, '/targets', [], `?plan=${plan.id}`)).rows)
      for (const part of ['', '/history']) await ask(it, `/targets/{plan}/{item}${part}`, [plan.id, row.item]);
    for (const row of (await ask(it, '/projects', [], `?plan=${plan.id}`)).rows)
      for (const part of ['', '/history']) await ask(it, `/projects/{plan}/{item}${part}`, [plan.id, row.item]);
    await ask(it, '/extensions-to-decide', [], `?plan=${plan.id}`);
    await ask(it, '/baselines/{plan}', [plan.id]);
    await ask(it, '/silent-tasks/{plan}', [plan.id]);
    await ask(it, '/round-periods/{plan}', [plan.id], '?year=2025');
  }, 240_000);

  it('is what it says: rounds, obstacles, meetings, bodies, scorecards and the record', async () => {
    const it = await server.as('auditor', 'thanh-tra-tinh');
    const plan = '267-2025';
    for (const { round } of (await ask(it, '/rounds', [], `?plan=${plan}`)).rows) {
      const { agencies } = await ask(it, '/rounds/{plan}/{round}', [plan, round]);
      await ask(it, '/rounds/{plan}/{round}/synthesis', [plan, round]);
      for (const { agency } of agencies) await ask(it, '/rounds/{plan}/{round}/reports/{agency}', [plan, round, agency.id]);
    }
    for (const { id } of (await ask(it, '/obstacles')).rows) await ask(it, '/obstacles/{obstacle}', [id]);
    for (const { number } of (await ask(it, '/meetings/{plan}', [plan])).rows) {
      await ask(it, '/meetings/{plan}/{number}', [plan, String(number)]);
      await ask(it, '/meetings/{plan}/{number}/changes', [plan, String(number)]);
    }
    await ask(it, '/meetings/{plan}/proposed-agenda', [plan]);
    for (const on of ['2024-12-10', '2025-03-01', '2025-07-01']) {
      await ask(it, '/agency-groups', [], `?on=${on}`);
      for (const { id } of (await ask(it, '/agencies', [], `?on=${on}`)).rows.slice(0, 15)) {
        await ask(it, '/agencies/{agency}', [id], `?on=${on}`);
        await ask(it, '/agencies/{agency}/responsibility', [id], '?from=2025-01-01&to=2025-12-31');
      }
    }
    for (const { succession } of (await ask(it, '/successions')).rows) await ask(it, '/successions/{succession}', [succession]);
    await ask(it, '/successions-orphaned');
    for (const { agency } of (await ask(it, '/scorecards')).rows) await ask(it, '/scorecards/{agency}', [agency.id]);
    await ask(it, '/reminders');
    const { rows } = await ask(it, '/history', [], '?limit=200');
    for (const { stream, version } of rows.slice(0, 40))
      await ask(it, '/streams/{stream}/replay', [stream], `?version=${version}`);
    await ask(it, '/session');
    await ask(it, '/health');
    await ask(it, '/health/live');
    const officer = await server.as('officer', 'so-y-te');
    await ask(officer, '/my-tasks', [], '?asOf=2025-12-20');
    const admin = await server.as('admin');
    await ask(admin, '/users');
    await ask(admin, '/projections');
  }, 240_000);

  it('leaves no question out but those that give a file or do not end', () => {
    const all = Object.entries(paths).flatMap(([path, operations]) =>
      'get' in operations ? [`GET ${path.replace(/^\/api/, '')}`] : [],
    );
    expect(all.filter((it) => !asked.has(it)).sort()).toEqual([
      'GET /evidence/{sha256}',
      'GET /live',
      'GET /metrics',
      'GET /plans/{plan}/workbook',
    ]);
  });

  it('is what it says of commands: written, written before, and refused', async () => {
    const officer = await server.as('officer', 'so-giao-duc-va-dao-tao');
    const task = (await officer.get('/tasks?agency=so-giao-duc-va-dao-tao&status=overdue&size=1')).body.rows[0].id.split('/');
    const path = '/tasks/{plan}/{item}/{agency}/milestones';
    const report = { progress: 50, narrative: 'Đang làm', evidence: [], occurredOn: '2026-03-01' };
    expect(await ask(officer, path, task, '', 'POST', report)).toMatchObject({ events: ['milestone-reported'] });
    expect(await ask(officer, path, task, '', 'POST', { ...report, occurredOn: '2026-03-09' })).toMatchObject({
      code: 'dated-in-the-future',
    });
    expect(await ask(officer, path, task, '', 'POST', { progress: 'x' })).toMatchObject({ code: 'invalid-shape' });
    const admin = await server.as('admin');
    await ask(admin, '/users', [], '', 'POST', { username: 'moi', name: 'Người mới', role: 'auditor' });
  });
});

describe('apps/server/answers.json', () => {
  it('is what the types say now (npm run openapi)', () => {
    const env = { ...process.env, NODE_OPTIONS: '' };
    const made = execFileSync(process.execPath, ['apps/server/answers.mjs'], {
      cwd: root,
      env,
      maxBuffer: 32_000_000,
      encoding: 'utf8',
    });
    expect(readFileSync('apps/server/answers.json', 'utf8')).toBe(made);
  }, 120_000);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { EVENT_STORE, type EventStore } from '#event-store';
import { instant } from '#language';
import { CarrySuccessions } from '#succession';
import { type Client, startTestServer, type TestServer } from '../server.js';

const districts = [
  'ubnd-huyen-u-minh',
  'ubnd-huyen-thoi-binh',
  'ubnd-huyen-cai-nuoc',
  'ubnd-huyen-dam-doi',
  'ubnd-huyen-nam-can',
];
const heir = 'ubnd-thanh-pho-ca-mau';
const id = 'ket-thuc-nam-huyen';

describe('a succession that is cut off while it is carried out', () => {
  let server: TestServer;
  let standing: Client;
  let waiting: string;
  const store = () => server.running.app.get<EventStore>(EVENT_STORE);
  const reassigned = async () => (await store().readLog({ types: ['reassigned'], limit: 1000 })).map((it) => it.stream);
  const carry = () => server.running.app.get(CommandBus).execute(new CarrySuccessions());

  beforeAll(async () => {
    server = await startTestServer({ now: '2025-06-25T09:00:00+07:00' });
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const officer = await server.as('officer', districts[0]);
    const { body } = await officer.get(`/tasks?agency=${districts[0]}&size=1`);
    waiting = body.rows[0].id;
    const claim = { narrative: 'Đã hoàn thành', evidence: [], document: { number: '1/BC' }, occurredOn: '2025-06-20' };
    const claimed = await officer.post(`/tasks/${waiting}/completion`, claim);
    expect(claimed.status).toBe(201);
    const act = {
      succession: id,
      kind: 'dissolve',
      title: 'Kết thúc năm huyện',
      on: '2025-06-26',
      basis: { number: '1/NQ', on: null, source: '' },
      from: districts,
      to: [heir],
    };
    await standing.post('/successions', { act });
    await standing.post(`/successions/${id}/directions`, {});
    expect((await standing.post(`/successions/${id}/conclusion`)).status).toBe(201);
    server.clock.set(instant('2025-06-26T09:00:00+07:00'));
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(() => server.close());

  it('goes on where it stopped, and passes nothing on twice', async () => {
    const admin = new pg.Client({ connectionString: server.databaseUrl });
    await admin.connect();
    const cut = carry().then(
      () => 'finished',
      () => 'cut off',
    );
    while ((await reassigned().catch(() => [])).length < 3);
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
    await cut;
    const carried = () =>
      carry().then(
        () => true,
        () => false,
      );
    // Each room finds out by itself that its connections were cut.
    for (let tries = 0; !(await carried()); tries++) {
      if (tries === 100) throw new Error('nothing can be carried out any more');
      await sleep(100);
    }
    const moved = await reassigned();
    expect(moved.length).toBeGreaterThan(10);
    expect(new Set(moved).size).toBe(moved.length);
    expect(moved).not.toContain(`task-${waiting}`);
  }, 120_000);

  it('waits for the answer to a claim: returned, the task passes on; and only then it is done', async () => {
    const phase = async () => (await standing.get(`/successions/${id}?after=${String(await store().head())}`)).body.phase;
    expect(await phase()).toBe('concluded');
    const { body } = await standing.get(`/tasks/${waiting}`);
    const claim = body.claims[0].claim;
    const returned = await standing.post(`/tasks/${waiting}/completion/${claim}/return`, { reason: 'Thiếu minh chứng' });
    expect(returned.status).toBe(201);
    await carry();
    expect(await reassigned()).toContain(`task-${waiting}`);
    expect(await phase()).toBe('carried');
    const after = await standing.get(`/tasks/${waiting}?after=${String(await store().head())}`);
    expect(after.body.agency.id).toBe(heir);
  });
});

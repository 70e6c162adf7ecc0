import { type Client, startTestServer, type TestServer } from '../server.js';
import { importOfTwoUnits } from './two-units.js';

describe('the projects of the plan', () => {
  let server: TestServer;
  let standing: Client;
  let committee: Client;
  let owner: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-04-10T09:00:00+07:00' });
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    committee = await server.as('committee', 'ban-chi-dao-chuyen-doi-so-tinh');
    owner = await server.as('officer', 'so-y-te');
  }, 120_000);
  afterAll(() => server.close());

  const at = (item: string) => `/projects/267-2025/${item}`;
  const sent = async (client: Client, path: string, body: unknown) => {
    const answer = await client.post(path, body);
    await standing.get(`/projects?after=${answer.body?.position ?? '0'}`);
    return answer;
  };

  it('are 29, with the printed sums beside what the rows add up to: the contradiction is shown and nothing is put right', async () => {
    const { body } = await owner.get('/projects?plan=267-2025');
    expect(body.total).toBe(29);
    expect(body.sections.map((it: { projects: number }) => it.projects)).toEqual([21, 2, 6]);
    expect(body.sections.map((it: { printed: unknown; rows: unknown }) => [it.printed, it.rows])).toEqual([
      [
        { total: '69306', allotted: '20280' },
        { total: '69306', allotted: '20280' },
      ],
      [
        { total: '45000', allotted: '24200' },
        { total: '45000', allotted: '24200' },
      ],
      [
        { total: '8530', allotted: '5520' },
        { total: '8350', allotted: '5520' },
      ],
    ]);
    expect(body.sections[2].difference).toEqual({ total: '180', allotted: null });
    expect(body.grand).toMatchObject({
      printed: { total: '122656', allotted: '50000' },
      rows: { total: '122656', allotted: '50000' },
      subtotals: { total: '122836', allotted: '50000' },
      difference: { total: null, allotted: null },
      disbursed: '0',
      unit: 'Triệu đồng',
    });
  });

  it('roll up by owner, each row in one place', async () => {
    const { owners, rows } = (await owner.get('/projects')).body;
    const sum = owners.reduce((total: number, it: { projects: number }) => total + it.projects, 0);
    expect(sum).toBe(29);
    expect(owners[0]).toMatchObject({ owner: { id: 'so-thong-tin-va-truyen-thong' }, projects: 15 });
    expect(
      rows.filter((it: { owner: unknown }) => it.owner === null).map((it: { printedOwner: string }) => it.printedOwner),
    ).toEqual([]);
  });

  it('show what does not fit: money of a year outside the project’s own', async () => {
    const { body } = await owner.get(at('II.I.6'));
    expect(body).toMatchObject({
      printedYears: '2021-2022',
      year: 2024,
      oddities: ['allotted-outside-years'],
      status: 'past-period',
    });
  });

  it('are paid for by their owner, exactly to the đồng, never above the total', async () => {
    const item = 'II.I.21';
    const paid = { amount: '250,000001', paidOn: '2025-03-31', document: { number: '12/UNC' } };
    expect((await sent(standing, `${at(item)}/disbursements`, paid)).body.code).toBe('not-the-owner');
    expect((await sent(owner, `${at(item)}/disbursements`, paid)).status).toBe(201);
    await sent(owner, `${at(item)}/disbursements`, { amount: '0,1', paidOn: '2025-04-01' });
    await sent(owner, `${at(item)}/disbursements`, { amount: '0,2', paidOn: '2025-04-02' });
    const { body } = await owner.get(at(item));
    expect(body).toMatchObject({ disbursed: '250.300001', status: 'disbursing', disbursements: 3 });
    expect((await owner.get(`${at(item)}?asOf=2025-03-30`)).body).toMatchObject({ disbursed: '0', status: 'not-started' });
    const over = await sent(owner, `${at(item)}/disbursements`, { amount: '1349,7', paidOn: '2025-04-03' });
    expect(over.body).toMatchObject({ code: 'over-total', figures: { left: '1349.699999' } });
    expect((await sent(owner, `${at(item)}/disbursements`, { amount: '600', paidOn: '2025-04-03' })).status).toBe(201);
    expect((await owner.get(at(item))).body.oddities).toEqual(['over-allotted']);
    expect((await owner.get('/projects')).body.grand.disbursed).toBe('850.300001');
  });

  it('are accepted by somebody outside the owner, and the acceptance can be taken back', async () => {
    const item = 'II.I.21';
    const accepted = { acceptedOn: '2025-04-09', document: { number: '15/BB-NT', on: '2025-04-09' } };
    expect((await sent(owner, `${at(item)}/acceptance`, accepted)).status).toBe(403);
    expect((await sent(standing, `${at(item)}/acceptance`, accepted)).status).toBe(201);
    expect((await owner.get(at(item))).body).toMatchObject({ status: 'accepted', acceptedOn: '2025-04-09' });
    expect((await sent(owner, `${at(item)}/disbursements`, { amount: '1', paidOn: '2025-04-09' })).body.code).toBe(
      'already-accepted',
    );
    expect((await sent(standing, `${at(item)}/acceptance/withdrawal`, { reason: 'Còn hạng mục chưa bàn giao' })).status).toBe(
      201,
    );
    expect((await owner.get(at(item))).body.status).toBe('disbursing');
    const own = 'II.I.1';
    expect((await sent(standing, `${at(own)}/acceptance`, accepted)).body.code).toBe('own-project');
    expect((await sent(committee, `${at(own)}/acceptance`, accepted)).status).toBe(201);
    const { body } = await owner.get(`${at(item)}/history`);
    expect(body.rows.map((it: { type: string }) => it.type)).toEqual([
      'project-listed',
      'disbursed',
      'disbursed',
      'disbursed',
      'disbursed',
      'project-accepted',
      'acceptance-withdrawn',
    ]);
    expect(body.rows[1].vi).toBe('Giải ngân 250,000001 triệu đồng ngày 31/03/2025 theo 12/UNC.');
  });

  it('change their money and their owner by a document only, and keep the print', async () => {
    const item = 'II.III.5';
    const document = { number: '77/QĐ-UBND' };
    const money = await sent(standing, `${at(item)}/money`, { total: '1700', reason: 'Điều chỉnh tổng mức', document });
    expect(money.status).toBe(201);
    expect((await sent(standing, `${at(item)}/money`, { total: '1700', reason: 'Điều chỉnh tổng mức' })).status).toBe(400);
    expect((await sent(standing, `${at(item)}/owner`, { to: 'so-noi-vu', reason: 'Bàn giao', document })).status).toBe(201);
    const { body } = await owner.get(at(item));
    expect(body).toMatchObject({ total: '1700', printedTotal: '1600', owner: { id: 'so-noi-vu' }, printedOwner: 'Sở Y tế' });
    const { grand } = (await owner.get('/projects')).body;
    expect([grand.total, grand.rows.total]).toEqual(['122756', '122656']);
  });

  it('tell the unit of their money as their own plan prints it', async () => {
    expect((await owner.get(at('II.I.1'))).body.unit).toBe('Triệu đồng');
    const imported = await importOfTwoUnits(standing);
    expect([imported.status, imported.body.counts?.projects]).toEqual([201, 2]);
    const { rows } = (await owner.get(`/projects?plan=7-2025&after=${imported.body.position}`)).body;
    expect((await owner.get(`/projects/7-2025/${rows[0].item}`)).body).toMatchObject({ unit: 'Nghìn đồng', total: '900000' });
    expect((await owner.get(`/projects/7-2025/${rows[1].item}`)).body).toMatchObject({ unit: 'Tỷ đồng', total: '12.5' });
  });

  it('are not added up where tables count in different units, of one plan or of several', async () => {
    const { body } = await owner.get('/projects?plan=7-2025');
    expect(body).toMatchObject({ total: 2, units: ['Nghìn đồng', 'Tỷ đồng'], grand: null, owners: [] });
    expect(body.sections.map((it: { unit: string; total: string }) => [it.unit, it.total])).toEqual([
      ['Nghìn đồng', '900000'],
      ['Tỷ đồng', '12.5'],
    ]);
    expect((await owner.get('/projects')).body).toMatchObject({ total: 31, grand: null, owners: [] });
    expect((await owner.get('/projects?plan=267-2025')).body.grand).toMatchObject({ projects: 29, unit: 'Triệu đồng' });
  });
});

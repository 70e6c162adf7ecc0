import { startTestServer, type TestServer } from '../server.js';

describe('the registry of agencies over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  }, 120_000);
  afterAll(() => server.close());

  it('shows everybody who is signed in the agencies of a day with their spellings, blocs and sources', async () => {
    const officer = await server.as('officer', 'so-y-te');
    const { status, body } = await officer.get('/agencies?on=2024-12-10');
    expect(status).toBe(200);
    expect(body.freshness).toMatchObject({ projection: 'agency-registry', state: 'running' });
    const row = body.rows.find((it: { id: string }) => it.id === 'so-thong-tin-va-truyen-thong');
    expect(row).toMatchObject({ kind: 'so', bloc: 'Khối sở, ban, ngành', ratable: true, exists: true });
    expect(row.aliases).toContain('Sở TT&TT');
    expect((await officer.get('/agency-groups')).body.rows.map((it: { id: string }) => it.id)).toContain('so-ban-nganh');
    expect((await officer.get('/agencies/so-y-te')).body.groups).toEqual([
      { id: 'so-ban-nganh', name: 'Sở, ban, ngành tỉnh', from: null, to: null },
    ]);
  });

  it('refuses a day that is not one, and an agency that nobody registered, with the value named', async () => {
    const officer = await server.as('officer', 'so-y-te');
    expect((await officer.get('/agencies?on=2025-02-30')).body).toMatchObject({ status: 400, code: 'not-a-date', field: 'on' });
    expect((await officer.get('/agencies/so-khong-co')).body).toMatchObject({ status: 404, code: 'unknown-agency' });
  });

  it('lets an administrator record a spelling and a head, once each, and nobody else', async () => {
    const admin = await server.as('admin');
    const alias = { alias: 'Sở Y-tế Cà Mau', source: '' };
    const added = await admin.post('/agencies/so-y-te/aliases', alias);
    expect([added.status, added.body.events]).toEqual([201, ['alias-added']]);
    expect(added.headers.get('etag')).toBe(`"${added.body.version}"`);
    const again = await admin.post('/agencies/so-y-te/aliases', alias);
    expect([again.status, again.body.events]).toEqual([200, []]);

    const head = { subject: 'u_giamdoc', office: 'Giám đốc', from: '2025-01-01', source: '' };
    expect((await admin.post('/agencies/so-y-te/heads', head)).status).toBe(201);
    const held = await admin.post('/agencies/so-y-te/heads', { ...head, subject: 'u_khac', from: '2025-02-01' });
    expect(held.body).toMatchObject({ status: 422, code: 'office-is-held', field: 'office' });
    const left = await admin.post('/agencies/so-y-te/heads/departures', { subject: 'u_giamdoc', on: '2025-03-01', source: '' });
    const shown = await admin.get(`/agencies/so-y-te?after=${left.body.position}`);
    expect(shown.body.heads).toEqual([
      { subject: 'u_giamdoc', office: 'Giám đốc', from: '2025-01-01', to: '2025-03-01', source: '' },
    ]);
    expect(shown.body.aliases).toContain('Sở Y-tế Cà Mau');

    const officer = await server.as('head', 'so-y-te');
    expect((await officer.post('/agencies/so-y-te/aliases', alias)).status).toBe(403);
  });
});

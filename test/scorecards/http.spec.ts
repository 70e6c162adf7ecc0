import { startTestServer, type TestServer } from '../server.js';

describe('scorecards over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  }, 120_000);
  afterAll(() => server.close());

  it('are of the own agency for its people, of every agency for reviewers', async () => {
    const head = await server.as('head', 'so-y-te');
    const own = await head.get('/scorecards/so-y-te?plan=267-2025');
    expect(own.status).toBe(200);
    expect(own.body.agency).toMatchObject({ id: 'so-y-te', name: 'Sở Y tế', ratable: true });
    expect(own.body.figures.map((it: { key: string }) => it.key)).toEqual(
      expect.arrayContaining(['onTime', 'completion', 'silent']),
    );
    expect((await head.get('/scorecards/so-tai-chinh')).body).toMatchObject({ status: 403, code: 'not-your-scorecard' });
    expect((await head.get('/scorecards')).status).toBe(403);
    const interior = await server.as('interior');
    const all = await interior.get('/scorecards?plan=267-2025');
    expect(all.body.rows.find((it: { agency: { id: string } }) => it.agency.id === 'viettel-ca-mau')).toMatchObject({
      ranked: false,
    });
    expect((await interior.get('/scorecards/so-khong-co')).body).toMatchObject({ status: 404, code: 'unknown-agency' });
  });

  it('06.6 give no percentage where nothing fell due yet', async () => {
    const { body } = await (await server.as('interior')).get('/scorecards/so-y-te?plan=267-2025&asOf=2025-01-15');
    expect(body.completion).toEqual({ numerator: 0, denominator: 0, percent: null });
    expect(body.four.overdue).toBe(0);
  });
});

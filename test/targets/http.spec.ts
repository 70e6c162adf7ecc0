import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore } from '#event-store';
import { Loading } from '../../apps/server/loading.js';
import { type Client, startTestServer, type TestServer } from '../server.js';

const monitor = 'so-thong-tin-va-truyen-thong';
const period = { from: '2025-01-01', to: '2025-03-31' };
const figure = (over: Readonly<Record<string, unknown>>) => ({ basis: 'measured', source: 'iOffice', period, ...over });

describe('the targets of the plan', () => {
  let server: TestServer;
  let standing: Client;
  /** Of the monitoring body, beside the standing officer. */
  let head: Client;
  let officer: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-04-10T09:00:00+07:00' });
    standing = await server.as('standing', monitor);
    head = await server.as('head', monitor);
    officer = await server.as('officer', 'so-y-te');
  }, 120_000);
  afterAll(() => server.close());

  const at = (item: string) => `/targets/267-2025/${item}`;
  const shown = async (item: string) => (await standing.get(at(item))).body;
  const measured = async (client: Client, item: string, over: Readonly<Record<string, unknown>>) => {
    const answer = await client.post(`${at(item)}/measurements`, figure(over));
    await standing.get(`${at(item)}?after=${answer.body?.position ?? '0'}`);
    return answer;
  };
  const judged = async (client: Client, item: string, body: unknown) => {
    const answer = await client.post(`${at(item)}/judgements`, body);
    await standing.get(`${at(item)}?after=${answer.body?.position ?? '0'}`);
    return answer;
  };

  it('are 28, with blank and group executors as printed, and nothing of them is met before anybody measured', async () => {
    const { body } = await officer.get('/targets?plan=267-2025');
    expect(body.total).toBe(28);
    expect(body.counts).toMatchObject({ 'not-measured': 28, met: 0 });
    expect(body.rate).toEqual({ numerator: 0, denominator: 28, exempt: 0, unjudged: 28 });
    const blank = body.rows.filter((it: { executors: unknown[] }) => it.executors.length === 0);
    expect(blank.map((it: { item: string }) => it.item)).toEqual([
      'III.II.3',
      'III.II.6',
      'III.III.2',
      'III.III.5',
      'III.III.6',
      'III.III.7',
    ]);
    const grouped = body.rows.filter((it: { executors: { kind: string }[] }) => it.executors.some((one) => one.kind === 'group'));
    expect(grouped).toHaveLength(20);
    const unmonitored = body.rows.filter((it: { monitor: unknown }) => it.monitor === null);
    expect(unmonitored).toEqual([]);
    expect(body.rows.reduce((sum: number, it: { components: unknown[] }) => sum + it.components.length, 0)).toBe(32);
  });

  it('have last year’s 24 results as their baseline: 19 met, 2 not met, 3 not measurable, 17 the same measure', async () => {
    const { body } = await officer.get('/baselines/267-2025');
    expect(body.lastYear).toEqual({ year: 2024, total: 24, met: 19, notMet: 2, notMeasurable: 3, linked: 17 });
    const links = body.rows.flatMap((it: { item: string; target: string | null }) =>
      it.target ? [`${it.item}→${it.target}`] : [],
    );
    expect(links).toEqual([
      'I.I.3→III.I.3',
      'I.I.4→III.I.4',
      'I.I.5→III.I.6',
      'I.I.6→III.I.7',
      'I.I.7→III.I.9',
      'I.I.11→III.I.10',
      'I.II.1→III.II.1',
      'I.II.2→III.II.4',
      'I.II.3→III.II.3',
      'I.II.4→III.II.5',
      'I.II.5→III.II.6',
      'I.III.1→III.III.1',
      'I.III.2→III.III.7',
      'I.III.3→III.III.6',
      'I.III.5→III.III.4',
      'I.III.6→III.III.3',
      'I.III.7→III.III.2',
    ]);
    expect((await shown('III.II.4')).baselines).toMatchObject([
      { item: 'I.II.2', result: 'Ước đạt 9%', verdict: 'met', estimated: true },
    ]);
    const person = await standing.post('/baselines/267-2025/I.I.2/target', {
      target: 'III.I.2',
      reason: 'Cùng đo hồ sơ trực tuyến',
    });
    expect(person.status).toBe(201);
  });

  it('count III.IV.2 and IV.IV.8 as one thing', async () => {
    expect((await officer.get('/targets')).body.alsoItems).toEqual([{ target: 'III.IV.2', item: 'IV.IV.8' }]);
    const finding = 'row-repeated-iv-iv-8';
    const keep = await standing.post(`/plans/267-2025/findings/${finding}/settlement`, {
      choice: 'keep',
      note: 'Theo dõi riêng',
    });
    expect(keep.status).toBe(201);
    await standing.get(`/targets?after=${keep.body.position}`);
    expect((await shown('III.IV.2')).sameAs).toBeNull();
    const accept = await standing.post(`/plans/267-2025/findings/${finding}/settlement`, { choice: 'accept' });
    await standing.get(`/targets?after=${accept.body.position}`);
    expect((await shown('III.IV.2')).sameAs).toBe('IV.IV.8');
  });

  it('are measured part by part, and met only when every part has its figure and the monitoring body says so', async () => {
    await measured(standing, 'III.I.4', { threshold: 'a', numerator: '960', denominator: '1000' });
    const partly = await shown('III.I.4');
    expect(partly).toMatchObject({ status: 'partly-measured', figuresSay: null });
    expect((await judged(head, 'III.I.4', { verdict: 'met' })).body).toMatchObject({
      code: 'not-measured',
      figures: { missing: ['b', 'c'], of: 3 },
    });
    await measured(standing, 'III.I.4', { threshold: 'b', value: '90,5' });
    await measured(standing, 'III.I.4', { threshold: 'c', value: '85' });
    expect(await shown('III.I.4')).toMatchObject({ status: 'awaiting-judgement', figuresSay: 'met' });
    expect((await judged(standing, 'III.I.4', { verdict: 'met' })).body.code).toBe('judge-is-the-measurer');
    expect((await judged(officer, 'III.I.4', { verdict: 'met' })).body.code).toBe('not-the-monitoring-body');
    expect((await judged(head, 'III.I.4', { verdict: 'met' })).status).toBe(201);
    const met = await shown('III.I.4');
    expect(met.status).toBe('met');
    expect(met.events.map((it: { type: string }) => it.type)).toEqual([
      'target-set',
      'measured',
      'measured',
      'measured',
      'judged',
    ]);
    const before = (await officer.get(`${at('III.I.4')}?asOf=2025-04-09`)).body;
    expect(before).toMatchObject({ status: 'not-measured', asOf: '2025-04-09' });
  });

  it('show a typed percentage beside the computed one where they differ, and go by the computed', async () => {
    await measured(standing, 'III.I.3', { value: '98,67', numerator: '349605', denominator: '356257' });
    const { components, figuresSay } = await shown('III.I.3');
    expect(components[0].figure).toMatchObject({ value: '98.13', typed: '98.67', warnings: ['typed-differs'] });
    expect(figuresSay).toBe('not-met');
    expect((await judged(head, 'III.I.3', { verdict: 'met' })).body.code).toBe('figures-say-otherwise');
    expect((await judged(head, 'III.I.3', { verdict: 'not-met' })).status).toBe(201);
  });

  it('warn of a share over a hundred percent, typed or computed, and record it: a warning is no block', async () => {
    for (const over of [{ value: '105' }, { numerator: '21', denominator: '20' }]) {
      expect((await measured(standing, 'III.I.1', over)).status).toBe(201);
      expect((await shown('III.I.1')).components[0].figure).toMatchObject({ value: '105', warnings: ['over-100'] });
    }
    await measured(standing, 'III.II.6', { value: '107' });
    const growth = await shown('III.II.6');
    expect(growth.components[0].figure.warnings).toEqual([]);
    await standing.post(`${at('III.II.6')}/measurements/${growth.components[0].figure.measurement}/withdrawal`, {
      reason: 'Thử',
    });
  });

  it('take an implementing body’s figure as its own share, which alone makes nothing met', async () => {
    expect((await measured(officer, 'III.I.9', { numerator: '950', denominator: '1000' })).body.code).toBe('own-share-only');
    expect((await measured(officer, 'III.I.9', { scope: 'own', numerator: '950', denominator: '1000' })).status).toBe(201);
    const view = await shown('III.I.9');
    expect(view.status).toBe('not-measured');
    expect(view.shares).toMatchObject([{ body: { id: 'so-y-te', name: 'Sở Y tế' }, value: '95' }]);
    expect(view.implementers.length).toBeGreaterThan(27);
    expect((await measured(officer, 'III.II.5', { value: '85' })).body.code).toBe('not-an-implementing-body');
  });

  it('leave the denominator when exempt, stay in it when not measurable, and each needs its reason', async () => {
    expect((await judged(head, 'III.II.6', { verdict: 'not-measurable' })).body.code).toBe('words-missing');
    expect((await judged(head, 'III.II.6', { verdict: 'not-measurable', reason: 'Bộ, ngành chưa có hướng dẫn' })).status).toBe(
      201,
    );
    expect((await judged(head, 'III.III.8', { verdict: 'exempt', reason: 'Không còn ấp, khóm lõm sóng' })).status).toBe(201);
    const { body } = await officer.get('/targets');
    expect(body.counts).toMatchObject({ met: 1, 'not-met': 1, 'not-measurable': 1, exempt: 1 });
    expect(body.rate).toEqual({ numerator: 1, denominator: 27, exempt: 1, unjudged: 24 });
  });

  it('lose their verdict when a figure it rests on is withdrawn', async () => {
    const before = await shown('III.I.4');
    const { measurement } = before.components[2].figure;
    const answer = await standing.post(`${at('III.I.4')}/measurements/${measurement}/withdrawal`, { reason: 'Sai kỳ số liệu' });
    expect(answer.status).toBe(201);
    await standing.get(`${at('III.I.4')}?after=${answer.body.position}`);
    const view = await shown('III.I.4');
    expect(view).toMatchObject({ status: 'partly-measured', verdict: null });
    expect(view.judgements).toMatchObject([{ verdict: 'met', stands: false }]);
    expect(view.figures.filter((it: { withdrawn: unknown }) => it.withdrawn)).toHaveLength(1);
  });

  it('are read anew by the standing agency where the printed words were cut off, and keep the print', async () => {
    const thresholds = [
      { of: 'hoạt động kiểm tra, đánh giá qua môi trường số', kind: 'percent', compare: 'at-least', value: '50' },
    ];
    expect((await officer.post(`${at('III.I.10')}/reading`, { thresholds, reason: 'x' })).status).toBe(403);
    const answer = await standing.post(`${at('III.I.10')}/reading`, { thresholds, reason: 'Khôi phục từ Phần II.I.2.a' });
    expect(answer.status).toBe(201);
    await standing.get(`${at('III.I.10')}?after=${answer.body.position}`);
    const view = await shown('III.I.10');
    expect(view.title).toContain('được thực');
    expect(view.readings).toHaveLength(2);
    const { body } = await officer.get(`${at('III.I.10')}/history`);
    expect(body.rows.map((it: { type: string }) => it.type)).toEqual(['target-set', 'reading-changed']);
    expect(body.rows[1].vi).toBe('Sửa cách đọc thành ≥ 50%. Lý do: Khôi phục từ Phần II.I.2.a');
  });

  it('refuse what cannot be a figure, in words', async () => {
    for (const [over, code] of [
      [{ value: '1.200' }, 'ambiguous-number'],
      [{ value: 'chín mươi' }, 'not-a-number'],
      [{ numerator: '3', denominator: '0' }, 'denominator-not-above-zero'],
      [{ numerator: '3' }, 'figure-missing'],
      [{}, 'figure-missing'],
      [{ value: '-1' }, 'figure-negative'],
      [{ value: '90', period: { from: '2025-01-01', to: '2025-12-31' } }, 'dated-in-the-future'],
      [{ value: '90', period: { from: '2025-03-31', to: '2025-01-01' } }, 'period-out-of-order'],
      [{ value: '90', threshold: 'z' }, 'which-threshold'],
    ] as const)
      expect([over, (await measured(standing, 'III.II.1', over)).body.code]).toEqual([over, code]);
    expect((await standing.get(at('III.IX.9'))).status).toBe(404);
  });

  it('write nothing twice for one idempotency key, and nothing over a version that moved on', async () => {
    const key = { 'idempotency-key': 'measure-III.II.1-q1' };
    const body = figure({ value: '71' });
    const first = await standing.post(`${at('III.II.1')}/measurements`, body, key);
    const again = await standing.post(`${at('III.II.1')}/measurements`, body, key);
    expect([first.status, again.status, again.body.repeated]).toEqual([201, 200, true]);
    expect((await standing.post(`${at('III.II.1')}/measurements`, body, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('are carried out by bodies that are registered, and by no invented one', async () => {
    const bodies = {
      reason: 'Bổ sung cơ quan thực hiện',
      executors: [{ printed: 'Sở Không Có', kind: 'agency', id: 'so-khong-co' }],
    };
    expect((await standing.post(`${at('III.II.6')}/bodies`, bodies)).body).toMatchObject({
      status: 422,
      code: 'unknown-agency',
      field: 'executors.0.id',
    });
  });

  it('are set by a step of the start where the plan had been imported before they were kept, and the step writes nothing twice', async () => {
    const app = server.running.app;
    await app.get(DataSource).query("delete from loaded where step = 'tables'");
    const before = await app.get<EventStore>(EVENT_STORE, { strict: false }).head();
    const silent = { say: () => undefined, progress: () => undefined, signIns: () => undefined };
    await app.get(Loading, { strict: false }).run({ sample: 'none' }, silent);
    expect(await app.get<EventStore>(EVENT_STORE, { strict: false }).head()).toBe(before);
  });
});

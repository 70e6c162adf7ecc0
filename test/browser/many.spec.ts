import type { Browser } from 'playwright-core';
import { instant } from '#language';
import { fillCountry } from '../bench/country.js';
import { freshDatabase } from '../postgres.js';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { seen } from './seeing.js';
import { narrow, type Visitor, visitor, wide } from './visitor.js';

/** A province of 4,500 tasks: no list is longer than somebody reads, and each says how many there are of what it shows. */
describe('more tasks than a list holds', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    database = await freshDatabase();
    await fillCountry(database.url, { provinces: 1, communes: 0, tasks: 4_500, events: 15_000, seed: 'nhiều', year: 2025 });
    server = await startTestServer({ now: '2026-03-01T09:00:00+07:00', over: { databaseUrl: database.url } });
    browser = await startBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await database?.drop();
  }, 60_000);

  it('a request for an extension waits on the board whichever of the tasks it is of', async () => {
    const officer = await server.as('officer', 'tinh-01-so-1');
    const { body } = await officer.get('/tasks?plan=101-2025&agency=tinh-01-so-1&status=on-track,overdue&size=1&page=300');
    const [task] = body.rows;
    const asked = { until: '2026-06-30', reason: 'Chờ phê duyệt dự toán.', evidence: [] };
    expect((await officer.post(`/tasks/${task.id}/extensions`, asked)).status).toBe(201);
    const visit = await visitor(server, browser, { role: 'committee' });
    await visit.go('/board?plan=101-2025');
    const panel = visit.page.locator('section', {
      has: visit.page.getByRole('heading', { name: /^Đề nghị gia hạn chờ quyết định 1$/ }),
    });
    await panel.getByText('Chờ phê duyệt dự toán.').waitFor();
    await panel.getByRole('link', { name: 'Cho gia hạn', exact: true }).waitFor();
    await visit.leave();
  });

  it('of more requests than the board lists, the one that waits longest is the first, and the others are a step away', async () => {
    server.clock.set(instant('2026-03-02T09:00:00+07:00'));
    const officer = await server.as('officer', 'tinh-01-so-1');
    const of = 'plan=101-2025&agency=tinh-01-so-1&status=on-track,overdue&size=25';
    for (const task of (await officer.get(`/tasks?${of}`)).body.rows) {
      const asked = { until: '2026-06-30', reason: `Gửi sau, ${task.item}.`, evidence: [] };
      expect((await officer.post(`/tasks/${task.id}/extensions`, asked)).status).toBe(201);
    }
    // Among thousands of tasks that the watch finds overdue at the start, the rows may need longer than a reader is kept waiting.
    await server.settled();
    const { rows, total } = (await officer.get('/extensions-to-decide?plan=101-2025&size=200')).body;
    expect(total).toBe(26);
    const visit = await visitor(server, browser, { role: 'committee' });
    const { page } = visit;
    await visit.go('/board?plan=101-2025');
    await page.getByRole('heading', { name: 'Đề nghị gia hạn chờ quyết định 26', exact: true }).waitFor();
    const reasons = page.locator('section', { hasText: 'Đề nghị gia hạn' }).getByText(/^“(Chờ phê duyệt|Gửi sau)/);
    expect(await reasons.first().textContent()).toBe('“Chờ phê duyệt dự toán.”');
    expect(await reasons.count()).toBe(20);
    await seen(visit, 'board-requests', wide);
    await page.getByRole('button', { name: 'Xem thêm: đang hiện 20 trong 26 đề nghị' }).click();
    await page.getByText(`“${rows.at(-1).reason}”`).waitFor();
    expect(await reasons.count()).toBe(26);
    await visit.leave();
  });

  describe.each([
    ['at 1440 px', wide],
    ['at 390 px', narrow],
  ] as const)('%s', (_, viewport) => {
    let visit: Visitor;
    afterEach(() => visit.leave());

    it('words that very many tasks have find the first of them, say “more than”, and how to ask more closely', async () => {
      visit = await visitor(server, browser, { role: 'committee' }, viewport);
      const { page } = visit;
      await visit.go('/tasks?plan=101-2025&q=hạng mục');
      await page.getByText('1–50 trong hơn 2.000').waitFor();
      await page.getByText('hơn 2.000 nhiệm vụ').last().waitFor();
      await page.getByText('Thêm từ, hoặc chọn kế hoạch, cơ quan để thu hẹp.').waitFor();
      await seen(visit, 'register-many', viewport);
      await visit.go('/tasks?plan=101-2025&q=hạng mục số 1234');
      await page.getByRole('button', { name: 'Tất cả 1', exact: true }).waitFor();
    });

    it('a plan that was simulated without a document says so, and how many tasks it has', async () => {
      visit = await visitor(server, browser, { role: 'committee' }, viewport);
      const { page } = visit;
      await visit.go('/tasks?plan=101-2025');
      await page.getByText('mô phỏng, không có văn bản; 4.500 nhiệm vụ').waitFor();
      for (const path of ['/plans', '/plans/101-2025']) {
        await visit.go(path);
        await page.getByText('Kế hoạch mô phỏng: không có văn bản').waitFor();
      }
      await seen(visit, 'plan-simulated', viewport);
      await page.getByRole('link', { name: '4.500 nhiệm vụ trong sổ nhiệm vụ' }).click();
      await page.getByText('1–50 trong 4.500').waitFor();
    });

    it('an agency that is not among the worst has its late tasks when it is opened, and the register has the rest', async () => {
      visit = await visitor(server, browser, { role: 'committee' }, viewport);
      const { page } = visit;
      await visit.go('/board?plan=101-2025');
      const agencies = page.locator('tr[data-row]');
      // The worst agencies' tasks came with the board, the last one's did not.
      await agencies.last().getByRole('button').click();
      const inside = agencies.last().locator('xpath=following-sibling::tr[1]');
      await inside.getByText('50 nhiệm vụ trễ nhất trong 193.').waitFor();
      expect(await inside.getByRole('listitem').count()).toBe(50);
      await seen(visit, 'board-many', viewport);
      await inside.getByRole('link', { name: 'Xem trong danh mục nhiệm vụ' }).click();
      await page.getByText('1–50 trong 193').waitFor();
      expect(new URL(page.url()).searchParams.get('plan')).toBe('101-2025');
    });

    it('who raises an obstacle chooses among the first tasks of its agency, is told so, and reaches any other from its own page', async () => {
      visit = await visitor(server, browser, { role: 'officer', agency: 'tinh-01-so-1' }, viewport);
      const { page } = visit;
      await visit.go('/obstacles/raise?plan=101-2025');
      await page.getByText('Danh sách có 200 nhiệm vụ đầu trong 570').waitFor();
      await seen(visit, 'obstacle-many', viewport);
      const underWay = 'overdue,due-soon,awaiting-acceptance,on-track,not-started,no-deadline,continuous,suspended';
      await visit.go(`/tasks?plan=101-2025&agency=tinh-01-so-1&status=${underWay}&page=5`);
      await page.getByText('201–250 trong 570').waitFor();
      await page
        .locator('main')
        .getByRole('link', { name: /hạng mục số/ })
        .first()
        .click();
      await page.waitForURL(/\/tasks\/101-2025\/[^/?]+\//);
      const item = new URL(page.url()).pathname.split('/')[3] ?? '';
      await page.getByRole('link', { name: 'Nêu vướng mắc' }).click();
      await page.locator(`input[value*="${item} "]`).waitFor();
    });
  });
});

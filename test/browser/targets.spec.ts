import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, narrow, type Visitor, visitor, type Who, wide } from './visitor.js';

/** Every form of the targets and of the projects, each doing its work for real, by the people whose work it is. */

const monitor = 'so-thong-tin-va-truyen-thong';
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer({ now: '2025-04-10T09:00:00+07:00' });
  browser = await startBrowser();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
}, 60_000);

async function as(who: Who, path: string, viewport = wide): Promise<Visitor> {
  const visit = await visitor(server, browser, who, viewport);
  await visit.go(path);
  return visit;
}
const open = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const told = (page: Page, words: string) => page.locator('main').getByText(words).first().waitFor();
async function whole({ page, complaints }: Visitor, viewport = wide) {
  expect(await barriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
  expect(complaints).toEqual([]);
}

it('a figure is given by its two parts with a decimal comma, its percentage computed and compared with the typed one', async () => {
  const visit = await as({ role: 'standing', agency: monitor }, '/targets/267-2025/III.II.4');
  const { page } = visit;
  await open(page, 'Nhập số đo');
  await page.getByLabel('Tử số').fill('2490');
  await page.getByLabel('Mẫu số').fill('3.360,0');
  await page.getByLabel('Tỷ lệ phần trăm').fill('52,42');
  await open(page, 'Ghi số đo');
  await page.getByRole('alert').getByText('nguồn số liệu').waitFor();
  await page.getByLabel('Nguồn số liệu').fill('Báo cáo 329/BC-SCT');
  await whole(visit);
  await open(page, 'Ghi số đo');
  await told(page, '74,11%');
  await told(page, 'nhập 52,42%, không khớp tử số và mẫu số');

  await open(page, 'Đính chính');
  await page.getByLabel('Lý do').fill('Nhầm mẫu số');
  await open(page, 'Rút số đo này');
  await page.getByRole('heading', { name: 'Nhập số đo' }).waitFor();
  await page.getByLabel('Mẫu số').fill('4750');
  await open(page, 'Ghi số đo');
  await told(page, '52,42% (2.490/4.750)');
  await told(page, 'đã rút: Nhầm mẫu số');
  await visit.leave();
});

it('a number that could be two is asked about at its field, in a hand too', async () => {
  const visit = await as({ role: 'standing', agency: monitor }, '/targets/267-2025/III.I.4?do=measure', narrow);
  const { page } = visit;
  await page.getByLabel('Đo ngưỡng nào').selectOption('a');
  await page.getByLabel('Tỷ lệ phần trăm').fill('1.200');
  await page.getByLabel('Nguồn số liệu').fill('iOffice');
  await open(page, 'Ghi số đo');
  await page.getByRole('alert').getByText('1.200').first().waitFor();
  await whole(visit, narrow);
  await page.getByLabel('Tỷ lệ phần trăm').fill('96.5');
  await open(page, 'Ghi số đo');
  await told(page, '96,5%');
  await visit.leave();
});

it('the monitoring body judges met, marks not measurable and exempts, each with its reason, and the sentence counts', async () => {
  const standing = await server.as('standing', monitor);
  const period = { from: '2025-01-01', to: '2025-03-31' };
  const measured = await standing.post('/targets/267-2025/III.I.3/measurements', {
    value: '100',
    basis: 'measured',
    source: 'iOffice',
    period,
  });
  expect(measured.status).toBe(201);
  const visit = await as({ role: 'head', agency: monitor }, '/targets/267-2025/III.I.3');
  const { page } = visit;
  await open(page, 'Kết luận đạt hay chưa đạt');
  await page.getByLabel('Kết luận', { exact: true }).selectOption('met');
  await whole(visit);
  await open(page, 'Ghi kết luận');
  await told(page, 'Kết luận ngày 10/04/2025.');
  for (const [item, name, submit, state] of [
    ['III.I.6', 'Đánh dấu chưa đo được', 'Ghi là chưa đo được', 'Chưa đo được'],
    ['III.I.9', 'Không áp dụng', 'Ghi là không áp dụng', 'Không áp dụng'],
  ] as const) {
    await visit.go(`/targets/267-2025/${item}`);
    await open(page, name);
    await page.getByLabel('Lý do').fill('Bộ chưa công bố cách đo');
    await open(page, submit);
    await page.locator('h2').getByText(state).waitFor();
  }
  await visit.go('/targets');
  await page.locator('[data-counts]').getByText('Đạt 1/27').waitFor();
  await page.locator('[data-counts]').getByText('chưa đo được 1').click();
  await page.waitForURL(/status=not-measurable/);
  await page.locator('[data-row]').nth(1).waitFor({ state: 'detached' });
  expect(await page.locator('[data-row]').allInnerTexts()).toEqual([expect.stringContaining('III.I.6')]);
  await whole(visit);
  await visit.leave();
});

it('two rows that are one thing are linked and parted by the standing agency', async () => {
  const visit = await as({ role: 'standing', agency: monitor }, '/targets/267-2025/III.IV.2');
  const { page } = visit;
  await told(page, 'III.IV.2 và mục nhiệm vụ IV.IV.8 là một việc');
  await open(page, 'Tách khỏi dòng nhiệm vụ');
  await page.getByLabel('Lý do').fill('Theo dõi riêng');
  await open(page, 'Tách');
  await open(page, 'Nối với dòng nhiệm vụ');
  await page.getByLabel('Mã dòng nhiệm vụ').fill('IV.IV.8');
  await page.getByLabel('Lý do').fill('Cùng một việc');
  await open(page, 'Nối');
  await told(page, 'III.IV.2 và mục nhiệm vụ IV.IV.8 là một việc');
  await visit.leave();
});

it('money is paid to the last đồng by its owner, refused above the total, accepted by somebody else', async () => {
  const standing = await server.as('standing', monitor);
  const { body } = await standing.get('/projects?plan=267-2025');
  const project = body.rows.find((it: { owner: { id: string } | null }) => it.owner && it.owner.id !== monitor);
  const path = `/projects/${project.id}`;
  const visit = await as({ role: 'officer', agency: project.owner.id }, path);
  const { page } = visit;
  await open(page, 'Ghi giải ngân');
  await page.getByLabel('Số tiền').fill('99999999');
  await page.getByRole('button', { name: 'Ghi giải ngân', exact: true }).click();
  await page.getByRole('alert').getByText('vượt tổng mức').waitFor();
  await whole(visit);
  await page.getByLabel('Số tiền').fill('12,000001');
  await page.getByRole('button', { name: 'Ghi giải ngân', exact: true }).click();
  await page.locator('[data-payment]').getByText('12,000001').waitFor();
  await visit.leave();

  const hand = await as({ role: 'committee' }, path, narrow);
  await open(hand.page, 'Nghiệm thu');
  await hand.page.getByLabel('Văn bản làm căn cứ').fill('12/BB-NT');
  await whole(hand, narrow);
  await open(hand.page, 'Ghi nghiệm thu');
  await told(hand.page, 'Nghiệm thu ngày 10/04/2025 theo 12/BB-NT.');
  await hand.leave();
});

it('printed sums stand beside recomputed ones and the difference is told', async () => {
  const visit = await as({ role: 'committee' }, '/projects');
  const wrong = visit.page.locator('[data-sections] tr').filter({ hasText: '8.530' });
  await wrong.getByText('8.350').waitFor();
  await whole(visit);
  await visit.leave();
});

it('a scorecard says what each head took over and left, and leads to the targets that the body monitors', async () => {
  const visit = await as({ role: 'interior' }, `/scorecards/${monitor}`, narrow);
  const { page } = visit;
  await page.locator('[data-tenures] tbody tr').first().waitFor();
  await whole(visit, narrow);
  await page.getByRole('link', { name: 'Chỉ tiêu do cơ quan này theo dõi đánh giá' }).click();
  await page.waitForURL(/monitor=so-thong-tin-va-truyen-thong/);
  await page.locator('[data-row]').first().waitFor();
  await visit.leave();
});

it('the standing agency reads a sentence otherwise, the print stays, and a threshold without words is none', async () => {
  const visit = await as({ role: 'standing', agency: monitor }, '/targets/267-2025/III.III.9');
  const { page } = visit;
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  await open(page, 'Sửa cách đọc ngưỡng');
  await page.getByLabel('Ngưỡng 1: Giá trị').fill('99,5');
  await page.getByLabel('Ngưỡng 1: so sánh').selectOption('over');
  await page.getByLabel('Lý do').fill('Theo hướng dẫn của Sở Y tế');
  await whole(visit);
  await open(page, 'Ghi cách đọc');
  await told(page, '> 99,5%');
  expect(await page.locator('[data-component]').count()).toBe(1);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
  await visit.leave();
});

import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { type Visitor, visitor, type Who } from './visitor.js';

/** Who works with the keyboard or listens to the page is never put back to its top by what they did. */

const health = '/tasks/267-2025/IV.VIII.3/so-y-te';

let server: TestServer;
let browser: Browser;
let visit: Visitor;

const enter = async (who: Who, path: string): Promise<Page> => {
  visit = await visitor(server, browser, who);
  await visit.go(path);
  return visit.page;
};
/** Waits until a heading with these words has the focus. */
const headed = (page: Page, level: 'h1' | 'h2' | 'h3', words: string) =>
  page.locator(`${level}:focus`, { hasText: words }).waitFor();
const press = async (page: Page, role: 'button' | 'link', name: string | RegExp) => {
  await page.getByRole(role, { name }).first().focus();
  await page.keyboard.press('Enter');
};
beforeAll(async () => {
  server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
  browser = await startBrowser();
}, 180_000);

afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  await visit.leave();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
}, 60_000);

it('another page begins at its heading', async () => {
  const page = await enter({ role: 'officer', agency: 'so-y-te' }, '/tasks?agency=so-y-te&q=suc+khoe+dien+tu');
  await page
    .getByRole('main')
    .getByRole('link', { name: /hồ sơ sức khỏe điện tử/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${health}**`);
  await headed(page, 'h1', 'Triển khai hoàn thiện hồ sơ sức khỏe điện tử');
  await press(page, 'link', 'Bảng điều hành');
  await headed(page, 'h1', 'Bảng điều hành');
});

it('who types words to search for goes on typing when the register comes', async () => {
  const page = await enter({ role: 'committee' }, '/board');
  await page.getByRole('heading', { level: 1, name: 'Bảng điều hành' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('suc khoe');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tasks?*');
  await page.getByRole('heading', { level: 1, name: 'Sổ nhiệm vụ' }).waitFor();
  await page.keyboard.type(' dien tu');
  await page.waitForURL(/q=suc\+khoe\+dien\+tu/);
});

it('a form that is opened is gone on with at its heading; given up or sent, at what can be done next', async () => {
  const page = await enter({ role: 'officer', agency: 'so-y-te' }, health);
  await press(page, 'button', 'Cập nhật tiến độ');
  await headed(page, 'h2', 'Cập nhật tiến độ');
  await page.keyboard.press('Tab');
  await page.getByLabel('Tiến độ đạt được').and(page.locator(':focus')).waitFor();
  await press(page, 'button', 'Thôi');
  await headed(page, 'h2', 'Việc có thể làm');

  await press(page, 'button', 'Cập nhật tiến độ');
  await page.getByLabel('Tiến độ đạt được').fill('10');
  await page.getByLabel('Việc đã làm, kết quả').fill('Đã lập kế hoạch chi tiết.');
  await press(page, 'button', 'Gửi báo cáo');
  await page.getByText('Đã ghi báo cáo tiến độ').first().waitFor();
  await headed(page, 'h2', 'Việc có thể làm');
});

it('the other side of a conflict is where reading goes on', async () => {
  const page = await enter({ role: 'officer', agency: 'so-y-te' }, `${health}?do=report-milestone`);
  await page.getByLabel('Tiến độ đạt được').fill('30');
  await page.getByLabel('Việc đã làm, kết quả').fill('Bản của tôi.');
  const colleague = await server.as('head', 'so-y-te');
  const body = { progress: 25, narrative: 'Bản của đồng nghiệp.', evidence: [], occurredOn: '2025-03-10' };
  expect((await colleague.post(`${health}/milestones`, body)).status).toBe(201);
  await press(page, 'button', 'Gửi báo cáo');
  await headed(page, 'h3', 'Nhiệm vụ vừa có người cập nhật');
});

it('in the list of what is urgent the form opens and closes in its own place', async () => {
  const page = await enter({ role: 'standing', agency: 'so-thong-tin-va-truyen-thong' }, '/mine');
  const urgent = page.locator('[data-reason]').nth(1);
  await urgent.getByRole('button', { name: 'Cập nhật tiến độ' }).focus();
  await page.keyboard.press('Enter');
  await urgent.locator('h3:focus', { hasText: 'Cập nhật tiến độ' }).waitFor();
  await urgent.getByRole('button', { name: 'Thôi' }).focus();
  await page.keyboard.press('Enter');
  await urgent.locator('button:focus').waitFor();
});

it('a finding that is settled away from the list leaves the reader in the list', async () => {
  const page = await enter(
    { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' },
    '/plans/267-2025?part=findings&open=true',
  );
  await page.locator('[data-finding]').first().getByRole('button', { name: 'Giữ nguyên' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-finding] textarea:focus').waitFor();
  await page.keyboard.type('Giữ lời văn của kế hoạch.');
  await page.locator('[data-finding]').first().getByRole('button', { name: 'Giữ nguyên' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Giữ lời văn của kế hoạch.').waitFor({ state: 'detached' });
  await page.locator('main h2:focus, main [data-finding] :focus').waitFor();
});

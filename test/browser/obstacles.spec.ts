import type { Browser } from 'playwright-core';
import { instant } from '#language';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { chosen, seen } from './seeing.js';
import { narrow, visitor, wide } from './visitor.js';

/** An obstacle in the browser, from the agency that meets it to the committee that answers, and the days that it cost. */
describe('obstacles in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let path: string;
  const task = '267-2025/IV.VIII.3/so-y-te';
  const on = (day: string) => server.clock.set(instant(`${day}T09:00:00+07:00`));
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    browser = await startBrowser();
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it('an officer raises one from the task’s page, is told what is missing, and passes it up', async () => {
    const visit = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, wide);
    const { page } = visit;
    await visit.go(`/tasks/${task}`);
    await page.getByRole('link', { name: 'Nêu vướng mắc' }).click();
    await page.getByRole('button', { name: 'Nêu vướng mắc' }).click();
    await page.getByText('Cần nhập: vướng mắc là gì, một câu.').first().waitFor();
    await page.getByLabel('Vướng mắc là gì').fill('Chưa có định mức kinh phí');
    await page.getByLabel('Nội dung, đã làm gì để gỡ').fill('Đã gửi văn bản đề nghị thẩm định hai lần.');
    await page.getByLabel('Nhiệm vụ đang chờ').selectOption('body');
    await chosen(page, 'Chờ cơ quan nào', 'Sở Tài chính');
    await seen(visit, 'obstacle-raise', wide);
    await page.getByRole('button', { name: 'Nêu vướng mắc' }).click();
    await page.getByRole('heading', { level: 1, name: 'Chưa có định mức kinh phí' }).waitFor();
    path = new URL(page.url()).pathname;
    on('2025-03-17');
    await visit.leave();

    const again = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, wide);
    await again.go(path);
    await again.page.getByRole('button', { name: 'Trình lên' }).click();
    await again.page.getByRole('combobox', { name: 'Trình lên' }).selectOption('committee');
    await again.page.getByLabel('Vì sao cần cấp trên quyết định').fill('Hai cơ quan không thống nhất.');
    await again.page.getByRole('button', { name: 'Trình', exact: true }).click();
    await again.page.getByText('Chờ Ban Chỉ đạo quyết định').first().waitFor();
    expect(again.complaints).toEqual([]);
    await again.leave();
  });

  it('the committee finds it among those passed up, and answers with who must act by when', async () => {
    on('2025-03-24');
    const visit = await visitor(server, browser, { role: 'committee' }, wide);
    const { page } = visit;
    await visit.go('/obstacles?state=escalated');
    await page.locator('[data-obstacle=escalated]').waitFor();
    await page.getByRole('link', { name: '1 vướng mắc cần xử lý' }).waitFor();
    await seen(visit, 'obstacles', wide);
    await page.getByRole('link', { name: 'Chưa có định mức kinh phí' }).click();
    await page.getByRole('button', { name: 'Trả lời bằng chỉ đạo' }).click();
    await page.getByLabel('Nội dung chỉ đạo').fill('Sở Tài chính thẩm định trong 05 ngày làm việc.');
    await chosen(page, 'Cơ quan phải làm tiếp', 'Sở Tài chính');
    await page.getByLabel('Hạn thực hiện').fill('20/03/2025');
    await page.getByLabel('Văn bản chỉ đạo').fill('15/CĐ-BCĐ');
    await page.getByRole('button', { name: 'Ghi chỉ đạo' }).click();
    await page.getByText('Hạn thực hiện chỉ đạo 20/03/2025 đã qua; hôm nay là 24/03/2025.').first().waitFor();
    await page.getByLabel('Hạn thực hiện').fill('31/03/2025');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Ghi chỉ đạo' }).click();
    await page.getByText('Giao Sở Tài chính thực hiện').first().waitFor();
    expect(await page.locator('[data-span]').count()).toBe(3);
    await seen(visit, 'obstacle', wide);
    await visit.leave();
  });

  it('the body waited for sees it as waiting for itself; once resolved, the days waited stand on the task’s page', async () => {
    on('2025-03-28');
    const waited = await visitor(server, browser, { role: 'officer', agency: 'so-tai-chinh' }, narrow);
    await waited.go('/obstacles?waitingFor=so-tai-chinh');
    await waited.page.locator('[data-obstacle=answered]').waitFor();
    await seen(waited, 'obstacles', narrow);
    await waited.page.getByRole('link', { name: 'Chưa có định mức kinh phí' }).click();
    await waited.page.locator('[data-span]').first().waitFor();
    await waited.page.getByText('Vướng mắc này đang chờ cơ quan của anh/chị.').waitFor();
    await seen(waited, 'obstacle', narrow);
    await waited.leave();

    const visit = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, wide);
    const { page } = visit;
    await visit.go(path);
    await page.getByRole('button', { name: 'Ghi đã giải quyết' }).click();
    await page.getByLabel('Đã giải quyết thế nào').fill('Đã có quyết định phê duyệt.');
    await page.getByRole('button', { name: 'Ghi đã giải quyết' }).click();
    await page.getByText('Vướng mắc đã giải quyết.').waitFor();
    await visit.go(`/tasks/${task}`);
    await page.getByText('đã chờ người khác 18 ngày').waitFor();
    await page.getByRole('heading', { name: 'Ngày chờ' }).scrollIntoViewIfNeeded();
    await seen(visit, 'task-waiting', wide);
    await visit.leave();
  });

  it('says so when nothing is open, and when a filter leaves nothing', async () => {
    const visit = await visitor(server, browser, { role: 'committee' }, narrow);
    await visit.go('/obstacles');
    await visit.page.getByText('Không có vướng mắc nào còn mở.').waitFor();
    await visit.go('/obstacles?agency=so-tu-phap&state=all');
    await visit.page.getByText('Không có vướng mắc nào khớp với bộ lọc.').waitFor();
    await visit.page.getByRole('button', { name: 'Xóa lọc' }).click();
    await visit.page.getByText('Không có vướng mắc nào còn mở.').waitFor();
    await visit.go('/obstacles/0190a3c4-0000-7000-8000-000000000000');
    await visit.page.getByRole('alert').waitFor();
    await seen(visit, 'obstacle-unknown', narrow);
    await visit.leave();
  });
});

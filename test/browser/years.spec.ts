import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, visitor, wide } from './visitor.js';

/** The next year's plan: one task of the same words, one target of the same measure; and a row that nobody can read. */
const nextYear = (
  number: string,
  task: string,
  target: string,
  second = '2',
) => `ỦY BAN NHÂN DÂN TỈNH CÀ MAU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: ${number}/KH-UBND | Cà Mau, ngày 02 tháng 01 năm 2026
KẾ HOẠCH
CHUYỂN ĐỔI SỐ NĂM 2026
KT. CHỦ TỊCH | Trần Văn Ba
PHỤ LỤC I
NHIỆM VỤ
STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian thực hiện
I | Nhận thức | | |
1 | ${task} | Sở Y tế | Sở Tài chính | Năm 2026
${second} | Tổ chức hội thảo | Sở Y tế | Sở Tài chính | Năm 2026
PHỤ LỤC II
CHỈ TIÊU
STT | Chỉ tiêu | Cơ quan thực hiện | Cơ quan theo dõi đánh giá
I | Nhận thức | |
1 | ${target} | Sở Y tế | Sở Y tế
`;

describe('two years in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  let task = '';
  let target = '';
  beforeAll(async () => {
    server = await startTestServer({ now: '2026-01-06T09:00:00+07:00' });
    browser = await startBrowser();
    const standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const { rows } = (await standing.get('/plans/267-2025/items')).body;
    task = rows.find((it: { code: string }) => it.code === 'IV.VIII.3').title;
    target = (await standing.get('/plans/267-2025/targets')).body.rows[0].title;
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it.each([['at 1440 px', wide, '31']] as const)(
    '%s a file with a bad row is taken without it, its rows are tied and unfinished tasks carried over',
    async (_, viewport, number) => {
      const visit = await visitor(server, browser, { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' }, viewport);
      const { page } = visit;
      await visit.go('/plans/import');
      const buffer = Buffer.from(nextYear(number, task, target, 'x'));
      await page.locator('input[type=file]').setInputFiles({ name: '2026.txt', mimeType: 'text/plain', buffer });
      await page.getByText('Dòng 11:').first().waitFor();
      expect(await page.getByRole('button', { name: 'Xác nhận và ghi' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Nhập các dòng đọc được, để lại 1 dòng lỗi' }).click();
      await page.getByText(/^Đã nhập kế hoạch, ghi \d+ sự kiện/).waitFor();
      await visit.go(`/plans/${number}-2026`);
      await page.getByText('Còn 1 dòng của văn bản chưa vào kế hoạch').waitFor();
      await page.getByRole('link', { name: 'So với năm trước' }).click();
      await page.getByRole('heading', { name: 'Nối với kế hoạch năm trước' }).waitFor();
      await page.getByLabel('Kế hoạch trước đó').selectOption('267-2025');
      await page.getByText('Đề xuất, giống 100%').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      await page.getByRole('button', { name: /^Nối \d+ dòng như đề xuất$/ }).click();
      await page.locator('tr[data-linked="IV.VIII.3"]').waitFor();
      await page.locator('tr[data-linked="IV.VIII.3"]').getByRole('button', { name: 'Bỏ nối' }).click();
      await page.getByText('Đề xuất, giống 100%').first().waitFor();
      await page.getByRole('button', { name: 'Nối', exact: true }).click();
      await page.locator('tr[data-linked="IV.VIII.3"]').waitFor();
      // One alone: nothing is chosen, then the first.
      await page.getByRole('button', { name: 'Bỏ chọn' }).click();
      const ticks = page.locator('input[type=checkbox]');
      await ticks.first().check();
      await page.getByLabel('Số văn bản quyết định chuyển tiếp').fill(`${number}/KH-UBND`);
      await page.getByRole('button', { name: 'Chuyển tiếp 1 nhiệm vụ' }).click();
      await page.getByRole('heading', { name: 'Đã chuyển tiếp 1 nhiệm vụ' }).waitFor();
      expect(visit.complaints).toEqual([]);
      await page.locator('h3 + ul a').first().click();
      await page.getByRole('heading', { name: 'Qua các năm' }).waitFor();
      await page.getByText(`chuyển tiếp theo ${number}/KH-UBND`).waitFor();
      await visit.go(`/targets/${number}-2026/II.I.1`);
      await page.getByRole('heading', { name: 'Qua các năm' }).waitFor();
      await page.getByRole('link', { name: /^2025 · 267\/KH-UBND/ }).waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(visit.complaints).toEqual([]);
      await visit.leave();
    },
    180_000,
  );
});

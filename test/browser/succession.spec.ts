import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, narrow, visitor, wide } from './visitor.js';

describe('arranging a succession in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-01T09:00:00+07:00' });
    browser = await startBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it('a person opens one, gives every duty a successor in bulk and row by row, concludes it, and sees it carried out', async () => {
    const who = { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' } as const;
    const visit = await visitor(server, browser, who, wide);
    const { page } = visit;
    await visit.go('/successions');
    await page.getByLabel('Nội dung').fill('Hợp nhất Sở Tư pháp vào Sở Nội vụ');
    await page.getByLabel('Ngày hiệu lực').fill('2025-03-01');
    await page.getByLabel('Số văn bản').fill('12/NQ-HĐND');
    await page.getByLabel('Cơ quan giao').selectOption('so-tu-phap');
    await page.getByLabel('Cơ quan nhận').selectOption('so-noi-vu');
    await page.getByRole('button', { name: 'Mở', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Hợp nhất Sở Tư pháp vào Sở Nội vụ' }).waitFor();
    const conclude = page.getByRole('button', { name: 'Chốt việc kế thừa' });
    expect(await conclude.isDisabled()).toBe(true);
    await page.locator('[data-orphaned]').first().waitFor();
    const orphans = await page.locator('[data-orphaned]').count();
    expect(await barriers(page)).toEqual([]);
    await page.locator('tbody select').first().selectOption('so-noi-vu');
    await page
      .locator('[data-orphaned]')
      .nth(orphans - 1)
      .waitFor({ state: 'detached' });
    await page.getByLabel('Lý do tạm để').waitFor();
    await page.getByRole('button', { name: 'Nhận mọi đề xuất' }).click();
    await page.locator('[data-orphaned]').first().waitFor({ state: 'detached' });
    await conclude.click();
    await page.getByText(`Đã chuyển giao xong ngày 01/03/2025: ${orphans} nghĩa vụ có nơi nhận, 0 tạm để.`).waitFor();
    expect(visit.complaints).toEqual([]);
    await visit.leave();

    const hand = await visitor(server, browser, who, narrow);
    await hand.go('/successions');
    await hand.page.locator('[data-row]').first().waitFor();
    expect(await barriers(hand.page)).toEqual([]);
    expect(await hand.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(narrow.width);
    await hand.leave();
  });
});

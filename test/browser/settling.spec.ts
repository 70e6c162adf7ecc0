import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, narrow, visitor, wide } from './visitor.js';

describe('settling many findings in the browser', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    browser = await startBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  }, 60_000);

  it.each([
    ['at 1440 px', wide],
    ['at 390 px', narrow],
  ] as const)('%s a person ticks two, keeps them as printed with a note, and sees them settled', async (_, viewport) => {
    const visit = await visitor(server, browser, { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' }, viewport);
    const { page } = visit;
    await visit.go('/plans/267-2025?part=findings&severity=notice');
    await page.getByText(/^Làm rõ nhiều điểm cùng lúc/).click();
    const ticks = page.locator('details[open] input[type=checkbox]');
    const before = await ticks.count();
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.locator('details[open]').getByLabel('Căn cứ, ghi chú').fill('Theo bản in');
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    await page.getByRole('button', { name: 'Giữ nguyên 2 điểm và ghi chú' }).click();
    await page.getByText('Đã làm rõ 2 điểm').first().waitFor();
    await ticks.nth(before - 2).waitFor({ state: 'detached' });
    expect(await ticks.count()).toBe(before - 2);
    expect(visit.complaints).toEqual([]);
    await visit.leave();
  });

  it('the count of what nobody decided yet leads to that many findings', async () => {
    const visit = await visitor(server, browser, { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' });
    await visit.go('/plans');
    const link = visit.page.getByRole('link', { name: /điểm cần làm rõ chưa được quyết định$/ });
    const told = Number.parseInt((await link.textContent()) ?? '', 10);
    await link.click();
    await visit.page.locator('[data-finding]').first().waitFor();
    expect(told).toBeGreaterThan(0);
    expect(await visit.page.locator('[data-finding]').count()).toBe(told);
    await visit.leave();
  });
});

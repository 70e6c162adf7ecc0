import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, narrow, visitor, wide } from './visitor.js';

/** The pages of reporting rounds over a round that was really opened, with one agency exempt. */

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
  const standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  const opened = await standing.post('/rounds', { plan: '267-2025', round: '2025-Q1' });
  expect(opened.status).toBe(201);
  const exempt = { agency: 'so-tu-phap', reason: 'Đang sắp xếp tổ chức' };
  expect((await standing.post('/rounds/267-2025/2025-Q1/exemptions', exempt)).status).toBe(201);
  browser = await startBrowser();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
}, 60_000);

const shown = [
  ['/rounds', 'Báo cáo quý I/2025'],
  ['/rounds/267-2025/2025-Q1', 'Được miễn: Đang sắp xếp tổ chức'],
] as const;

describe.each([
  ['at 1440 px', wide],
  ['at 390 px', narrow],
] as const)('%s', (_, viewport) => {
  it.each(shown)('%s is whole and without barriers', async (path, says) => {
    const visit = await visitor(server, browser, { role: 'standing', agency: 'so-thong-tin-va-truyen-thong' }, viewport);
    await visit.go(path);
    await visit.page.locator('[data-row]').first().waitFor();
    await visit.page.locator('main').getByText(says).first().waitFor();
    expect(await barriers(visit.page)).toEqual([]);
    expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    expect(visit.complaints).toEqual([]);
    await visit.leave();
  });
});

import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { barriers, narrow, visitor, wide } from './visitor.js';

/** The pages of targets and projects, before anything was measured or paid: whole, without barriers, and saying so. */

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

const shown = [
  ['/targets', '[data-row]', 'Đạt 0/28'],
  ['/targets/267-2025/III.I.4', '#event-1', 'chưa đo không phải là đạt'],
  ['/projects', '[data-owners]', '8.350'],
  ['/projects/267-2025/II.I.21', '#event-1', 'Chưa giải ngân'],
] as const;

describe.each([
  ['at 1440 px', wide],
  ['at 390 px', narrow],
] as const)('%s', (_, viewport) => {
  it.each(shown)('%s is whole and without barriers', async (path, has, says) => {
    const visit = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, viewport);
    await visit.go(path);
    await visit.page.locator(has).first().waitFor();
    await visit.page.locator('main').getByText(says).first().waitFor();
    expect(await barriers(visit.page)).toEqual([]);
    expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    expect(visit.complaints).toEqual([]);
    await visit.leave();
  });
});

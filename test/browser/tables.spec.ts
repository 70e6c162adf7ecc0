import type { Browser } from 'playwright-core';
import { importOfTwoUnits } from '../projects/two-units.js';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { seen } from './seeing.js';
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
  ['/targets?plan=267-2025', '[data-row]', 'Đạt 0/28'],
  ['/targets/267-2025/III.I.4', '#event-1', 'chưa đo không phải là đạt'],
  ['/projects?plan=267-2025', '[data-owners]', '8.350'],
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

  it('tables that count in different units are shown without a sum of all, and the page says why', async () => {
    // The second time it is there already.
    const standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const imported = await importOfTwoUnits(standing);
    await standing.get(`/projects?after=${imported.body.position ?? '0'}`);
    const visit = await visitor(server, browser, { role: 'officer', agency: 'so-y-te' }, viewport);
    await visit.go('/projects?plan=7-2025');
    await visit.page.getByText('theo những đơn vị khác nhau (Nghìn đồng, Tỷ đồng)').waitFor();
    const sections = visit.page.locator('[data-sections]');
    expect(await sections.locator('tbody th').allTextContents()).toEqual(['Phụ lục II (nghìn đồng)', 'Phụ lục III (tỷ đồng)']);
    expect(await visit.page.locator('[data-owners]').count()).toBe(0);
    await seen(visit, 'projects-two-units', viewport);
    await visit.leave();
  });
});

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../server.js';
import { startBrowser } from './chromium.js';
import { pages } from './pages.js';
import { barriers, narrow, stranger, type Visitor, visitor, wide } from './visitor.js';

/** Every page over the simulated year, on a desk and in a hand: readable by all, whole, and in Vietnamese letters of its own. */

const artifacts = fileURLToPath(new URL('../.artifacts/pages/', import.meta.url));
/** `npm run screenshots` asks for the pictures of the README. */
const told = process.env.TIENDO_SCREENSHOTS ? fileURLToPath(new URL('../../docs/images/', import.meta.url)) : null;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startTestServer({ now: '2026-03-02T09:00:00+07:00', sample: 'year' });
  browser = await startBrowser();
  await mkdir(artifacts, { recursive: true });
  if (told) await mkdir(told, { recursive: true });
}, 400_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
}, 60_000);

async function open(as: string | null, viewport: typeof wide): Promise<Visitor> {
  if (as === null) return stranger(server, browser, viewport);
  const who = server.signIns.find((it) => it.username === as);
  if (!who) throw new Error(`the sample has no account ${as}`);
  return visitor(server, browser, who, viewport);
}

describe.each([
  ['at 1440 px', wide],
  ['at 390 px', narrow],
] as const)('%s', (_, viewport) => {
  it.each(pages.map((it) => [it.name, it] as const))(
    '%s has no barrier of WCAG 2.2 AA and nothing over the edge',
    async (name, it) => {
      const visit = await open(it.as, viewport);
      await visit.go(it.path);
      await visit.page.locator(it.has).first().waitFor();
      await visit.page.evaluate('document.fonts.ready');
      const picture = `${name}-${viewport.width}.png`;
      await visit.page.screenshot({ path: artifacts + picture });
      if (told && it.told) await visit.page.screenshot({ path: told + picture });
      expect(await barriers(visit.page)).toEqual([]);
      expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      expect(await visit.page.evaluate('document.fonts.check("16px \\"Be Vietnam Pro\\"", "ệ")')).toBe(true);
      expect(visit.complaints).toEqual([]);
      await visit.leave();
    },
  );
});

it('simulated rows are marked wherever they are shown', async () => {
  const visit = await open('thanhtra', wide);
  for (const path of ['/tasks', '/history', '/board', '/scorecards', '/tasks/267-2025/IV.VIII.3/so-y-te']) {
    await visit.go(path);
    await visit.page.locator('main').getByText('dữ liệu mô phỏng').first().waitFor();
  }
  await visit.leave();
});

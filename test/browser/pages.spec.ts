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

it('what is in none of the four cells is said on the scorecards and leads to its tasks', async () => {
  const visit = await open('thidua', wide);
  const { page } = visit;
  await visit.go('/scorecards');
  const total = page.locator('tr', { has: page.getByRole('rowheader', { name: 'Toàn tỉnh' }) }).getByRole('cell');
  await total.nth(4).waitFor();
  const [assigned = 0, ...cells] = (await total.allInnerTexts()).slice(0, 5).map(Number);
  const inCells = cells.reduce((sum, it) => sum + it, 0);
  const left = assigned - inCells;
  expect(left).toBeGreaterThan(0);
  await page.getByText(`Được giao ${assigned} = ${inCells} ở bốn ô + 0 tạm dừng + ${left} không còn hiệu lực.`).waitFor();
  expect(await page.getByRole('link', { name: /^\d+ ngoài bốn ô$/ }).allInnerTexts()).toEqual([`${left} ngoài bốn ô`]);
  await page.getByRole('link', { name: 'Xem các nhiệm vụ ngoài bốn ô' }).click();
  await page.getByRole('heading', { name: 'Sổ nhiệm vụ', level: 1 }).waitFor();
  await page.getByText(new RegExp(` · ${left} nhiệm vụ$`)).waitFor();
  expect(await page.locator('tr[data-row]').count()).toBe(left);
  await visit.leave();
});

it('reminders are those of the chosen plan by the chosen day, say how new they are and why they name nobody', async () => {
  const visit = await open('banchidao', wide);
  const { page } = visit;
  const days = async () => (await page.locator('tr[data-row] td:first-child').allInnerTexts()).map(isoDay);
  await visit.go('/reminders');
  await page.getByText(/Cập nhật lúc .* · số liệu ngày 02\/03\/2026 · đến sự kiện số/).waitFor();
  const [newest = ''] = await days();
  await page.getByText('các bước nhắc được ghi trước khi có tài khoản nào').waitFor();
  expect(await page.getByText('chưa có tài khoản nào', { exact: true }).count()).toBeGreaterThan(0);
  await visit.go('/reminders?asOf=2025-06-30');
  await page.getByText(/ · số liệu ngày 30\/06\/2025 · /).waitFor();
  const [then = ''] = await days();
  expect(newest > '2025-06-30').toBe(true);
  expect(then > '' && then <= '2025-06-30').toBe(true);
  await visit.leave();
});

const isoDay = (shown: string) => shown.split('/').reverse().join('-');

it('every part of a plan is in sight on a phone', async () => {
  const visit = await open('thuongtruc', narrow);
  await visit.go('/plans/267-2025');
  const parts = visit.page.getByRole('navigation', { name: 'Các phụ lục' }).getByRole('button');
  await parts.nth(4).waitFor();
  const places = await Promise.all((await parts.all()).map((it) => it.boundingBox()));
  expect(places).toHaveLength(5);
  for (const it of places) expect((it?.x ?? narrow.width) + (it?.width ?? 0)).toBeLessThanOrEqual(narrow.width);
  await visit.leave();
});

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { barriers, type Visitor, type wide } from './visitor.js';

const artifacts = fileURLToPath(new URL('../.artifacts/pages/', import.meta.url));

/** What every page must be, as it is now: no barrier of WCAG 2.2 AA, nothing over the edge, nothing the browser complains of. Keeps its picture. */
export async function seen({ page, complaints }: Visitor, name: string, viewport: typeof wide): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  await page.evaluate('document.fonts.ready');
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: `${artifacts}${name}-${viewport.width}.png`, fullPage: true });
  expect(await barriers(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
  expect(complaints).toEqual([]);
}

/** Chooses one entry of a searchable list by typing its name. */
export async function chosen(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label).and(page.locator('input')).fill(name);
  await page.getByRole('option', { name, exact: true }).first().click();
}

import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Accounts } from '#identity';
import { agencyId, type Role } from '#language';
import { Client, type TestServer } from '../server.js';

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: blocked by the content security policy, thrown by the page. */
  readonly complaints: string[];
  /** Opens a page that shows all that is recorded by now: a page opened anew knows of no position to wait for. */
  go(path: string): Promise<void>;
  leave(): Promise<void>;
}

let made = 0;

/** Makes an account and gives what a person would type. */
export async function account(server: TestServer, role: Role, agency?: string): Promise<{ username: string; password: string }> {
  const username = `${role}.web.${++made}`;
  const { password } = await server.running.app.get(Accounts, { strict: false }).add({
    username,
    name: `Người dùng thử ${made}`,
    role,
    agency: agency === undefined ? null : agencyId(agency),
  });
  return { username, password };
}

/** A browser window of its own, nobody signed in. */
export async function stranger(server: TestServer, browser: Browser, viewport = wide): Promise<Visitor> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', acceptDownloads: true });
  context.setDefaultTimeout(60_000);
  // The browser's day is the server's; its timers run on.
  await context.clock.setFixedTime(server.clock.now());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return {
    page,
    context,
    complaints,
    async go(path) {
      await server.settled();
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
    },
    leave: () => context.close(),
  };
}

/** Somebody signed in, by the session cookie that the form would have brought. */
export async function visitor(server: TestServer, browser: Browser, who: Who, viewport = wide): Promise<Visitor> {
  const it = await stranger(server, browser, viewport);
  const client = new Client(server.url);
  const { username, password } = 'username' in who ? who : await account(server, who.role, who.agency);
  const answer = await client.signIn(username, password);
  if (answer.status >= 300) throw new Error(`could not sign in as ${username}: ${answer.text}`);
  const [name = '', value = ''] = client.cookie.split(/=(.*)/s);
  await it.context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Lax' }]);
  return it;
}

export type Who = { readonly role: Role; readonly agency?: string } | { readonly username: string; readonly password: string };

/** What axe finds against WCAG 2.2 AA, one line a finding: the rule and the element. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] = await page.evaluate(
    `axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }).then((it) => it.violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const manifest = new URL('../../node_modules/@sparticuz/chromium/package.json', import.meta.url);
const { version }: { version: string } = JSON.parse(readFileSync(manifest, 'utf8'));

/**
 * The Chromium that came with the packages, unpacked once for each user of this machine. It unpacks into the temporary folder
 * that its process sees; a folder of our own is made, filled by a process of its own, and put in place in one step, so that
 * two runs, or root and a plain user, never meet half of it.
 */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `tiendo-chromium-${version}-${userInfo().uid}`);
  const program = join(folder, 'chromium');
  if (existsSync(program)) return folder;
  const work = await mkdtemp(join(tmpdir(), 'tiendo-chromium-'));
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: work, TMP: work, TEMP: work },
    cwd: new URL('../..', import.meta.url),
  });
  await rename(work, folder).catch(async (error: unknown) => {
    await rm(work, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  });
  return folder;
}

/**
 * The font settings that come with the browser name folders of another machine; without a single font it dies on the first
 * page. These name the fonts beside it and the machine's own.
 */
const fontsOf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;

/** Starts the browser without a window; works as root too, where Chromium refuses its own sandbox. */
export async function startBrowser(): Promise<Browser> {
  const folder = await unpacked();
  const fonts = join(folder, 'tiendo-fonts.conf');
  await writeFile(fonts, fontsOf(folder));
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-setuid-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-gpu'],
    env: { ...process.env, FONTCONFIG_FILE: fonts, HOME: folder },
  });
}

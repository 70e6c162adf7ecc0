import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Stack traces name the lines of the sources. A map is read when the first trace comes through its file, which is mostly never:
 * node --enable-source-maps reads every map at every start, a fifth of it, and keeps them in memory.
 */
export function nameSourceLines(): void {
  Error.prepareStackTrace = (error, frames) =>
    [headOf(error), ...frames.map((it) => `    at ${sourceLine(String(it))}`)].join('\n');
}

/** One line of a trace as the sources have it; as it is where there is no map. */
export const sourceLine = (frame: string): string =>
  frame.replace(/(file:\/\/[^\s()]+\.js):(\d+):(\d+)/, (printed, url: string, line: string, column: string) => {
    const entry = mapOf(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return printed;
    return `${new URL(entry.originalSource, url).href}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });

const maps = new Map<string, SourceMap | null>();

function mapOf(url: string): SourceMap | null {
  const known = maps.get(url);
  if (known !== undefined) return known;
  const read = readMap(url);
  maps.set(url, read);
  return read;
}

function readMap(url: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    return null;
  }
}

function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

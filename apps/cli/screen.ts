import cliProgress from 'cli-progress';
import { type Language, type Say, sayIn } from './words.js';

/** Where the command writes. Standard output has the answer; everything else goes to standard error. */
export interface Screen {
  readonly language: Language;
  readonly say: Say;
  /** For answers that are longer than a screen. */
  readonly out: NodeJS.WritableStream;
  readonly json: boolean;
  /** The answer: JSON with `--json`, else the lines. */
  answer(value: unknown, lines: readonly string[]): void;
  /** A word beside the answer. Not with `--json`. */
  note(line: string): void;
  bold(text: string): string;
  dim(text: string): string;
  /** A bar on a terminal, nothing elsewhere. */
  progress(what: string): Progress;
}

export interface Progress {
  at(done: number, of: number): void;
  end(): void;
}

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** What the command sees of the machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Stream;
  readonly err: Stream;
}

export interface ScreenOptions extends Surroundings {
  readonly language: Language;
  readonly json: boolean;
}

const numberOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');

/** Positions are decimal text in JSON, as over HTTP. What a terminal would obey is escaped, also where JSON need not. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? it.toString() : it), 2).replace(
    obeyed,
    (it) => `\\u${numberOf(it)}`,
  );

/** Text for a terminal: what people wrote must not move its cursor, name its window or turn its letters round. Our own styles stay. */
export const harmless = (text: string): string =>
  text.replace(obeyed, (it, at: number) =>
    it === escapeCharacter && /^\[[012]m/.test(text.slice(at + 1, at + 4)) ? it : `<${numberOf(it).toUpperCase()}>`,
  );

const escapeCharacter = '\u001b';
/** Control characters but tab and line feed, and those that turn the direction of letters. */
const obeyed = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

export function screen({ language, json, env, out, err }: ScreenOptions): Screen {
  // https://no-color.org: set to anything but the empty string.
  const coloured = out.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    language,
    out,
    say: sayIn(language),
    json,
    answer: (value, lines) => out.write(json ? `${toJson(value)}\n` : `${harmless(lines.join('\n'))}\n`),
    note: (line) => {
      if (!json) err.write(`${harmless(line)}\n`);
    },
    bold: style(1),
    dim: style(2),
    progress: (what) => (err.isTTY && !json ? bar(what, err) : { at: () => undefined, end: () => undefined }),
  };
}

function bar(what: string, stream: Stream): Progress {
  const it = new cliProgress.SingleBar({ format: `${what} [{bar}] {value}/{total}`, hideCursor: true, stream });
  let started = false;
  return {
    at: (done, of) => {
      if (!started) it.start(of, done);
      started = true;
      it.setTotal(of);
      it.update(done);
    },
    end: () => {
      if (started) it.stop();
    },
  };
}

/** Columns as wide as their longest cell; the last one is left as it is. */
export function columns(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - [...cell].length)))
      .join(gap)
      .trimEnd(),
  );
}

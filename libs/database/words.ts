import { fold } from './fold.js';

/** Characters of a word that are kept and compared; no word that people know is longer. */
const longest = 60;
/** Words that are remembered as they are searched, before all are forgotten; a language has fewer. */
const remembered = 20_000;

const letter = /[\p{L}\p{N}]/u;
const spaces = /\s+/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const day = /^\d{4}-\d\d-\d\d$/;

interface Known {
  readonly lexemes: string;
  /** The last text in which it was met, by its number. */
  met: number;
}

const known = new Map<string, Known>();
let texts = 0;

/**
 * A text as a `tsvector`: each of its words without marks, and what stands in it after each sign: 12/bc-syt, bc-syt, syt. Ids that
 * a machine gave are no words: nobody types one, and each would be one word more in the index, or five.
 */
export function asVector(text: string): string {
  texts++;
  let lexemes = '';
  for (const piece of text.split(' ')) {
    if (piece.length === 36 && uuid.test(piece)) continue;
    const it = known.get(piece) ?? learnt(piece);
    if (it.met === texts) continue;
    it.met = texts;
    if (it.lexemes !== '') lexemes += lexemes === '' ? it.lexemes : ` ${it.lexemes}`;
  }
  return lexemes;
}

function learnt(piece: string): Known {
  const words = fold(piece).split(spaces);
  const it = { lexemes: words.map(lexemesOf).filter(Boolean).join(' '), met: 0 };
  if (known.size >= remembered) known.clear();
  known.set(piece, it);
  return it;
}

/**
 * A stream's name as a `tsvector`: what follows its kind and each slash, to the end, and of each part between slashes what follows a
 * sign. `task-9-2025/IV.VI.3/so-y-te` has iv.vi.3/so-y-te and vi.3, but not vi.3/so-y-te: it is written with every event, and words
 * that only few events have are what costs an index most.
 */
export function asNameVector(stream: string): string {
  if (stream !== named.stream) named = { stream, lexemes: lexemesOfName(fold(stream)) };
  return named.lexemes;
}

/** The name that was asked for last: a rebuild reads stream after stream. */
let named = { stream: '', lexemes: '' };

function lexemesOfName(name: string): string {
  const kind = name.indexOf('-');
  let [lexemes, after] = ['', true];
  for (let i = 0; i < name.length; i++) {
    const sign = isSign(name, i);
    if (after && !sign) {
      const slash = i - 1 === kind || name[i - 1] === '/' ? -1 : name.indexOf('/', i);
      lexemes += `${lexemes === '' ? '' : ' '}${quoted(slash < 0 ? name.slice(i) : name.slice(i, slash))}`;
    }
    after = sign;
  }
  return lexemes;
}

function lexemesOf(word: string): string {
  if (day.test(word)) return quoted(word);
  let lexemes = '';
  const end = endOf(word);
  for (let i = 0, after = true; i < end; i++) {
    const sign = isSign(word, i);
    if (after && !sign) lexemes += `${lexemes === '' ? '' : ' '}${quoted(word.slice(i, end))}`;
    after = sign;
  }
  return lexemes;
}

/** Where the signs after a word begin. */
function endOf(word: string): number {
  let end = word.length;
  while (end > 0 && isSign(word, end - 1)) end--;
  return end;
}

/** Letters beyond the first 65,536 characters, which come in halves, are taken for letters. */
function isSign(word: string, at: number): boolean {
  const code = word.charCodeAt(at);
  if (code < 128) return !((code >= 97 && code <= 122) || (code >= 48 && code <= 57));
  return !(code >= 0xd800 && code <= 0xdfff) && !letter.test(word.charAt(at));
}

/** As PostgreSQL reads a lexeme. No half of a character is left where it is cut. */
function quoted(word: string): string {
  const kept = word.length > longest ? word.slice(0, longest).replace(/[\ud800-\udbff]$/, '') : word;
  return /['\\]/.test(kept) ? `'${kept.replace(/['\\]/g, '$&$&')}'` : `'${kept}'`;
}

/** A word that is typed to its end when another follows it; with a sign or a number in it, it may be the beginning of one. */
const whole = /^\p{L}+$/u;

/**
 * What is asked as a `tsquery`: the last word of it begins a word of the text, or what stands in one after a sign; words of letters
 * before it are whole ones, so that `gia hạn` does not find what “giáo dục” has until some day. Null where there is nothing but
 * signs, which nothing is found by.
 */
export function asQuery(asked: string): string | null {
  const words = fold(asked)
    .split(spaces)
    .map((it) => it.slice(0, endOf(it)).replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean);
  return words.map((it, i) => (i < words.length - 1 && whole.test(it) ? quoted(it) : `${quoted(it)}:*`)).join(' & ') || null;
}

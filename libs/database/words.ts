import { fold } from './fold.js';

/** Characters of a word that are kept and compared; no word that people know is longer. */
const longest = 60;
/** Words that are remembered as they are searched, before all are forgotten; a language has fewer. */
const remembered = 20_000;

const letter = /[\p{L}\p{N}]/u;
const spaces = /\s+/;

const known = new Map<string, string>();

/** A text as a `tsvector`: each of its words without marks, and what stands in it after each sign: 12/bc-syt, bc-syt, syt. */
export function asVector(text: string): string {
  let lexemes = '';
  for (const piece of new Set(text.split(spaces))) {
    let found = known.get(piece);
    if (found === undefined) {
      found = lexemesOf(fold(piece));
      if (known.size >= remembered) known.clear();
      known.set(piece, found);
    }
    if (found !== '') lexemes += lexemes === '' ? found : ` ${found}`;
  }
  return lexemes;
}

function lexemesOf(word: string): string {
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

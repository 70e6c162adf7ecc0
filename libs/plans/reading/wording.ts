/** Vietnamese text reduced to what two spellings share: no marks, no case, no punctuation, single spaces. */
export function fold(text: string): string {
  const known = folds.get(text);
  if (known !== undefined) return known;
  if (folds.size > 5_000) folds.clear();
  const folded = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();
  if (text.length < worthKeeping) folds.set(text, folded);
  return folded;
}

/** Every row is compared with every other: what a text comes to is worth keeping for a while. */
const folds = new Map<string, string>();
const pairsBefore = new Map<string, ReadonlyMap<string, number>>();
/** Letters. The longest row of a known plan has 461. */
const worthKeeping = 2_000;

export const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean);

/** How alike two texts are, 0 to 1: shared word pairs over all word pairs (Dice), marks and case aside. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const left = pairsOf(a);
  const right = pairsOf(b);
  if (left.size === 0 || right.size === 0) return fold(a) === fold(b) ? 1 : 0;
  let shared = 0;
  let all = 0;
  for (const [pair, count] of left) {
    shared += Math.min(count, right.get(pair) ?? 0);
    all += count;
  }
  for (const count of right.values()) all += count;
  return (2 * shared) / all;
}

function pairsOf(text: string): ReadonlyMap<string, number> {
  const known = pairsBefore.get(text);
  if (known) return known;
  if (pairsBefore.size > 2_000) pairsBefore.clear();
  const words = ['^', ...wordsOf(text), '$'];
  const pairs = new Map<string, number>();
  for (let i = 1; i < words.length; i += 1) {
    const pair = `${words[i - 1]} ${words[i]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  if (text.length < worthKeeping) pairsBefore.set(text, pairs);
  return pairs;
}

const numerals: readonly (readonly [string, number])[] = [
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
];

/** 4 gives `IV`. For appendices and sections: 1 to 39. */
export function roman(value: number): string {
  let left = value;
  let text = '';
  for (const [letters, worth] of numerals) {
    while (left >= worth) {
      text += letters;
      left -= worth;
    }
  }
  return text;
}

/** `IV` gives 4; null when it is not a numeral from I to XXXIX. */
export function fromRoman(text: string): number | null {
  for (let value = 1; value < 40; value += 1) if (roman(value) === text) return value;
  return null;
}

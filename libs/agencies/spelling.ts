/** A word, a separator or a parenthesis of a printed text, with where it stands. */
export interface Token {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const tone = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * A word as every spelling of it shares it: case aside, the tone mark at its end, so that hoà and hòa, khoẻ and khỏe,
 * NFC and NFD are one. Marks are kept, because Hòa and Hoa are two communes. Ð (eth) is how some keyboards type Đ.
 */
export function sameSpelling(word: string): string {
  const plain = word.toLowerCase().replaceAll('ð', 'đ').normalize('NFD');
  const tones = plain.match(tone)?.join('') ?? '';
  return plain.replace(tone, '').normalize('NFC') + tones;
}

/** The words of a text with ; , ( ) & among them. Dots, dashes, quotes and the number of spaces make no difference. */
export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+|[;,()&]/gu)].map((found) => ({
    key: sameSpelling(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** A whole name as one comparable key. */
export const nameKey = (name: string): string =>
  tokensOf(name)
    .map((it) => it.key)
    .join(' ');

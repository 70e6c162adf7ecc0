import type { Chance } from '../../../libs/simulation/chance.js';

/** Texts that have broken a program somewhere. None holds a word by which a leak is told. */
const texts = [
  '',
  ' ',
  'a\0b',
  'a\ud800b',
  '\udc00',
  'x'.repeat(3_000),
  'ữ'.repeat(400),
  '🏛️'.repeat(200),
  'a\u0301\u0323'.repeat(50),
  '\u202egnp.exe',
  '\ufeff',
  '\r\nX-Injected: 1\r\n\r\n',
  "' or '1'='1",
  "'; drop table event; --",
  '1) union all values (1)--',
  '\\',
  '%',
  '_%_%_%',
  '$1',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x.test","y")',
  '@SUM(1+1)*cmd|calc!A0',
  '{{7*7}}',
  '$' + '{7*7}',
  '../../../../etc/passwd',
  '..\\..\\windows',
  'file:///etc/passwd',
  '%00',
  '%2e%2e%2f',
  '%c0%af',
  '%zz',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'true',
  'NaN',
  'Infinity',
  '-1',
  '-0',
  '1e309',
  '0x10',
  '1_000',
  '9'.repeat(25),
  '9'.repeat(400),
  '2147483648',
  '9223372036854775808',
  '2025-02-30',
  '2025-03-10',
  '0000-00-00',
  '0000-01-01',
  '9999-12-31',
  '+275760-09-13',
  '-271821-04-20',
  '99999-01-01',
  '2025-03-10T25:61:61Z',
  '2025-03-10T00:00:00+99:99',
  '2025-03-10T00:00:00Z',
  '267-2025',
  'so-y-te',
  'IV.1',
  'a'.repeat(64),
  '٣',
  'İ',
] as const;

const numbers = [0, -1, 1, 0.1, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 2 ** 63, 100.000_000_1, 101] as const;

export const hostileText = (c: Chance): string => c.pick(texts);

/** A JSON value of any type, a few levels deep. */
export function hostileValue(c: Chance, depth = 0): unknown {
  switch (c.weighted({ text: 8, number: 4, nothing: 2, flag: 1, list: depth < 3 ? 2 : 0, thing: depth < 3 ? 2 : 0 })) {
    case 'text':
      return c.pick(texts);
    case 'number':
      return c.pick(numbers);
    case 'nothing':
      return null;
    case 'flag':
      return c.happens(0.5);
    case 'list':
      return Array.from({ length: c.pick([0, 1, 3, 300]) }, () => hostileValue(c, depth + 2));
    case 'thing':
      return Object.fromEntries(Array.from({ length: c.between(0, 3) }, () => [c.pick(texts), hostileValue(c, depth + 1)]));
  }
}

/** JSON that is deep, cut off, doubled, of another encoding, or no JSON. */
export function hostileJson(c: Chance): Buffer {
  const deep = c.pick([50, 5_000, 60_000]);
  return c.pick([
    () => Buffer.from(`${'['.repeat(deep)}${']'.repeat(deep)}`),
    () => Buffer.from(`${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`),
    () => Buffer.from(`{"note":${'['.repeat(deep)}${']'.repeat(deep)}}`),
    () => Buffer.from('{"note":"x"'),
    () => Buffer.from('{"note":"x"}{"note":"y"}'),
    () => Buffer.from('{"note":"x","note":1}'),
    () => Buffer.from('{"__proto__":{"role":"admin"}}'),
    () => Buffer.from('{"constructor":{"prototype":{"role":"admin"}}}'),
    () => Buffer.from('{"toString":1,"hasOwnProperty":1,"valueOf":1}'),
    () => Buffer.from('null'),
    () => Buffer.from('1'),
    () => Buffer.from('"x"'),
    () => Buffer.from('[]'),
    () => Buffer.from('[null]'),
    () => Buffer.from(''),
    () => Buffer.from('\ufeff{}'),
    () => Buffer.from('{"note":"x"}', 'utf16le'),
    () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    () => Buffer.from('{"n":1e999999}'),
    () => Buffer.from(`{"n":${'9'.repeat(50_000)}}`),
    () => Buffer.from(`{${Array.from({ length: 4_000 }, (_, n) => `"f${n}":1`).join(',')}}`),
    () => Buffer.from(JSON.stringify({ note: 'x'.repeat(300_000) })),
  ])();
}

import { asQuery, asVector } from './words.js';

describe('the words of an event', () => {
  it('are kept without marks and signs around them, each once', () =>
    expect(asVector('Sở Y tế, (Sở Y tế) ĐẦM DƠI.').split(' ')).toEqual([
      "'so'",
      "'y'",
      "'te'",
      "'so'",
      "'te'",
      "'dam'",
      "'doi'",
    ]));

  it('are words after whatever space they come', () =>
    expect(asVector('Sở\u00a0Y\n tế').split(' ')).toEqual(["'so'", "'y'", "'te'"]));

  it('with signs in them are found by what comes after each sign too', () =>
    expect(asVector('Văn bản 12/BC-SYT')).toBe("'van' 'ban' '12/bc-syt' 'bc-syt' 'syt'"));

  it('that hold what PostgreSQL writes lexemes with are only words', () => {
    expect(asVector(String.raw`O'Brien a\b`)).toBe(String.raw`'o''brien' 'brien' 'a\\b' 'b'`);
    expect(asQuery(`':* | !x`)).toBe("'x':*");
  });

  it('are cut where no word is so long, in what is asked as well', () => {
    expect(asVector('a'.repeat(5_000))).toBe(`'${'a'.repeat(60)}'`);
    expect(asQuery('a'.repeat(5_000))).toBe(`'${'a'.repeat(60)}':*`);
    expect(asVector(`a${'𝐀'.repeat(40)}`)).toBe(`'a${'𝐀'.repeat(29)}'`);
  });

  it('are asked whole but for the last, which may be half typed, and for those with a sign or a number', () => {
    expect(asQuery('  gói thầu “phần mề” ')).toBe("'goi' & 'thau' & 'phan' & 'me':*");
    expect(asQuery('12/BC của sở')).toBe("'12/bc':* & 'cua' & 'so':*");
    expect(asQuery('12/BC-')).toBe("'12/bc':*");
    expect(asQuery(' %% – ')).toBeNull();
  });
});

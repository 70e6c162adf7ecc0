import { asNameVector, asQuery, asVector } from './words.js';

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

  it('are days as a whole, and no ids that a machine gave', () =>
    expect(asVector('2025-06-30 0194F3A0-1111-7abc-8def-0123456789ab xong')).toBe("'2025-06-30' 'xong'"));

  it('of a stream’s name go on to its end after its kind and each slash, and within a part to the end of that', () => {
    expect(asNameVector('task-9-2025/IV.VI.3/so-y-te').split(' ')).toEqual([
      "'task-9-2025'",
      "'9-2025/iv.vi.3/so-y-te'",
      "'2025'",
      "'iv.vi.3/so-y-te'",
      "'vi.3'",
      "'3'",
      "'so-y-te'",
      "'y-te'",
      "'te'",
    ]);
    expect(asNameVector('agency-so-y-te')).toBe("'agency-so-y-te' 'so-y-te' 'y-te' 'te'");
  });

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

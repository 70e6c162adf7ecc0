import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Text as people search for it: no marks, đ as d, lower case. The same as SQL's `vn_fold`, for what is folded in memory. */
export const fold = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replace(/[đĐ]/g, 'd')
        .toLowerCase()
        .normalize('NFC');

const ascii = /^[\0-\x7f]*$/;

/**
 * `vn_fold(text)` and the trigram operators, so that `vn_fold(title) like '%' || vn_fold($1) || '%'` is an indexed search.
 * Written with normalize() and not with the unaccent extension, whose function is not immutable and so cannot be indexed
 * without a lie. Marks go before lower(), which then has only ASCII to change and gives the same under any locale.
 */
export class Fold1763900000000 implements MigrationInterface {
  name = 'Fold1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
      create function vn_fold(value text) returns text
      language sql immutable strict parallel safe
      return normalize(
        lower(translate(regexp_replace(normalize(value, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd')), NFC)`);
    await runner.query('create extension if not exists pg_trgm');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

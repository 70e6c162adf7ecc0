import { IsOptional, IsString } from 'class-validator';
import { InvalidShape, validation } from './validation.js';

class NoteDto {
  @IsString()
  text: string;
  @IsOptional()
  parts?: unknown;
}

describe('what is sent', () => {
  const refused = async (value: unknown, type: 'body' | 'query' | 'param', data?: string) => {
    const metatype = type === 'body' ? NoteDto : String;
    const error: unknown = await validation()
      .transform(value, { type, metatype, ...(data === undefined ? {} : { data }) })
      .catch((it: unknown) => it);
    if (!(error instanceof InvalidShape)) throw new Error(`not refused: ${JSON.stringify(value)}`);
    expect(error).toMatchObject({ kind: 'invalid', code: 'invalid-shape' });
    expect(error.vi).not.toContain('\0');
    return error.errors.map(({ field }) => field);
  };

  it('is refused by field when a text holds what no database keeps', async () => {
    expect(await refused({ text: 'a\0b' }, 'body')).toEqual(['text']);
    expect(await refused({ text: 'half \ud83d' }, 'body')).toEqual(['text']);
    expect(await refused({ text: 'a', parts: [{ name: 'b' }, { name: '\0' }] }, 'body')).toEqual(['parts.1.name']);
    expect(await refused({ text: 'a', 'b\0': 1 }, 'body')).toEqual(['?']);
    expect(await refused({ after: '1\0' }, 'query')).toEqual(['after']);
    expect(await refused('a\0', 'param', 'agency')).toEqual(['agency']);
  });

  it('is refused when it is nested deeper than anything walks, and answered with the first wrong fields of thousands', async () => {
    const deep = JSON.parse(`{"text":${'['.repeat(60_000)}${']'.repeat(60_000)}}`);
    await expect(validation().transform(deep, { type: 'body', metatype: NoteDto })).rejects.toMatchObject({ code: 'too-deep' });
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`f${n}`, 1]));
    expect(await refused(many, 'body')).toHaveLength(50);
  });

  it('is refused by field when a text shows something else than it says; a password is not looked at', async () => {
    const sent = (value: unknown) => validation().transform(value, { type: 'body', metatype: NoteDto });
    for (const text of ['a\u001b[2J', 'b\u202egnp', 'c\u0085\u009b'])
      await expect(sent({ text })).rejects.toMatchObject({ code: 'misleading-character', kind: 'invalid', field: 'text' });
    await expect(sent({ text: 'a', parts: [{ name: '\u2067' }] })).rejects.toMatchObject({ field: 'parts.0.name' });
    expect(await sent({ text: 'a', parts: { password: '\u001b' } })).toMatchObject({ parts: { password: '\u001b' } });
  });

  it('passes with every other character', async () => {
    const text = 'Xây dựng, \t dòng\nmới 😀 \v \u200b';
    expect(await validation().transform({ text }, { type: 'body', metatype: NoteDto })).toMatchObject({ text });
  });

  it('is not looked for in what the server itself gives a method', async () => {
    const session = { name: 'a\0' };
    expect(await validation().transform(session, { type: 'custom' })).toBe(session);
  });
});

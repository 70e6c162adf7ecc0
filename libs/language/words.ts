import { type LocalDate, shown } from './dates.js';
import { Refusal } from './refusal.js';

/** What moves what follows it to another place on a screen or in a terminal: it would say something else than it shows. */
export const misleading = /(?![\t\n\v\f\r\u0085])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Line ends as word processors put them into what is pasted. */
const lineEnds = /[\v\f\u0085\u2028\u2029]/g;

/**
 * Gives the words without surrounding blanks. Refuses none at all (what nobody sees is none), more than the limit, with both figures,
 * and a character that misleads.
 */
export function words(text: string, field: string, most: number, least = 1): string {
  const trimmed = text.replace(lineEnds, '\n').trim().normalize('NFC');
  const found = misleading.exec(trimmed)?.[0];
  if (found !== undefined) throw mislead(found, field);
  const length = /[^\p{Cf}\p{Z}\p{Cc}]/u.test(trimmed) ? [...trimmed].length : 0;
  if (length < least)
    throw new Refusal('words-missing', {
      kind: 'invalid',
      field,
      vi: `Trường “${field}” đang để trống; cần ít nhất ${least} ký tự.`,
      en: `“${field}” is empty; write at least ${least} character${least === 1 ? '' : 's'}.`,
      figures: { length, least, most },
    });
  if (length > most)
    throw new Refusal('words-too-long', {
      kind: 'too-large',
      field,
      vi: `Trường “${field}” dài ${length} ký tự; tối đa ${most}.`,
      en: `“${field}” is ${length} characters long; at most ${most}.`,
      figures: { length, least, most },
    });
  return trimmed;
}

/** The sentence for a character that misleads, by its number, since it cannot be shown. */
export function mislead(character: string, field: string): Refusal {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return new Refusal('misleading-character', {
    kind: 'invalid',
    field,
    vi: `Trường “${field}” có ký tự điều khiển hoặc ký tự đảo chiều chữ (${code}) làm nội dung hiện khác đi; hãy xóa ký tự đó, gõ lại nếu đã dán từ nơi khác.`,
    en: `“${field}” has a control or text-direction character (${code}), which makes it show something else; remove it, or type anew what was pasted.`,
    figures: { character: code },
  });
}

/** A thing that has been done was done today or before (06.12). */
export function notInTheFuture(on: LocalDate, today: LocalDate, field: string): void {
  if (on <= today) return;
  throw new Refusal('dated-in-the-future', {
    kind: 'rule',
    field,
    vi: `Ngày ${shown(on)} ở trường “${field}” còn ở tương lai; hôm nay là ${shown(today)}, chỉ ghi được từ hôm nay trở về trước.`,
    en: `The day ${shown(on)} in “${field}” is in the future; today is ${shown(today)}, so give today or an earlier day.`,
    figures: { given: on, latest: today },
  });
}

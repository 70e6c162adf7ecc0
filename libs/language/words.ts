import { type LocalDate, shown } from './dates.js';
import { Refusal } from './refusal.js';

/** Gives the words without surrounding blanks. Refuses none at all, and more than the limit, with both figures. */
export function words(text: string, field: string, most: number, least = 1): string {
  const trimmed = text.trim().normalize('NFC');
  const length = [...trimmed].length;
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

import { Refusal } from '#language';

/** Lengths in characters, counts in pieces. */
export const limits = {
  title: 300,
  summary: 10_000,
  words: 4_000,
  reason: 4_000,
  expected: 500,
  tasks: 5_000,
  groups: 20,
  agencies: 500,
  entries: 500,
  rounds: 60,
  /** Ad hoc rounds of one plan with the same cut-off. */
  sameDay: 9,
} as const;

/** Refuses more pieces than the limit, with both figures. */
export function atMost(count: number, most: number, field: string): void {
  if (count <= most) return;
  throw new Refusal('too-many', {
    kind: 'too-large',
    field,
    vi: `Trường “${field}” có ${count} mục; tối đa ${most}.`,
    en: `“${field}” has ${count} entries; at most ${most}.`,
    figures: { count, most },
  });
}

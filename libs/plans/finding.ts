import { createHash } from 'node:crypto';
import type { ItemCode } from '#language';

/** blocking: lỗi chặn, nothing is imported; decision: cần quyết định; notice: lưu ý. */
export type Severity = 'blocking' | 'decision' | 'notice';

/** Something in the text that a person must know or settle. The printed words stay as they are whatever is settled. */
export interface Finding {
  /** Stays over re-imports: the code with the row it is about, or with a digest of the printed words. */
  readonly id: string;
  readonly severity: Severity;
  readonly code: string;
  readonly item: ItemCode | null;
  /** Roman numeral of the appendix; null for running text. */
  readonly appendix: string | null;
  readonly line: number;
  readonly printed: string;
  readonly proposed: string | null;
  readonly vi: string;
  readonly en: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** A finding before it has its id. */
export interface Observation extends Omit<Finding, 'id' | 'item' | 'appendix' | 'proposed' | 'figures'> {
  readonly item?: ItemCode | null;
  readonly appendix?: string | null;
  readonly proposed?: string | null;
  readonly figures?: Readonly<Record<string, unknown>>;
}

/** Gives every observation its id and orders them: blocking first, then by line. */
export function findingsFrom(observations: readonly Observation[]): Finding[] {
  const weight: Readonly<Record<Severity, number>> = { blocking: 0, decision: 1, notice: 2 };
  const taken = new Map<string, number>();
  return observations
    .map((it) => ({ item: null, appendix: null, proposed: null, figures: {}, ...it }))
    .sort((a, b) => weight[a.severity] - weight[b.severity] || a.line - b.line || (a.code < b.code ? -1 : 1))
    .map((it) => {
      const about =
        it.item ??
        createHash('sha256')
          .update(`${it.appendix ?? ''}|${it.printed}`)
          .digest('hex')
          .slice(0, 8);
      const base = `${it.code}-${about}`.toLowerCase().replaceAll('.', '-');
      const times = (taken.get(base) ?? 0) + 1;
      taken.set(base, times);
      return { id: times === 1 ? base : `${base}-${times}`, ...it };
    });
}

/** How a long text is quoted inside a sentence. */
export const quoted = (text: string, longest = 90): string => {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest).replace(/\s+\S*$/, '')}…`;
};

/** Blocking findings that are about one row each: the other rows may come in without it when somebody says so. */
const aboutOneRow: ReadonlySet<string> = new Set([
  'row-without-ordinal',
  'ordinal-twice',
  'row-with-too-few-cells',
  'row-with-too-many-cells',
]);

/** The rows of a file that cannot be read, each by its finding. */
export const badRows = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((it) => it.severity === 'blocking' && aboutOneRow.has(it.code));

/** Whether all that blocks is single rows; a file that lacks a whole appendix may be cut off, and is no plan without them. */
export const mayLeaveOut = (findings: readonly Finding[]): boolean =>
  badRows(findings).length > 0 && findings.every((it) => it.severity !== 'blocking' || aboutOneRow.has(it.code));

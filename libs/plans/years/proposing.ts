import { type ItemCode, itemCode } from '#language';
import { similarity } from '../reading/wording.js';

export interface RowToLink {
  readonly code: string;
  readonly kind: 'item' | 'target' | 'result';
  readonly title: string;
}

export interface Proposal extends RowToLink {
  /** The row before it that reads most alike; null: none does. */
  readonly proposed: { readonly code: ItemCode; readonly title: string; readonly similarity: number } | null;
}

/** How alike two rows must read to be proposed as one: figures change from year to year, the matter does not. */
const alike = 0.5;

/** Against which kind of row of the earlier plan a row is held: this year's results are of last year's targets. */
const against = { item: 'item', target: 'target', result: 'target' } as const;

const withoutFigures = (title: string): string => title.replace(/\d[\d.,/]*\s*%?/g, ' ');

/** For each row the best match of the earlier plan; no earlier row is proposed to two of one kind. Pure. */
export function proposalsOf(now: readonly RowToLink[], before: readonly RowToLink[]): readonly Proposal[] {
  const pairs = now.flatMap((row) =>
    before
      .filter((it) => it.kind === against[row.kind])
      .map((it) => ({ row, it, score: similarity(withoutFigures(row.title), withoutFigures(it.title)) }))
      .filter(({ score }) => score >= alike),
  );
  const taken = new Set<string>();
  const found = new Map<string, (typeof pairs)[number]>();
  for (const pair of pairs.sort((a, b) => b.score - a.score || (a.row.code < b.row.code ? -1 : 1))) {
    const earlier = `${pair.row.kind} ${pair.it.code}`;
    const own = `${pair.row.kind} ${pair.row.code}`;
    if (taken.has(earlier) || found.has(own)) continue;
    taken.add(earlier);
    found.set(own, pair);
  }
  return now.map((row) => {
    const best = found.get(`${row.kind} ${row.code}`);
    return {
      ...row,
      proposed: best
        ? { code: itemCode(best.it.code), title: best.it.title, similarity: Math.round(best.score * 100) / 100 }
        : null,
    };
  });
}

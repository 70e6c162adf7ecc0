import { useInfiniteQuery } from '@tanstack/react-query';
import type { HistoryPage, HistoryRow } from '../api/answers';
import { read } from '../api/client';
import { at } from '../api/routes';

/** Requests looked at in one step. */
const step = 200;

interface Looked {
  /** Newest first. */
  readonly asks: readonly HistoryRow[];
  /** The requests that were decided in this stretch of the record: see `keyOf`. */
  readonly decided: readonly string[];
  /** Position before which the next stretch ends; null at the beginning of the record. */
  readonly next: string | null;
}

/** Requests for an extension, 200 at a time from the newest on, and which of them nobody has decided. */
export function useAsked(wanted: boolean) {
  const found = useInfiniteQuery({
    queryKey: [at('/history'), 'requests for an extension'],
    enabled: wanted,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => lookBefore(pageParam),
    getNextPageParam: (page: Looked) => page.next,
  });
  const pages = found.data?.pages ?? [];
  // A decision comes after its request: it is in the same stretch of the record or in a newer one.
  const decided = new Set(pages.flatMap((page) => page.decided));
  const asks = pages.flatMap((page) => page.asks);
  return { found, looked: asks, undecided: asks.filter((it) => !decided.has(keyOf(it))) };
}

async function lookBefore(end: string | null): Promise<Looked> {
  const { rows: asks, next } = await before(end, 'extension-requested');
  const from = next === null ? null : (asks.at(-1)?.position ?? null);
  const [granted, refused] = await Promise.all([
    decidedBetween('extension-granted', from, end),
    decidedBetween('extension-refused', from, end),
  ]);
  return { asks, decided: [...granted, ...refused], next };
}

/** Of a stretch of the record, both ends outside it; `from` null: from its beginning. */
async function decidedBetween(type: string, from: string | null, end: string | null): Promise<string[]> {
  const decided: string[] = [];
  for (let position = end; ; ) {
    const { rows, next } = await before(position, type);
    const inside = rows.filter((it) => from === null || BigInt(it.position) > BigInt(from));
    decided.push(...inside.map(keyOf));
    if (next === null || inside.length < rows.length) return decided;
    position = next;
  }
}

const before = (beforePosition: string | null, type: string) =>
  read<HistoryPage>(at('/history'), { type, limit: step, beforePosition }, { waits: true });

/** A request and a decision on it have the same. */
const keyOf = ({ stream, data }: HistoryRow) => `${stream} ${data.request}`;

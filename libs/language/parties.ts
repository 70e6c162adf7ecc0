/** A body or a group as a list of a plan names it. */
interface Named {
  readonly printed: string;
  readonly kind: 'agency' | 'group' | 'unknown';
  readonly id: string | null;
}

/** The list with one body in the place of another: in its place, or not at all where the list names the successor already. */
export function succeededAmong<T extends Named>(parties: readonly T[], from: string, to: T): readonly T[] {
  if (from === to.id) return parties;
  const names = (it: T, id: string | null) => it.kind === 'agency' && it.id === id;
  if (!parties.some((it) => names(it, from))) return parties;
  const already = parties.some((it) => names(it, to.id));
  const once = new Set<T>();
  return parties.flatMap((it) => {
    if (!names(it, from)) return [it];
    if (already || once.size > 0) return [];
    once.add(it);
    return [to];
  });
}

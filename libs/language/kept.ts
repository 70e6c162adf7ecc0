/**
 * Remembers what `make` gave, for as long as somebody holds the first argument: the result goes when that does. The last result
 * alone is remembered, and only for the very same arguments (compared as objects, not by content): an argument that changes in
 * place would be answered with what it was before. For what is made of many things of which hardly any changes between two questions.
 */
export function kept<From extends object, Others extends readonly unknown[], Made>(
  make: (from: From, ...others: Others) => Made,
): (from: From, ...others: Others) => Made {
  const known = new WeakMap<From, { readonly others: Others; readonly made: Made }>();
  return (from, ...others) => {
    const before = known.get(from);
    if (before && before.others.length === others.length && before.others.every((it, i) => it === others[i])) return before.made;
    const made = make(from, ...others);
    known.set(from, { others, made });
    return made;
  };
}

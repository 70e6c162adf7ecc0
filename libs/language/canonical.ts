/** JSON with one spelling for one value (RFC 8785: keys sorted, no spaces). What JSON would drop is dropped. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonical(value.toJSON());
  const members = Object.entries(value)
    .filter(([, it]) => it !== undefined && typeof it !== 'function')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, it]) => `${JSON.stringify(name)}:${canonical(it)}`).join(',')}}`;
}

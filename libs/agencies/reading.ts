import { type AgencyId, kept, type LocalDate } from '#language';
import { type AgencyRecord, agencyOn, type GroupRecord, holds, membersOn, type Registry } from './registry.js';
import { nameKey, type Token, tokensOf } from './spelling.js';

/** One body as a plan's cell names it. */
export interface ReadParty {
  /** The words as printed, parentheses included. */
  readonly printed: string;
  readonly kind: 'agency' | 'group' | 'unknown';
  readonly id: string | null;
  /** The name on that day; null when unknown. */
  readonly name: string | null;
  readonly via: 'name' | 'alias' | null;
  /** The unit in parentheses that does the work: "Văn phòng UBND tỉnh (Trung tâm GQTTHC)". */
  readonly unit: string | null;
  /** Of a group, on that day. */
  readonly members: readonly { readonly id: AgencyId; readonly name: string; readonly ratable: boolean }[];
  /** The words leave open who is meant: "có liên quan", or a group that nobody has listed. */
  readonly vague: boolean;
  /** More than one body bears this name on that day: somebody must say which. Empty otherwise. */
  readonly candidates: readonly string[];
}

type Bearer =
  | { readonly kind: 'agency'; readonly record: AgencyRecord }
  | { readonly kind: 'group'; readonly record: GroupRecord; readonly vague: boolean };

interface Lexicon {
  readonly bearers: ReadonlyMap<string, readonly Bearer[]>;
  /** Words of the longest name. */
  readonly longest: number;
}

/**
 * Reads the bodies that a cell names, in order. The longest known name or alias wins; only ";" and "," separate, and a
 * comma only outside a known name ("Sở Lao động, Thương binh và Xã hội" is one body, "UBND cấp huyện, cấp xã" two groups).
 * A name counts only when the whole of what stands between separators is that name. Words that nobody knows come back as an
 * unknown party, commas included: no printed word is lost. `on` decides names, existence and membership.
 */
export function readParties(text: string, registry: Registry, on: LocalDate): readonly ReadParty[] {
  const lexicon = lexiconOf(registry);
  const tokens = tokensOf(text);
  const parties: ReadParty[] = [];
  let at = 0;
  while (at < tokens.length) {
    if (isSeparator(tokens[at])) {
      at += 1;
      continue;
    }
    const known = knownAt(tokens, at, lexicon);
    const end = known?.end ?? unknownEnd(tokens, at, lexicon);
    const printed = printedBetween(text, tokens, at, end);
    parties.push(known ? partyOf(known, printed, text, tokens, registry, on) : unknown(printed));
    at = end;
  }
  return parties;
}

interface Known {
  readonly key: string;
  readonly bearers: readonly Bearer[];
  /** Token after the name, and after the parenthesis that follows it. */
  readonly nameEnd: number;
  readonly end: number;
}

function knownAt(tokens: readonly Token[], at: number, lexicon: Lexicon): Known | null {
  for (let size = Math.min(lexicon.longest, tokens.length - at); size > 0; size -= 1) {
    const nameEnd = at + size;
    const key = tokens
      .slice(at, nameEnd)
      .map((it) => it.key)
      .join(' ');
    const bearers = lexicon.bearers.get(key);
    if (!bearers) continue;
    const end = tokens[nameEnd]?.key === '(' ? closing(tokens, nameEnd) : nameEnd;
    if (end >= tokens.length || isSeparator(tokens[end])) return { key, bearers, nameEnd, end };
  }
  return null;
}

/** The token after the parenthesis that opens at `at`; the end of the text when it never closes. */
function closing(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    if (tokens[i]?.key === '(') depth += 1;
    if (tokens[i]?.key === ')') depth -= 1;
    if (depth === 0) return i + 1;
  }
  return tokens.length;
}

/** Unknown words run to the next ";", or to a comma after which a known name begins. */
function unknownEnd(tokens: readonly Token[], at: number, lexicon: Lexicon): number {
  let i = at;
  while (i < tokens.length) {
    const key = tokens[i]?.key;
    if (key === '(') {
      i = closing(tokens, i);
      continue;
    }
    if (key === ';') return i;
    if (key === ',' && (i + 1 >= tokens.length || knownAt(tokens, i + 1, lexicon))) return i;
    i += 1;
  }
  return i;
}

function partyOf(
  known: Known,
  printed: string,
  text: string,
  tokens: readonly Token[],
  registry: Registry,
  on: LocalDate,
): ReadParty {
  const alive = known.bearers.filter((it) => it.kind === 'group' || holds(it.record, on));
  const bearers = alive.length > 0 ? alive : known.bearers;
  const [bearer] = bearers;
  if (!bearer || bearers.length > 1) return { ...unknown(printed), candidates: bearers.map((it) => it.record.id) };
  const inside = printedBetween(text, tokens, known.nameEnd, known.end).replace(/^\(\s*|\s*\)$/g, '');
  const unit = inside === '' ? null : inside;
  if (bearer.kind === 'agency') {
    const { id, name } = agencyOn(bearer.record, on);
    const via = nameKey(name) === known.key ? 'name' : 'alias';
    return { printed, kind: 'agency', id, name, via, unit, members: [], vague: false, candidates: [] };
  }
  const { id, name, membership } = bearer.record;
  return {
    printed,
    kind: 'group',
    id,
    name,
    via: nameKey(name) === known.key ? 'name' : 'alias',
    unit,
    members: membersOn(registry, bearer.record, on).map((it) => ({ id: it.id, name: it.name, ratable: it.ratable })),
    vague: bearer.vague || membership === 'undefined',
    candidates: [],
  };
}

const unknown = (printed: string): ReadParty => ({
  printed,
  kind: 'unknown',
  id: null,
  name: null,
  via: null,
  unit: null,
  members: [],
  vague: false,
  candidates: [],
});

const isSeparator = (token: Token | undefined): boolean => token?.key === ';' || token?.key === ',';

function printedBetween(text: string, tokens: readonly Token[], from: number, to: number): string {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first && last && to > from ? text.slice(first.start, last.end) : '';
}

const lexiconOf = kept((registry: Registry): Lexicon => {
  const bearers = new Map<string, Bearer[]>();
  let longest = 0;
  const add = (name: string, bearer: Bearer) => {
    const key = nameKey(name);
    const there = bearers.get(key) ?? [];
    if (key === '' || there.some((it) => it.kind === bearer.kind && it.record.id === bearer.record.id)) return;
    bearers.set(key, [...there, bearer]);
    longest = Math.max(longest, key.split(' ').length);
  };
  for (const record of registry.agencies)
    for (const name of [...record.names.map((it) => it.name), ...record.aliases.map((it) => it.alias)])
      add(name, { kind: 'agency', record });
  for (const record of registry.groups)
    for (const { name, vague } of [{ name: record.name, vague: false }, ...record.names])
      add(name, { kind: 'group', record, vague });
  return { bearers, longest };
});

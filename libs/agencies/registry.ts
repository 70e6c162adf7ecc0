import { type AgencyId, kept, type LocalDate } from '#language';
import type { AgencyKind, Standing } from './agency.events.js';

/** One head's time in office. `to` is the first day after it; null: still in office. */
export interface Tenure {
  readonly subject: string;
  readonly office: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly source: string;
}

/** Everything recorded about an agency, with the days from which it held. `from: null` means before the record began. */
export interface AgencyRecord {
  readonly id: AgencyId;
  readonly names: readonly { readonly name: string; readonly from: LocalDate | null }[];
  readonly aliases: readonly { readonly alias: string; readonly source: string }[];
  readonly standings: readonly (Standing & { readonly from: LocalDate | null })[];
  readonly heads: readonly Tenure[];
  readonly code: string | null;
  readonly from: LocalDate | null;
  /** The first day it is no more. */
  readonly to: LocalDate | null;
  readonly source: string;
}

export interface Membership {
  readonly agency: AgencyId;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly source: string;
}

export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly names: readonly { readonly name: string; readonly vague: boolean }[];
  readonly membership: 'listed' | 'undefined';
  readonly members: readonly Membership[];
  readonly source: string;
}

export interface Registry {
  readonly agencies: readonly AgencyRecord[];
  readonly groups: readonly GroupRecord[];
}

/** An agency as it is on one day. */
export interface Agency {
  readonly id: AgencyId;
  readonly name: string;
  readonly kind: AgencyKind;
  readonly bloc: string | null;
  readonly ratable: boolean;
  readonly parent: AgencyId | null;
  readonly code: string | null;
  /** Every other spelling it is known by, former and later names among them. */
  readonly aliases: readonly string[];
  readonly heads: readonly Tenure[];
  readonly exists: boolean;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly source: string;
}

/** Whether a span of days, `to` exclusive, holds a day. */
export const holds = (span: { readonly from: LocalDate | null; readonly to: LocalDate | null }, day: LocalDate): boolean =>
  (span.from === null || span.from <= day) && (span.to === null || day < span.to);

const lastFrom = <T extends { readonly from: LocalDate | null }>(list: readonly T[], day: LocalDate): T => {
  const found = list.findLast((it) => it.from === null || it.from <= day) ?? list[0];
  if (!found) throw new Error('an agency without a name or a standing');
  return found;
};

/** What an agency was called on a day. */
export const nameOn = ({ names }: Pick<AgencyRecord, 'names'>, day: LocalDate): string => lastFrom(names, day).name;

/** The agency on a day: name, bloc and head of that day, whatever came later. */
export function agencyOn(record: AgencyRecord, day: LocalDate): Agency {
  const name = nameOn(record, day);
  const { kind, bloc, ratable, parent } = lastFrom(record.standings, day);
  const others = [...record.names.map((it) => it.name), ...record.aliases.map((it) => it.alias)].filter((it) => it !== name);
  return {
    id: record.id,
    name,
    kind,
    bloc,
    ratable,
    parent,
    code: record.code,
    aliases: [...new Set(others)],
    heads: record.heads,
    exists: holds(record, day),
    from: record.from,
    to: record.to,
    source: record.source,
  };
}

/**
 * Every agency as it is on a day, by id, in the order in which people list them: blocs, bodies without one first, inside a bloc as
 * Vietnamese sorts. Of thousands hardly any ever changes: what was made last of a registry is kept as long as the registry is.
 */
export const agenciesOn = kept((registry: Registry, day: LocalDate): ReadonlyMap<string, Agency> => {
  const { compare } = new Intl.Collator('vi', { numeric: true });
  const all = registry.agencies.map((record) => agencyOn(record, day));
  all.sort((a, b) => compare(a.bloc ?? '', b.bloc ?? '') || compare(a.name, b.name));
  return new Map(all.map((it): [string, Agency] => [it.id, it]));
});

/** The members of a group on a day, as those agencies are on that day. A member that does not exist then is none. */
export function membersOn(registry: Registry, group: GroupRecord, day: LocalDate): readonly Agency[] {
  const joined = new Set(group.members.filter((it) => holds(it, day)).map((it) => it.agency));
  return registry.agencies
    .filter((it) => joined.has(it.id))
    .map((it) => agencyOn(it, day))
    .filter((it) => it.exists);
}

import { type AgencyId, agencyId, type LocalDate, localDate, Refusal } from '#language';
import { type AgencyKind, agencyKinds } from './agency.events.js';
import type { AgencyCommand } from './agency.js';
import type { GroupCommand } from './group.js';

type Register = Extract<AgencyCommand, { type: 'register' }>;
type Dissolve = Extract<AgencyCommand, { type: 'dissolve' }>;
type Define = Extract<GroupCommand, { type: 'define' }>;

/** Agencies and groups as written in a file, each fact with its source; an empty source means unconfirmed. */
export interface RegistrySeed {
  readonly agencies: readonly { readonly register: Register; readonly dissolve: Dissolve | null }[];
  readonly groups: readonly Define[];
}

/** Reads one seed file. Refuses what is not one, naming the field and the value. */
export function registrySeed(json: unknown, file = 'agencies'): RegistrySeed {
  const seed = recordOf(json, file);
  return {
    agencies: listOf(seed.agencies ?? [], `${file}.agencies`).map((it, i) => agencyOf(it, `${file}.agencies[${i}]`)),
    groups: listOf(seed.groups ?? [], `${file}.groups`).map((it, i) => groupOf(it, `${file}.groups[${i}]`)),
  };
}

/** Several files as one. */
export const together = (seeds: readonly RegistrySeed[]): RegistrySeed => ({
  agencies: seeds.flatMap((it) => it.agencies),
  groups: seeds.flatMap((it) => it.groups),
});

function agencyOf(json: unknown, at: string): RegistrySeed['agencies'][number] {
  const it = recordOf(json, at);
  const source = textOf(it.source, `${at}.source`);
  const register: Register = {
    type: 'register',
    agency: idOf(it.id, `${at}.id`),
    name: textOf(it.name, `${at}.name`),
    kind: kindOf(it.kind, `${at}.kind`),
    bloc: it.bloc === null ? null : textOf(it.bloc, `${at}.bloc`),
    ratable: flagOf(it.ratable, `${at}.ratable`),
    parent: it.parent === undefined || it.parent === null ? null : idOf(it.parent, `${at}.parent`),
    code: it.code === undefined ? null : textOf(it.code, `${at}.code`),
    from: dayOrNull(it.from, `${at}.from`),
    source,
    aliases: listOf(it.aliases ?? [], `${at}.aliases`).map((alias, i) => ({
      alias: textOf(alias, `${at}.aliases[${i}]`),
      source: textOf(it.aliasSource ?? '', `${at}.aliasSource`),
    })),
  };
  const on = dayOrNull(it.dissolvedOn, `${at}.dissolvedOn`);
  const dissolve: Dissolve | null =
    on === null ? null : { type: 'dissolve', on, reason: textOf(it.reason, `${at}.reason`), source };
  return { register, dissolve };
}

function groupOf(json: unknown, at: string): Define {
  const it = recordOf(json, at);
  const membership = textOf(it.membership, `${at}.membership`);
  if (membership !== 'listed' && membership !== 'undefined') throw malformed(`${at}.membership`, membership, 'listed, undefined');
  const source = textOf(it.source, `${at}.source`);
  return {
    type: 'define',
    group: idOf(it.id, `${at}.id`),
    name: textOf(it.name, `${at}.name`),
    membership,
    source,
    names: listOf(it.names ?? [], `${at}.names`).map((json, i) => {
      const here = `${at}.names[${i}]`;
      const name = typeof json === 'string' ? { name: json, vague: false } : recordOf(json, here);
      return { name: textOf(name.name, `${here}.name`), vague: flagOf(name.vague, `${here}.vague`), source };
    }),
    members: listOf(it.members ?? [], `${at}.members`).map((json, i) => {
      const here = `${at}.members[${i}]`;
      const member = typeof json === 'string' ? { agency: json } : recordOf(json, here);
      return {
        agency: idOf(member.agency, `${here}.agency`),
        from: dayOrNull(member.from, `${here}.from`),
        to: dayOrNull(member.to, `${here}.to`),
        reason: textOf(member.reason ?? '', `${here}.reason`),
        source: textOf(member.source ?? it.memberSource ?? source, `${here}.source`),
      };
    }),
  };
}

const malformed = (field: string, value: unknown, right: string) =>
  new Refusal('malformed-agency-seed', {
    kind: 'invalid',
    field,
    vi: `${field}: “${String(value)}” không đọc được; cần: ${right}.`,
    en: `${field}: “${String(value)}” cannot be read; what is needed: ${right}.`,
  });

function recordOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(field, value, '{…}');
  return { ...value };
}

function listOf(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(field, value, '[…]');
  return value;
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== 'string') throw malformed(field, value, '“…”');
  return value.normalize('NFC');
}

function flagOf(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') throw malformed(field, value, 'true, false');
  return value;
}

const idOf = (value: unknown, field: string): AgencyId => agencyId(textOf(value, field), field);

const dayOrNull = (value: unknown, field: string): LocalDate | null =>
  value === undefined || value === null ? null : localDate(textOf(value, field), field);

function kindOf(value: unknown, field: string): AgencyKind {
  const kind = agencyKinds.find((it) => it === value);
  if (!kind) throw malformed(field, value, agencyKinds.join(', '));
  return kind;
}

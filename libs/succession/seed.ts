import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { agencyKinds } from '#agencies';
import { agencyId, type LocalDate, localDate, Refusal } from '#language';
import type { ActAsked } from './succession.commands.js';
import { successionKinds } from './succession.events.js';
import { limits } from './succession.limits.js';

type Json = Readonly<Record<string, unknown>>;

const malformed = (field: string, value: unknown, right: string) =>
  new Refusal('malformed-act', {
    kind: 'invalid',
    field,
    vi: `${field}: “${String(value).slice(0, 80)}” không đọc được; cần: ${right}.`,
    en: `${field}: “${String(value).slice(0, 80)}” cannot be read; what is needed: ${right}.`,
  });

const record = (value: unknown, field: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(field, value, '{…}');
  return { ...value };
};

const list = <T>(value: unknown, field: string, each: (it: unknown, field: string) => T): T[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > limits.bodies) throw malformed(field, value, `[…] (≤ ${limits.bodies})`);
  return value.map((it, i) => each(it, `${field}[${i}]`));
};

const text = (value: unknown, field: string, least = 1): string => {
  if (typeof value !== 'string') throw malformed(field, value, '“…”');
  const words = value.normalize('NFC').trim();
  if (words.length < least || words.length > limits.words) throw malformed(field, value, `${least}–${limits.words}`);
  return words;
};

const oneOf = <T extends string>(value: unknown, field: string, choices: readonly T[]): T => {
  const found = choices.find((it) => it === value);
  if (!found) throw malformed(field, value, choices.join(', '));
  return found;
};

const id = (value: unknown, field: string) => agencyId(text(value, field), field);
const dayOrNull = (value: unknown, field: string): LocalDate | null =>
  value === undefined || value === null ? null : localDate(text(value, field), field);

const standing = (it: Json, field: string) => ({
  kind: oneOf(it.kind, `${field}.kind`, agencyKinds),
  bloc: it.bloc === null || it.bloc === undefined ? null : text(it.bloc, `${field}.bloc`),
  ratable: it.ratable === true,
  parent: it.parent === null || it.parent === undefined ? null : id(it.parent, `${field}.parent`),
});

/** Reads an act as a person writes it, in a file or a request. Refuses what is not one, naming the field. */
export function actFrom(json: unknown, field = 'act'): ActAsked {
  const it = record(json, field);
  const basis = record(it.basis, `${field}.basis`);
  const from = list(it.from, `${field}.from`, id);
  const kind = oneOf(it.kind, `${field}.kind`, successionKinds);
  return {
    succession: id(it.succession, `${field}.succession`),
    kind,
    title: text(it.title, `${field}.title`),
    on: localDate(text(it.on, `${field}.on`), `${field}.on`),
    basis: {
      number: text(basis.number, `${field}.basis.number`).slice(0, 120),
      on: dayOrNull(basis.on, `${field}.basis.on`),
      source: text(basis.source ?? '', `${field}.basis.source`, 0),
    },
    from,
    to: list(it.to, `${field}.to`, id),
    // Whoever merges, splits or is dissolved ends, unless the act says who does.
    ends: it.ends === undefined && ['merge', 'split', 'dissolve'].includes(kind) ? from : list(it.ends, `${field}.ends`, id),
    bodies: list(it.bodies, `${field}.bodies`, (one, at) => {
      const body = record(one, at);
      return {
        agency: id(body.agency, `${at}.agency`),
        name: text(body.name, `${at}.name`),
        code: body.code === undefined || body.code === null ? null : text(body.code, `${at}.code`),
        aliases: list(body.aliases, `${at}.aliases`, text),
        ...standing(body, at),
      };
    }),
    changes: list(it.changes, `${field}.changes`, (one, at) => {
      const change = record(one, at);
      const name = change.name === undefined || change.name === null ? null : text(change.name, `${at}.name`);
      const now = change.standing === undefined || change.standing === null ? null : record(change.standing, `${at}.standing`);
      return { agency: id(change.agency, `${at}.agency`), name, standing: now && standing(now, `${at}.standing`) };
    }),
    ...(it.groups === undefined
      ? {}
      : {
          groups: list(it.groups, `${field}.groups`, (one, at) => {
            const change = record(one, at);
            return {
              group: id(change.group, `${at}.group`) as string,
              agency: id(change.agency, `${at}.agency`),
              change: oneOf(change.change, `${at}.change`, ['joins', 'leaves'] as const),
            };
          }),
        }),
    heirs: list(it.heirs, `${field}.heirs`, (one, at) => {
      const heir = record(one, at);
      return { from: id(heir.from, `${at}.from`), to: id(heir.to, `${at}.to`) };
    }),
    note: text(it.note ?? '', `${field}.note`, 0),
  };
}

/** Every act in the `.json` files of a folder, each a list, in the order of their days. */
export function actsIn(folder: string): readonly ActAsked[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => list(record(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name).acts, name, actFrom))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

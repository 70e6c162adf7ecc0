import { type AgencyId, type Command, decider, type LocalDate, Refusal, roleWords, type Situation, shown } from '#language';
import type { AgencyEvent, Standing } from './agency.events.js';
import type { AgencyRecord } from './registry.js';
import { nameKey } from './spelling.js';

export type AgencyCommand =
  | (Command<'register'> &
      Standing & {
        readonly agency: AgencyId;
        readonly name: string;
        readonly code: string | null;
        readonly from: LocalDate | null;
        readonly source: string;
        readonly aliases: readonly { readonly alias: string; readonly source: string }[];
      })
  | (Command<'add-alias'> & { readonly alias: string; readonly source: string })
  | (Command<'rename'> & { readonly name: string; readonly on: LocalDate; readonly source: string })
  | (Command<'reclassify'> & Standing & { readonly on: LocalDate; readonly source: string })
  | (Command<'appoint-head'> & {
      readonly subject: string;
      readonly office: string;
      readonly from: LocalDate;
      readonly source: string;
    })
  | (Command<'head-leaves'> & { readonly subject: string; readonly on: LocalDate; readonly source: string })
  | (Command<'dissolve'> & { readonly on: LocalDate; readonly reason: string; readonly source: string });

/** Only whoever keeps the registry changes it: an administrator, or the loading of seed data. */
export function mustKeepTheRegistry({ actor }: Situation): void {
  if (actor.role === 'admin' || actor.role === 'system') return;
  throw new Refusal('not-the-registry-keeper', {
    kind: 'forbidden',
    vi: `Vai trò “${roleWords[actor.role].vi}” không được sửa danh mục cơ quan; việc này của quản trị hệ thống.`,
    en: `The role “${roleWords[actor.role].en}” may not change the registry of agencies; an administrator does.`,
    figures: { role: actor.role },
  });
}

function registered(state: AgencyRecord | null): AgencyRecord {
  if (state) return state;
  throw new Refusal('unknown-agency', {
    kind: 'not-found',
    field: 'agency',
    vi: 'Cơ quan này chưa có trong danh mục; cần đăng ký trước.',
    en: 'This agency is not in the registry; register it first.',
  });
}

function standing(state: AgencyRecord | null): AgencyRecord {
  const record = registered(state);
  if (record.to === null) return record;
  throw new Refusal('agency-dissolved', {
    vi: `Cơ quan đã giải thể từ ngày ${shown(record.to)}; không ghi thêm được.`,
    en: `The agency was dissolved from ${shown(record.to)}; nothing more can be recorded on it.`,
    figures: { dissolvedOn: record.to },
  });
}

const changed = (state: AgencyRecord | null, change: (record: AgencyRecord) => Partial<AgencyRecord>): AgencyRecord => {
  const record = registered(state);
  return { ...record, ...change(record) };
};

const spellings = (record: AgencyRecord) =>
  new Set([...record.names.map((it) => it.name), ...record.aliases.map((it) => it.alias)]);

const sameStanding = (a: Standing, b: Standing) =>
  a.kind === b.kind && a.bloc === b.bloc && a.ratable === b.ratable && a.parent === b.parent;

function mustHaveWords(text: string, field: string): void {
  if (nameKey(text) !== '' && text === text.trim() && text.length <= 300) return;
  throw new Refusal('not-a-name', {
    kind: 'invalid',
    field,
    vi: `“${text.slice(0, 80)}” không phải một tên; cần ít nhất một chữ, không thừa dấu cách hai đầu, tối đa 300 ký tự.`,
    en: `“${text.slice(0, 80)}” is not a name; it needs a word, no spaces at the ends, and at most 300 characters.`,
  });
}

/** What must not go backwards: names, standings and heads are recorded in the order in which they held. */
function mustFollow(last: LocalDate | null | undefined, day: LocalDate, field: string): void {
  if (!last || last < day) return;
  throw new Refusal('before-what-is-recorded', {
    field,
    vi: `Ngày ${shown(day)} không sau ngày ${shown(last)} đã ghi; cần một ngày muộn hơn.`,
    en: `${shown(day)} is not after ${shown(last)}, which is already recorded; give a later day.`,
    figures: { day, recorded: last },
  });
}

/** The rules of one agency. Registering again with the same words is no event; aliases already known are not added twice. */
export const agency = decider<AgencyRecord | null, AgencyCommand, AgencyEvent>({
  initial: null,

  evolve: {
    'agency-registered': (_, { agency: id, name, kind, bloc, ratable, parent, code, from, source }) => ({
      id,
      names: [{ name, from: null }],
      aliases: [],
      standings: [{ kind, bloc, ratable, parent, from: null }],
      heads: [],
      code,
      from,
      to: null,
      source,
    }),
    'alias-added': (state, { alias, source }) => changed(state, (it) => ({ aliases: [...it.aliases, { alias, source }] })),
    'agency-renamed': (state, { name, on }) => changed(state, (it) => ({ names: [...it.names, { name, from: on }] })),
    'agency-reclassified': (state, { kind, bloc, ratable, parent, on }) =>
      changed(state, (it) => ({ standings: [...it.standings, { kind, bloc, ratable, parent, from: on }] })),
    'head-appointed': (state, { subject, office, from, source }) =>
      changed(state, (it) => ({ heads: [...it.heads, { subject, office, from, to: null, source }] })),
    'head-left': (state, { subject, on }) =>
      changed(state, (it) => ({
        heads: it.heads.map((head) => (head.subject === subject && head.to === null ? { ...head, to: on } : head)),
      })),
    'agency-dissolved': (state, { on }) => changed(state, () => ({ to: on })),
  },

  decide: {
    register: (state, { type: _, aliases, ...facts }, situation) => {
      mustKeepTheRegistry(situation);
      mustHaveWords(facts.name, 'name');
      for (const { alias } of aliases) mustHaveWords(alias, 'alias');
      const first = state?.names[0]?.name;
      if (first !== undefined && first !== facts.name)
        throw new Refusal('agency-already-registered', {
          kind: 'conflict',
          field: 'name',
          vi: `Mã “${facts.agency}” đã dùng cho “${first}”, không đăng ký lại thành “${facts.name}” được; hãy dùng đổi tên.`,
          en: `“${facts.agency}” is registered as “${first}” and cannot be registered as “${facts.name}”; rename it instead.`,
          figures: { registered: first, asked: facts.name },
        });
      const known = state ? spellings(state) : new Set([facts.name]);
      const added = aliases.filter(({ alias }) => !known.has(alias) && known.add(alias));
      return [
        ...(state ? [] : [{ type: 'agency-registered', data: facts } as const]),
        ...added.map(({ alias, source }) => ({ type: 'alias-added', data: { alias, source } }) as const),
      ];
    },
    'add-alias': (state, { alias, source }, situation) => {
      mustKeepTheRegistry(situation);
      mustHaveWords(alias, 'alias');
      return spellings(registered(state)).has(alias) ? [] : { type: 'alias-added', data: { alias, source } };
    },
    rename: (state, { name, on, source }, situation) => {
      mustKeepTheRegistry(situation);
      mustHaveWords(name, 'name');
      const record = standing(state);
      const last = record.names.at(-1);
      if (last?.name === name) return [];
      mustFollow(last?.from ?? record.from, on, 'on');
      return { type: 'agency-renamed', data: { name, on, source } };
    },
    reclassify: (state, { kind, bloc, ratable, parent, on, source }, situation) => {
      mustKeepTheRegistry(situation);
      const record = standing(state);
      const last = record.standings.at(-1);
      if (last && sameStanding(last, { kind, bloc, ratable, parent })) return [];
      mustFollow(last?.from ?? record.from, on, 'on');
      return { type: 'agency-reclassified', data: { kind, bloc, ratable, parent, on, source } };
    },
    'appoint-head': (state, { subject, office, from, source }, situation) => {
      mustKeepTheRegistry(situation);
      mustHaveWords(office, 'office');
      const record = standing(state);
      const inOffice = record.heads.find((it) => it.office === office && it.to === null);
      if (inOffice?.subject === subject && inOffice.from === from) return [];
      if (inOffice)
        throw new Refusal('office-is-held', {
          field: 'office',
          vi: `Chức vụ “${office}” đang có người giữ từ ngày ${shown(inOffice.from)}; ghi ngày người đó thôi giữ chức trước.`,
          en: `The office “${office}” is held since ${shown(inOffice.from)}; record first when that person left it.`,
          figures: { office, since: inOffice.from },
        });
      const before = record.heads.filter((it) => it.office === office).at(-1);
      if (before?.to && from < before.to) mustFollow(before.to, from, 'from');
      return { type: 'head-appointed', data: { subject, office, from, source } };
    },
    'head-leaves': (state, { subject, on, source }, situation) => {
      mustKeepTheRegistry(situation);
      const head = registered(state).heads.find((it) => it.subject === subject && it.to === null);
      if (!head)
        throw new Refusal('not-in-office', {
          field: 'subject',
          vi: 'Người này hiện không giữ chức vụ đứng đầu nào ở cơ quan; không có gì để kết thúc.',
          en: 'This person heads nothing in the agency now; there is no tenure to end.',
        });
      mustFollow(head.from, on, 'on');
      return { type: 'head-left', data: { subject, on, source } };
    },
    dissolve: (state, { on, reason, source }, situation) => {
      mustKeepTheRegistry(situation);
      if (registered(state).to === on) return [];
      const record = standing(state);
      mustFollow(record.from, on, 'on');
      return { type: 'agency-dissolved', data: { on, reason, source } };
    },
  },
});

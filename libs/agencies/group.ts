import { type AgencyId, type Command, decider, type LocalDate, Refusal, shown } from '#language';
import type { GroupEvent } from './agency.events.js';
import { mustKeepTheRegistry } from './agency.js';
import { type GroupRecord, holds } from './registry.js';

export type GroupCommand =
  | (Command<'define'> & {
      readonly group: string;
      readonly name: string;
      readonly membership: 'listed' | 'undefined';
      readonly source: string;
      readonly names: readonly { readonly name: string; readonly vague: boolean; readonly source: string }[];
      readonly members: readonly {
        readonly agency: AgencyId;
        readonly from: LocalDate | null;
        readonly to: LocalDate | null;
        readonly reason: string;
        readonly source: string;
      }[];
    })
  | (Command<'join'> & { readonly agency: AgencyId; readonly from: LocalDate; readonly source: string })
  | (Command<'leave'> & {
      readonly agency: AgencyId;
      readonly on: LocalDate;
      readonly reason: string;
      readonly source: string;
    });

function defined(state: GroupRecord | null): GroupRecord {
  if (state) return state;
  throw new Refusal('unknown-group', {
    kind: 'not-found',
    field: 'group',
    vi: 'Nhóm cơ quan này chưa được định nghĩa.',
    en: 'This group of agencies is not defined.',
  });
}

const changed = (state: GroupRecord | null, change: (record: GroupRecord) => Partial<GroupRecord>): GroupRecord => {
  const record = defined(state);
  return { ...record, ...change(record) };
};

/**
 * The rules of one group. Membership has days: a plan adopted on a day means the members of that day, and who joins or
 * leaves later changes nothing behind. Defining again adds what is new and repeats nothing.
 */
export const group = decider<GroupRecord | null, GroupCommand, GroupEvent>({
  initial: null,

  evolve: {
    'group-defined': (_, { group: id, name, membership, source }) => ({ id, name, names: [], membership, members: [], source }),
    'group-name-added': (state, { name, vague }) => changed(state, (it) => ({ names: [...it.names, { name, vague }] })),
    'member-joined': (state, { agency, from, source }) =>
      changed(state, (it) => ({ members: [...it.members, { agency, from, to: null, source }] })),
    'member-left': (state, { agency, on }) =>
      changed(state, (it) => ({
        members: it.members.map((member) => (member.agency === agency && member.to === null ? { ...member, to: on } : member)),
      })),
  },

  decide: {
    define: (state, { group: id, name, membership, source, names, members }, situation) => {
      mustKeepTheRegistry(situation);
      if (state && state.name !== name)
        throw new Refusal('group-already-defined', {
          kind: 'conflict',
          field: 'name',
          vi: `Nhóm “${id}” đã được định nghĩa là “${state.name}”, không phải “${name}”.`,
          en: `The group “${id}” is already defined as “${state.name}”, not “${name}”.`,
          figures: { defined: state.name, asked: name },
        });
      const knownNames = new Set([name, ...(state?.names.map((it) => it.name) ?? [])]);
      const knownMembers = new Set(state?.members.map((it) => it.agency));
      return [
        ...(state ? [] : [{ type: 'group-defined', data: { group: id, name, membership, source } } as const]),
        ...names
          .filter((it) => !knownNames.has(it.name) && knownNames.add(it.name))
          .map((data) => ({ type: 'group-name-added', data }) as const),
        ...members
          .filter((it) => !knownMembers.has(it.agency) && knownMembers.add(it.agency))
          .flatMap(({ agency, from, to, reason, source: said }) => [
            { type: 'member-joined', data: { agency, from, source: said } } as const,
            ...(to === null ? [] : [{ type: 'member-left', data: { agency, on: to, reason, source: said } } as const]),
          ]),
      ];
    },
    join: (state, { agency, from, source }, situation) => {
      mustKeepTheRegistry(situation);
      const spans = defined(state).members.filter((it) => it.agency === agency);
      if (spans.some((it) => it.from === from && it.to === null)) return [];
      const overlapping = spans.find((it) => it.to === null || holds(it, from) || (it.from !== null && it.from > from));
      if (overlapping)
        throw new Refusal('already-a-member', {
          field: 'from',
          vi: `“${agency}” đã là thành viên của nhóm trong thời gian bao gồm hoặc sau ngày ${shown(from)}.`,
          en: `“${agency}” is a member of the group already on or after ${shown(from)}.`,
          figures: { agency, from: overlapping.from, to: overlapping.to },
        });
      return { type: 'member-joined', data: { agency, from, source } };
    },
    leave: (state, { agency, on, reason, source }, situation) => {
      mustKeepTheRegistry(situation);
      const spans = defined(state).members.filter((it) => it.agency === agency);
      if (spans.some((it) => it.to === on)) return [];
      const current = spans.find((it) => it.to === null);
      if (!current || (current.from !== null && current.from >= on))
        throw new Refusal('not-a-member', {
          field: 'agency',
          vi: `“${agency}” không phải là thành viên của nhóm ngay trước ngày ${shown(on)}.`,
          en: `“${agency}” is not a member of the group just before ${shown(on)}.`,
          figures: { agency, on },
        });
      return { type: 'member-left', data: { agency, on, reason, source } };
    },
  },
});

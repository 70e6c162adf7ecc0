import fc from 'fast-check';
import { type AgencyId, addDays, agencyId, decide, fold, instant, localDate, Refusal, userId } from '#language';
import type { AgencyEvent, GroupEvent } from './agency.events.js';
import { agency } from './agency.js';
import { group } from './group.js';
import { type AgencyRecord, membersOn } from './registry.js';

const ids = ['huyen-a', 'huyen-b', 'huyen-c'].map((it) => agencyId(it));
const first = localDate('2025-01-01');
const day = (n: number) => addDays(first, n);
const situation = {
  actor: { user: userId('u_admin'), agency: null, role: 'admin' },
  now: instant('2025-01-01T03:00:00Z'),
  today: first,
} as const;

const bodyOf = (id: AgencyId, from: number | null, to: number | null): AgencyRecord => {
  const facts = { agency: id, name: id, kind: 'huyen', bloc: null, ratable: true, parent: null, code: null, source: '' } as const;
  const events: AgencyEvent[] = [
    { type: 'agency-registered', data: { ...facts, from: from === null ? null : day(from) } },
    ...(to === null ? [] : [{ type: 'agency-dissolved' as const, data: { on: day(to), reason: '', source: '' } }]),
  ];
  const record = fold(agency, events);
  if (!record) throw new Error('no agency');
  return record;
};

/** A body is a member on a day when the day is not before it joined, is before it left, and the body exists on it. */
describe('the members of a group', () => {
  const step = fc.record({ who: fc.nat(2), joins: fc.boolean(), at: fc.nat(40) });
  // Mostly one after the other, as people come and go; now and then out of order, as people write it down late.
  const inTurn = fc.array(fc.record({ who: fc.nat(2), joins: fc.boolean(), after: fc.nat(4) }), { maxLength: 25 }).map((list) => {
    let at = 0;
    return list.map(({ after, ...it }) => {
      at = Math.min(at + after, 70);
      return { ...it, at };
    });
  });
  const life = fc.tuple(fc.option(fc.nat(40)), fc.option(fc.integer({ min: 20, max: 60 })));

  /** Twice in and twice out: the second leaving ends the second membership alone. */
  const twice = [
    { who: 0, joins: true, at: 2 },
    { who: 0, joins: false, at: 5 },
    { who: 0, joins: true, at: 9 },
    { who: 0, joins: false, at: 12 },
  ];
  const never: [null, null] = [null, null];

  /** To join while a member then or later; to leave without being one, or on a day before this membership's second. */
  const contradicts = (joins: boolean, days: ReadonlySet<number>, since: number | undefined, at: number) =>
    joins ? [...days].some((n) => n >= at) : since === undefined || at <= since;

  it('on any day are those who joined, have not left and exist then, however often they came and went', () =>
    fc.assert(
      fc.property(fc.oneof(inTurn, fc.array(step, { maxLength: 25 })), fc.tuple(life, life, life), (steps, lives) => {
        let events: GroupEvent[] = [
          { type: 'group-defined', data: { group: 'huyen', name: 'Huyện', membership: 'listed', source: '' } },
        ];
        /** What the accepted steps mean, day by day and by nothing but sets. */
        const inside = new Map(ids.map((id) => [id, new Set<number>()]));
        const since = new Map<AgencyId, number>();
        for (const { who, joins, at } of steps) {
          const id = ids[who] as AgencyId;
          const days = inside.get(id) as Set<number>;
          const command = joins
            ? ({ type: 'join', agency: id, from: day(at), source: '' } as const)
            : ({ type: 'leave', agency: id, on: day(at), reason: '', source: '' } as const);
          try {
            const given = decide(group, fold(group, events), command, situation);
            events = [...events, ...given];
            if (given.length === 0) continue;
            expect(contradicts(joins, days, since.get(id), at)).toBe(false);
            if (joins) since.set(id, at);
            else since.delete(id);
            for (let n = at; n <= 80; n += 1)
              if (joins) days.add(n);
              else days.delete(n);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(contradicts(joins, days, since.get(id), at)).toBe(true);
          }
        }
        const record = fold(group, events);
        if (!record) throw new Error('no group');
        const spans = lives.map(([from, to]) => [from, to !== null && from !== null && to <= from ? from + 1 : to] as const);
        const registry = {
          agencies: ids.map((id, i) => bodyOf(id, spans[i]?.[0] ?? null, spans[i]?.[1] ?? null)),
          groups: [record],
        };
        for (let n = 0; n <= 80; n += 1) {
          const expected = ids.filter((id, i) => {
            const [from, to] = spans[i] ?? [null, null];
            return inside.get(id)?.has(n) && (from === null || from <= n) && (to === null || n < to);
          });
          expect(membersOn(registry, record, day(n)).map((it) => it.id)).toEqual(expected);
        }
      }),
      { numRuns: 200, examples: [[twice, [never, never, never]]] },
    ));

  it('of a past day are the same whatever is decided of a later one', () =>
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 40 }), fc.boolean(), (joined, gap, gone) => {
        const [id] = ids as [AgencyId];
        const change = day(joined + gap);
        const before: GroupEvent[] = [
          { type: 'group-defined', data: { group: 'huyen', name: 'Huyện', membership: 'listed', source: '' } },
          { type: 'member-joined', data: { agency: id, from: day(joined), source: '' } },
        ];
        const left: GroupEvent = { type: 'member-left', data: { agency: id, on: change, reason: '', source: '' } };
        const on = (events: readonly GroupEvent[], to: number | null, n: number) => {
          const record = fold(group, events);
          if (!record) throw new Error('no group');
          return membersOn({ agencies: [bodyOf(id, null, to)], groups: [record] }, record, day(n)).map((it) => it.id);
        };
        for (let n = 0; n < joined + gap; n += 1)
          expect(gone ? on(before, joined + gap, n) : on([...before, left], null, n)).toEqual(on(before, null, n));
        expect(gone ? on(before, joined + gap, joined + gap) : on([...before, left], null, joined + gap)).toEqual([]);
      }),
    ));
});

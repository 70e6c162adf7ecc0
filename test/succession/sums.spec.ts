import fc from 'fast-check';
import {
  type Actor,
  type AgencyId,
  addDays,
  agencyId,
  decide,
  decimal,
  fold,
  instant,
  itemCode,
  localDate,
  planId,
  type Situation,
  sumOf,
  userId,
} from '#language';
import { type ProjectEvent, project, projectOn } from '#projects';
import { type Expected, type RoundEvent, round } from '#reporting';
import { type TargetEvent, target, targetOn } from '#targets';

const bodies = ['so-a', 'so-b', 'so-c', 'so-d'].map((it) => agencyId(it));
const body = fc.constantFrom(...bodies);
const adopted = localDate('2024-12-10');
const system: Actor = { user: userId('succession'), agency: null, role: 'system' };
const on = (day: typeof adopted): Situation => ({ actor: system, today: day, now: instant(`${day}T03:00:00Z`) });
const why = { reason: 'Kế thừa', document: { number: '12' } };

const setTarget = (n: number, executors: readonly AgencyId[], monitor: AgencyId): TargetEvent => ({
  type: 'target-set',
  data: {
    ...{ plan: planId('12-2025'), item: itemCode(`III.I.${n + 1}`), year: 2025, section: 'I', title: `Chỉ tiêu ${n}` },
    ...{ thresholds: [], printedExecutor: '', printedMonitor: '', monitor, sameAs: null, on: adopted },
    executors: executors.map((id) => ({ printed: id, kind: 'agency' as const, id })),
  },
});

const listProject = (n: number, owner: AgencyId, money: number): ProjectEvent => ({
  type: 'project-listed',
  data: {
    ...{ plan: planId('12-2025'), item: itemCode(`II.I.${n + 1}`), year: 2025, section: 'I', sectionTitle: 'I' },
    ...{ title: `Dự án ${n}`, printedOwner: owner, owner, aim: '', printedYears: '', years: null, note: '', on: adopted },
    ...{ total: decimal(String(money)), allotted: decimal(String(money)) },
  },
});

const tally = (of: readonly (AgencyId | null | undefined)[]) => {
  const sums = new Map<string, number>();
  for (const one of of) if (one) sums.set(one, (sums.get(one) ?? 0) + 1);
  return sums;
};

/** Everything of `from` is `to`'s: what the sums of bodies must be after an act. */
const moved = (sums: ReadonlyMap<string, number>, from: AgencyId, to: AgencyId) => {
  const after = new Map(sums);
  const all = (after.get(from) ?? 0) + (from === to ? 0 : (after.get(to) ?? 0));
  after.delete(from);
  if (all > 0) after.set(to, all);
  return after;
};

describe('06.4 sums before and after a succession', () => {
  it('of targets: each has its one monitoring body, and every past day reads as it was', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uniqueArray(body, { maxLength: 4 }), body), { minLength: 1, maxLength: 20 }),
        body,
        body,
        fc.integer({ min: 1, max: 200 }),
        (given, from, to, after) => {
          const day = addDays(adopted, after);
          const before = given.map(([executors, monitor], n) => [setTarget(n, executors, monitor)]);
          const passed = before.map((events) => {
            const place = { from, to, named: to, ...why, on: day };
            const all = [...events];
            for (const as of ['executor', 'monitor'] as const)
              all.push(...decide(target, fold(target, all), { type: 'succeed-body', as, ...place }, on(day)));
            return all;
          });
          const bodiesOn = (all: readonly (readonly TargetEvent[])[], at: typeof day) =>
            all.map((events) => targetOn(fold(target, events), at)?.bodies);
          expect(bodiesOn(passed, addDays(day, -1))).toEqual(bodiesOn(before, addDays(day, -1)));
          const monitors = (all: readonly (readonly TargetEvent[])[]) => tally(bodiesOn(all, day).map((it) => it?.monitor));
          expect(monitors(passed)).toEqual(moved(monitors(before), from, to));
          for (const [n, it] of bodiesOn(passed, day).entries()) {
            const was = new Set(given[n]?.[0].map((id) => (id === from ? to : id)));
            expect(new Set(it?.executors.map((one) => one.id))).toEqual(was);
          }
        },
      ),
    ));

  it('of projects: the money of all owners together is the same, and what was paid stays with whoever paid it', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(body, fc.integer({ min: 1, max: 90_000 }), fc.nat(3)), { minLength: 1, maxLength: 20 }),
        body,
        body,
        (given, from, to) => {
          const day = localDate('2025-03-01');
          const before = given.map(([owner, money, payments], n): ProjectEvent[] => [
            listProject(n, owner, money),
            ...Array.from({ length: payments }, (_, nth): ProjectEvent => {
              const paid = { disbursement: `d${nth}`, amount: decimal('0.25'), agency: owner, paidOn: localDate('2025-02-01') };
              const rest = { document: null, evidence: [], note: null, on: localDate('2025-02-02'), by: userId('u') };
              return { type: 'disbursed', data: { ...paid, ...rest } };
            }),
          ]);
          const passed = before.map((events) => {
            const state = fold(project, events);
            if (projectOn(state, day)?.owner.owner !== from) return events;
            return [...events, ...decide(project, state, { type: 'change-owner', to, ...why, on: day }, on(day))];
          });
          const days = (all: typeof passed, at: typeof day) => all.map((events) => projectOn(fold(project, events), at));
          const money = (all: typeof passed) =>
            sumOf(days(all, day).flatMap((it) => (it ? [it.money.total ?? decimal('0'), it.disbursed] : [])));
          expect(money(passed)).toBe(money(before));
          const owners = (all: typeof passed, at: typeof day) => tally(days(all, at).map((it) => it?.owner.owner));
          expect(owners(passed, day)).toEqual(moved(owners(before, day), from, to));
          expect(owners(passed, addDays(day, -1))).toEqual(owners(before, addDays(day, -1)));
          const payers = (all: typeof passed) =>
            tally(days(all, day).flatMap((it) => it?.disbursements.map((one) => one.agency)));
          expect(payers(passed)).toEqual(payers(before));
        },
      ),
    ));

  it('of a reporting round: as many reports are owed as before, each by one body that stands', () =>
    fc.assert(
      fc.property(fc.uniqueArray(body, { minLength: 1, maxLength: 4 }), body, body, body, (agencies, from, to, last) => {
        const expected = agencies.map((agency): Expected => ({ agency, because: [{ kind: 'named' }], tasks: [] }));
        const window = { from: localDate('2024-12-15'), cutOff: localDate('2025-03-14'), closesOn: localDate('2025-03-18') };
        const opened: RoundEvent = {
          type: 'round-opened',
          data: {
            ...{ plan: planId('12-2025'), round: '2025-Q1', title: 'Quý I', kind: 'quarter', strategy: null, source: '' },
            ...window,
            on: localDate('2025-03-03'),
            expected,
          },
        };
        // Two acts one after the other: what the second body took over from the first passes on with its own.
        const acts = [
          { from, to, day: localDate('2025-03-04') },
          { from: to, to: last, day: localDate('2025-03-06') },
        ];
        const answering = (events: readonly RoundEvent[], agency: AgencyId) =>
          fold(round, events).passings.findLast((it) => it.agency === agency)?.to ?? agency;
        const all: RoundEvent[] = [opened];
        for (const act of acts)
          for (const agency of agencies.filter((it) => answering(all, it) === act.from)) {
            const command = { type: 'pass-duty', agency, to: act.to, ...why, on: act.day } as const;
            all.push(...decide(round, fold(round, all), command, on(act.day)));
          }
        expect(fold(round, all).opened?.expected).toEqual(expected);
        const follow = (id: AgencyId) => acts.reduce((now, act) => (now === act.from ? act.to : now), id);
        expect(agencies.map((agency) => answering(all, agency))).toEqual(agencies.map(follow));
      }),
    ));
});

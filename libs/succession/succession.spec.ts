import fc from 'fast-check';
import { type AgencyRecord, type Registry, registryFromSeed, registrySeedIn, together } from '#agencies';
import { type Actor, type AgencyId, addDays, agencyId, fold, itemCode, localDate, planId, userId } from '#language';
import { type TaskEvent, task, taskOn } from '#tasks';
import { specFor } from '../language/given.js';
import { predecessorsOf, spansOf } from './responsibility.js';
import { actsIn } from './seed.js';
import { groupChangesOf, heirOf, mustFit } from './succession.act.js';
import type { Act, SuccessionEvent } from './succession.events.js';
import { succession } from './succession.js';

const standing: Actor = { user: userId('u_standing'), agency: agencyId('so-c'), role: 'standing' };
const officer: Actor = { ...standing, role: 'officer' };
const given = specFor(succession, { today: localDate('2025-02-20'), actor: standing });

const act: Act = {
  succession: 'so-a-vao-so-b',
  kind: 'merge',
  title: 'Hợp nhất Sở A vào Sở B',
  on: localDate('2025-03-01'),
  basis: { number: '12/NQ-HĐND', on: localDate('2025-02-10'), source: '' },
  from: [agencyId('so-a')],
  to: [agencyId('so-b')],
  ends: [agencyId('so-a')],
  bodies: [],
  changes: [],
  groups: [],
  heirs: [],
  note: '',
};
const opened: SuccessionEvent = { type: 'succession-opened', data: { act } };
const duty = (n: number, from = 'so-a') => ({ kind: 'task', id: `12-2025/IV.I.${n}/${from}`, from: agencyId(from) });
const to = agencyId('so-b');

describe('a succession', () => {
  it('rests on an act that is there: not on one dated tomorrow', () => {
    const basis = (on: string) => ({ ...act, basis: { ...act.basis, on: localDate(on) } });
    given()
      .when({ type: 'open', act: basis('2025-02-21') })
      .isRefused('dated-in-the-future');
    given()
      .when({ type: 'open', act: basis('2025-02-20') })
      .givesTypes('succession-opened');
  });

  it('opened with the same words again is no event, and with others is refused', () => {
    given(opened).when({ type: 'open', act }).givesNothing();
    given(opened)
      .when({ type: 'open', act: { ...act, on: localDate('2025-04-01') } })
      .isRefused('succession-already-opened');
  });

  it('takes five thousand duties at once and not one more', () => {
    const many = Array.from({ length: 5_001 }, (_, n) => ({ ...duty(n), to }));
    given(opened).when({ type: 'direct', duties: many }).isRefused('too-many-duties');
    given(opened)
      .when({ type: 'direct', duties: many.slice(1) })
      .givesTypes('duties-directed', 'duties-directed', 'duties-directed');
  });

  it('is not concluded while one duty is neither directed nor parked', () =>
    given(opened, { type: 'duties-directed', data: { duties: [{ ...duty(1), to }] } })
      .when({ type: 'conclude', open: [duty(1), duty(2)] })
      .isRefused('duties-orphaned'));

  it('is concluded when every duty has a successor or was expressly parked', () =>
    given(
      opened,
      { type: 'duties-directed', data: { duties: [{ ...duty(1), to }] } },
      { type: 'duties-parked', data: { duties: [duty(2)], reason: 'Chờ phân công' } },
    )
      .when({ type: 'conclude', open: [duty(1), duty(2)] })
      .gives({ type: 'succession-concluded', data: { open: 2, directed: 1, parked: 1, on: localDate('2025-02-20') } }));

  it('leaves what was not moved with a body that goes on, and is concluded all the same', () => {
    const part: Act = { ...act, kind: 'move-function', ends: [] };
    const open = [duty(1), duty(2)];
    const begun: SuccessionEvent = { type: 'succession-opened', data: { act: part } };
    given(begun, { type: 'duties-directed', data: { duties: [{ ...duty(1), to }] } })
      .when({ type: 'conclude', open })
      .gives({ type: 'succession-concluded', data: { open: 2, directed: 1, parked: 0, on: localDate('2025-02-20') } });
    given(begun).when({ type: 'conclude', open }).isRefused('nothing-moves');
  });

  it('directs to nobody but its successors, and only what its bodies owe', () => {
    given(opened)
      .when({ type: 'direct', duties: [{ ...duty(1), to: agencyId('so-x') }] })
      .isRefused('not-a-successor');
    given(opened)
      .when({ type: 'direct', duties: [{ ...duty(1, 'so-x'), to }] })
      .isRefused('not-of-this-succession');
  });

  it('directed the same way again is no event; parked needs a reason', () => {
    const event: SuccessionEvent = { type: 'duties-directed', data: { duties: [{ ...duty(1), to }] } };
    given(opened, event)
      .when({ type: 'direct', duties: [{ ...duty(1), to }] })
      .givesNothing();
    given(opened)
      .when({ type: 'park', duties: [duty(1)], reason: '  ' })
      .isRefused('words-missing');
  });

  it('is not carried out before its day', () =>
    given(opened, { type: 'succession-concluded', data: { open: 0, directed: 0, parked: 0, on: localDate('2025-02-20') } })
      .on('2025-02-28')
      .when({ type: 'record-carried' })
      .isRefused('before-its-day'));

  it('is arranged by an administrator or the standing agency, and by nobody else', () =>
    given(opened).as(officer).when({ type: 'conclude', open: [] }).isRefused('not-the-registry-keeper'));

  it('once withdrawn moves nothing', () =>
    given(opened, { type: 'succession-withdrawn', data: { reason: 'Nhầm', on: localDate('2025-02-20') } })
      .when({ type: 'conclude', open: [] })
      .isRefused('not-in-this-phase'));
});

const body = (id: string, more: Partial<AgencyRecord> = {}): AgencyRecord => ({
  id: agencyId(id),
  names: [{ name: id, from: null }],
  aliases: [],
  standings: [{ kind: 'so', bloc: null, ratable: true, parent: null, from: null }],
  heads: [],
  code: null,
  from: null,
  to: null,
  source: '',
  ...more,
});
const registry: Registry = {
  agencies: [
    body('so-a'),
    body('so-b'),
    body('so-cu', { to: localDate('2025-01-01') }),
    body('so-sau', { from: localDate('2025-07-01') }),
  ],
  groups: [
    {
      id: 'so-nganh',
      name: 'Sở, ngành',
      names: [],
      membership: 'listed',
      members: [{ agency: agencyId('so-a'), from: null, to: null, source: '' }],
      source: '',
    },
  ],
};
const refusedWith = (one: Partial<Act>) => {
  try {
    mustFit({ ...act, ...one }, registry);
    return null;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('an act', () => {
  it('fits, or is refused for what is wrong with it', () => {
    expect(refusedWith({})).toBeNull();
    expect(refusedWith({ from: [agencyId('so-x')], ends: [] })).toBe('unknown-agency');
    expect(refusedWith({ from: [agencyId('so-cu')], ends: [agencyId('so-cu')] })).toBe('agency-dissolved');
    expect(refusedWith({ to: [agencyId('so-sau')] })).toBe('not-yet-an-agency');
    expect(refusedWith({ to: [agencyId('so-a')] })).toBe('succeeds-itself');
    expect(refusedWith({ kind: 'split' })).toBe('wrong-sides');
    expect(refusedWith({ groups: [{ group: 'khong-co', agency: agencyId('so-a'), change: 'leaves' }] })).toBe('unknown-group');
  });

  it('takes who ends out of every group and puts a successor of the same sort in its place', () =>
    expect(groupChangesOf(act, registry)).toEqual([
      { group: 'so-nganh', agency: 'so-a', change: 'leaves' },
      { group: 'so-nganh', agency: 'so-b', change: 'joins' },
    ]));

  it('puts a successor of another sort in no group of those that it takes over from', () => {
    const { agencies, groups } = registry;
    const commune = body('so-b', { standings: [{ kind: 'xa', bloc: null, ratable: true, parent: null, from: null }] });
    expect(groupChangesOf(act, { groups, agencies: agencies.map((it) => (it.id === commune.id ? commune : it)) })).toEqual([
      { group: 'so-nganh', agency: 'so-a', change: 'leaves' },
    ]);
  });
});

describe('the acts of the seeds', () => {
  const folder = 'seeds/reorganisation-2025';
  const acts = actsIn(folder);
  const seeds = registryFromSeed(together([registrySeedIn('seeds/agencies'), registrySeedIn(folder)]));

  it('fit the registry of the seeds, each with its basis, and with a source or marked as unverified', () => {
    for (const one of acts) mustFit({ ...one, groups: one.groups ?? groupChangesOf(one, seeds) }, seeds);
    expect(acts.filter((it) => it.basis.number === '')).toEqual([]);
    expect(acts.filter((it) => it.basis.source === '').every((it) => it.note.includes('chưa xác nhận'))).toBe(true);
  });

  it('end nine districts and begin thirty-nine communes of the old area, none of them in the group of districts', () => {
    const one = acts.find((it) => it.kind === 'dissolve');
    expect([one?.ends.length, one?.bodies.length]).toEqual([9, 39]);
    const joins = one?.groups?.filter((it) => it.change === 'joins') ?? [];
    expect([...new Set(joins.map((it) => it.group))]).toEqual(['ubnd-cap-xa']);
    for (const from of one?.ends ?? []) expect(one && heirOf({ ...one, groups: [] }, from)).toMatch(/^ubnd-(xa|phuong)-/);
  });
});

describe('the tenure of heads', () => {
  const head = (subject: string, from: string, until: string | null) => ({
    subject,
    office: 'Giám đốc',
    from: localDate(from),
    to: until === null ? null : localDate(until),
    source: '',
  });

  it('splits the days between them, none twice and none left out', () => {
    const spans = spansOf(
      [head('u1', '2024-01-01', '2025-03-01'), head('u2', '2025-03-10', null)],
      localDate('2025-01-01'),
      localDate('2026-01-01'),
    );
    expect(spans.map(({ from, to: until, heads }) => [from, until, heads.map((it) => it.subject)])).toEqual([
      ['2025-01-01', '2025-03-01', ['u1']],
      ['2025-03-01', '2025-03-10', []],
      ['2025-03-10', '2026-01-01', ['u2']],
    ]);
  });

  it('whatever the tenures, the spans follow one another from the first day to the last', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400), fc.nat(200)), { maxLength: 6 }), (tenures) => {
        const [from, until] = [localDate('2025-01-01'), localDate('2026-01-01')];
        const heads = tenures.map(([start, days], i) =>
          head(`u${i}`, addDays(localDate('2024-12-01'), start), addDays(localDate('2024-12-02'), start + days)),
        );
        const spans = spansOf(heads, from, until);
        expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([from, until]);
        for (const [i, span] of spans.entries()) if (i > 0) expect(span.from).toBe(spans[i - 1]?.to);
      }),
    ));
});

describe('who came before', () => {
  it('is found through several acts, and only from their day on', () => {
    const second = {
      ...act,
      from: [agencyId('so-b')],
      ends: [agencyId('so-b')],
      to: [agencyId('so-c')],
      on: localDate('2025-07-01'),
    };
    expect(predecessorsOf(agencyId('so-c'), [act, second], localDate('2025-12-31'))).toEqual(['so-a', 'so-b']);
    expect(predecessorsOf(agencyId('so-c'), [act, second], localDate('2025-06-30'))).toEqual([]);
  });
});

describe('passing tasks on', () => {
  const bodies = ['so-a', 'so-b', 'so-c', 'so-d'].map((it) => agencyId(it));
  const adopted = localDate('2024-12-10');
  const life = (n: number, owner: AgencyId, due: string): TaskEvent[] => [
    {
      type: 'assigned',
      data: {
        plan: planId('12-2025'),
        item: itemCode(`IV.I.${n + 1}`),
        section: 'I',
        title: `Việc ${n}`,
        agency: owner,
        printedLead: owner,
        group: null,
        unit: null,
        coordinating: [],
        due: { kind: 'date', on: localDate(due), printed: due, rule: 'day' },
        on: adopted,
      },
    },
  ];

  it('keeps every sum equal before and after, and every past day as it was', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(300), fc.nat(3)), { minLength: 1, maxLength: 30 }),
        fc.nat(200),
        (given, after) => {
          const on = addDays(localDate('2025-01-15'), after);
          const before = given.map(([owner, due], n) =>
            fold(task, life(n, bodies[owner] as AgencyId, addDays(localDate('2025-01-01'), due))),
          );
          const moved = given.map(([owner, due, heir], n) => {
            const [from, heirId] = [bodies[owner] as AgencyId, bodies[heir] as AgencyId];
            const events = life(n, from, addDays(localDate('2025-01-01'), due));
            if (from === heirId) return fold(task, events);
            const data = { from, to: heirId, reason: 'Kế thừa', document: { number: '12' }, on };
            const passed: TaskEvent[] = [...events, { type: 'reassigned', data }];
            return fold(task, passed);
          });
          const tally = (tasks: typeof before, day: typeof on) => {
            const rows = tasks.map((it) => taskOn(it, day));
            const sums = new Map<string, number>();
            for (const row of rows) if (row) sums.set(row.owner.agency, (sums.get(row.owner.agency) ?? 0) + 1);
            const late = rows.filter((it) => it?.standing === 'open' && it.due.due.kind === 'date' && it.due.due.on < day).length;
            return { sums, total: [...sums.values()].reduce((a, b) => a + b, 0), late };
          };
          for (const day of [addDays(on, -1), on, addDays(on, 30)]) {
            expect(tally(moved, day).total).toBe(tally(before, day).total);
            expect(tally(moved, day).late).toBe(tally(before, day).late);
          }
          expect(tally(moved, addDays(on, -1)).sums).toEqual(tally(before, addDays(on, -1)).sums);
        },
      ),
    ));
});

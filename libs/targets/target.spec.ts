import { type Actor, agencyId, decimal, fold, itemCode, localDate, type Of, planId, userId } from '#language';
import { specFor } from '../language/given.js';
import { currently } from './target.day.js';
import type { TargetEvent, Threshold } from './target.events.js';
import { target } from './target.js';
import type { TargetCommand } from './target.requests.js';
import type { Target } from './target.state.js';

const who = (user: string, role: Actor['role'], agency: string | null): Actor => ({
  user: userId(user),
  role,
  agency: agency === null ? null : agencyId(agency),
});
const standing = who('u_an', 'standing', 'so-tttt');
const monitor = who('u_theo_doi', 'head', 'so-noi-vu');
const executor = who('u_lan', 'officer', 'so-y-te');
const member = who('u_minh', 'officer', 'so-tai-chinh');
const system = who('succession', 'system', null);
const given = specFor<Target, TargetCommand, TargetEvent>(target, { today: localDate('2025-04-10'), actor: monitor });

const threshold: Threshold = {
  key: 'a',
  of: 'hồ sơ trực tuyến',
  kind: 'percent',
  compare: 'at-least',
  value: decimal('85'),
  unit: '%',
  printed: 'đạt 85%',
  striving: false,
};
const row: Of<TargetEvent, 'target-set'>['data'] = {
  plan: planId('267-2025'),
  item: itemCode('III.I.4'),
  year: 2025,
  section: 'I. Chính quyền số',
  title: 'Tỷ lệ hồ sơ trực tuyến đạt 85%',
  thresholds: [threshold],
  printedExecutor: 'Sở Y tế',
  executors: [{ printed: 'Sở Y tế', kind: 'agency', id: 'so-y-te' }],
  printedMonitor: 'Sở Nội vụ',
  monitor: agencyId('so-noi-vu'),
  sameAs: null,
  on: localDate('2024-12-10'),
};
const set: TargetEvent = { type: 'target-set', data: row };
const measure: Of<TargetCommand, 'measure'> = {
  type: 'measure',
  measurement: 'm1',
  threshold: null,
  scope: 'whole',
  value: null,
  numerator: decimal('349605'),
  denominator: decimal('400000'),
  reached: null,
  basis: 'measured',
  source: 'iOffice',
  period: { from: localDate('2025-01-01'), to: localDate('2025-03-31') },
  document: null,
  evidence: [],
  note: null,
  memberOf: [],
};
const { type: _, scope: __, memberOf: ___, ...figure } = measure;
const measured = (over: Partial<Of<TargetEvent, 'measured'>['data']> = {}): TargetEvent => ({
  type: 'measured',
  data: {
    ...figure,
    threshold: 'a',
    body: null,
    computed: decimal('87.4'),
    agrees: null,
    on: localDate('2025-04-01'),
    by: executor.user,
    ...over,
  },
});
const judged = (measurements: readonly string[]): TargetEvent => ({
  type: 'judged',
  data: { judgement: 'j0', verdict: 'met', reason: null, measurements, document: null, on: localDate('2025-04-05') },
});
const missed = measured({ numerator: decimal('300000'), computed: decimal('75') });
const judge = (verdict: Of<TargetCommand, 'judge'>['verdict'], reason: string | null = null): TargetCommand => ({
  type: 'judge',
  judgement: 'j1',
  verdict,
  reason,
  document: null,
});

describe('measuring a target', () => {
  it('is for the implementing body alone, the monitoring body and the standing agency, and for nobody else', () => {
    for (const actor of [executor, monitor, standing]) given(set).as(actor).when(measure).givesTypes('measured');
    given(set).as(member).when(measure).isRefused('not-an-implementing-body');
    given(set)
      .when({ ...measure, scope: 'own' })
      .isRefused('no-share-of-its-own');
    given().when(measure).isRefused('target-not-set');
  });

  it('takes the ratio for what counts and says where the typed percentage is another (98,67 % printed for 98,13 %)', () =>
    given(set)
      .when({ ...measure, value: decimal('98.67'), numerator: decimal('349605'), denominator: decimal('356257') })
      .leaves(({ measurements }) => expect(measurements[0]).toMatchObject({ computed: '98.13', value: '98.67', agrees: false })));

  it('of a denominator of nothing is refused: that is exempt, with the reason, and not 0 %', () =>
    given(set)
      .when({ ...measure, denominator: decimal('0') })
      .isRefused('denominator-not-above-zero'));

  it('is of days that have passed; only an estimate looks ahead', () => {
    const ahead = { from: localDate('2025-01-01'), to: localDate('2025-12-31') };
    given(set)
      .when({ ...measure, period: ahead })
      .isRefused('dated-in-the-future');
    given(set)
      .when({ ...measure, period: ahead, basis: 'estimated' })
      .givesTypes('measured');
  });

  it('by a member of the group that implements is of its own share, which is not the whole', () => {
    const group: TargetEvent = {
      type: 'target-set',
      data: { ...row, executors: [{ printed: 'Sở, ban, ngành', kind: 'group', id: 'so-ban-nganh' }] },
    };
    const own = { ...measure, scope: 'own' as const, memberOf: ['so-ban-nganh'] };
    given(group)
      .as(member)
      .when(own)
      .leaves(({ measurements }) => expect(measurements[0]?.body).toBe('so-tai-chinh'));
    given(group)
      .as(member)
      .when({ ...own, scope: 'whole' })
      .isRefused('own-share-only');
  });

  it('wrongly done is withdrawn by whoever measured or the standing agency, and the verdict that rests on it falls', () => {
    const withdraw: TargetCommand = { type: 'withdraw-measurement', measurement: 'm1', reason: 'Sai đơn vị' };
    given(set, measured()).as(executor).when(withdraw).givesTypes('measurement-withdrawn');
    given(set, measured()).as(member).when(withdraw).isRefused('not-the-standing-agency');
    given(set, measured(), {
      type: 'measurement-withdrawn',
      data: { measurement: 'm1', reason: 'x', on: localDate('2025-04-02') },
    })
      .as(executor)
      .when(withdraw)
      .givesNothing();
    given(set).as(executor).when(withdraw).isRefused('unknown-measurement');
    const met = judged(['m1']);
    expect(currently(fold(target, [set, measured(), met]))).toMatchObject({ status: 'met' });
    given(set, measured(), met)
      .as(executor)
      .when(withdraw)
      .leaves((it) => expect(currently(it)).toMatchObject({ status: 'not-measured', judgement: null }));
  });

  it('that counts is of the newest period, whatever was recorded last, and of two figures of one period the later', () => {
    const quarter = (measurement: string, value: string, to: string) =>
      measured({
        ...{ measurement, value: decimal(value), numerator: null, denominator: null, computed: null },
        period: { from: localDate('2025-01-01'), to: localDate(to) },
      });
    const counts = (...events: TargetEvent[]) => currently(fold(target, [set, ...events]))?.components[0]?.figure?.measurement;
    const [march, february] = [quarter('m1', '90', '2025-03-31'), quarter('m2', '60', '2025-02-28')];
    expect(counts(march, february)).toBe('m1');
    expect(counts(march, february, quarter('m3', '70', '2025-03-31'))).toBe('m3');
  });

  it('under a reading that was changed afterwards counts no more: it answered another question', () => {
    const read: TargetEvent = {
      type: 'reading-changed',
      data: { thresholds: [{ ...threshold, value: decimal('80') }], reason: 'Đọc lại', on: localDate('2025-04-05') },
    };
    expect(currently(fold(target, [set, measured(), judged(['m1']), read]))).toMatchObject({
      status: 'not-measured',
      components: [{ figure: null, holds: null }],
      judgement: null,
    });
  });
});

describe('judging a target', () => {
  it('is for the monitoring body, and not for whoever measured (06.14)', () => {
    given(set, measured()).when(judge('met')).givesTypes('judged');
    given(set, measured()).as(executor).when(judge('met')).isRefused('not-the-monitoring-body');
    given(set, measured({ by: monitor.user }))
      .when(judge('met'))
      .isRefused('judge-is-the-measurer');
  });

  it('is for the committee only where the monitoring body is not known or implements the target itself', () => {
    const committee = who('u_chu', 'committee', null);
    const by = (over: Partial<typeof row>): TargetEvent => ({ type: 'target-set', data: { ...row, ...over } });
    given(set, measured()).as(committee).when(judge('met')).isRefused('not-the-monitoring-body');
    given(by({ monitor: null }), measured())
      .as(committee)
      .when(judge('met'))
      .givesTypes('judged');
    given(by({ monitor: agencyId('so-y-te') }), measured())
      .as(committee)
      .when(judge('met'))
      .givesTypes('judged');
  });

  it('finds nothing met that was not measured, nor against the figures (06.13)', () => {
    given(set).when(judge('met')).isRefused('not-measured');
    given(set).when(judge('not-met')).isRefused('not-measured');
    given(set, missed).when(judge('met')).isRefused('figures-say-otherwise');
    given(set, missed).when(judge('not-met')).givesTypes('judged');
  });

  it('against the figures to the worse needs a reason; not measurable and exempt always do', () => {
    given(set, measured()).when(judge('not-met')).isRefused('words-missing');
    given(set, measured()).when(judge('not-met', 'Số liệu chưa được thẩm định')).givesTypes('judged');
    given(set).when(judge('not-measurable')).isRefused('words-missing');
    given(set).when(judge('not-measurable', 'Bộ chưa có hướng dẫn cách đo')).givesTypes('judged');
    given(set, measured()).when(judge('not-measurable', 'Bộ chưa có hướng dẫn')).isRefused('has-figures');
    given(set).when(judge('exempt', 'Không còn đối tượng thực hiện')).givesTypes('judged');
  });

  it('the same way again is no event', () =>
    given(set, measured(), judged(['m1']))
      .when(judge('met'))
      .givesNothing());
});

describe('a target of the plan', () => {
  const again: TargetCommand = { type: 'set', row, document: '267/KH-UBND' };
  const dropped: TargetEvent = { type: 'target-dropped', data: { document: '12/QĐ-UBND', on: localDate('2025-04-01') } };

  it('printed the same is set once; printed otherwise it is revised, and only by whoever keeps the plan', () => {
    given().as(standing).when(again).gives(set);
    given(set).as(standing).when(again).givesNothing();
    const other: TargetCommand = { ...again, row: { ...row, title: 'Tỷ lệ hồ sơ trực tuyến đạt 90%' } };
    given(set).as(standing).when(other).givesTypes('target-revised');
    given(set).as(executor).when(other).isRefused('not-the-standing-agency');
  });

  it('revised keeps what a person settled of the words that stand, and reads anew what changed', () => {
    const moved: TargetEvent = {
      type: 'bodies-changed',
      data: {
        ...{ executors: row.executors, monitor: agencyId('so-tttt') },
        ...{ reason: 'Phân công lại', document: null, on: localDate('2025-02-01') },
      },
    };
    const other: TargetCommand = {
      ...again,
      row: { ...row, title: 'Tỷ lệ hồ sơ đạt 90%', thresholds: [{ ...threshold, value: decimal('90') }] },
    };
    given(set, moved)
      .as(standing)
      .when(other)
      .leaves((it) => {
        expect(it.bodies.at(-1)?.monitor).toBe('so-tttt');
        expect(it.readings.at(-1)?.thresholds[0]?.value).toBe('90');
      });
  });

  it('revised in its bodies alone keeps the reading that a person gave its sentence', () => {
    const read: TargetEvent = {
      type: 'reading-changed',
      data: { thresholds: [{ ...threshold, value: decimal('80') }], reason: 'Đọc lại', on: localDate('2025-02-01') },
    };
    given(set, read)
      .as(standing)
      .when({ ...again, row: { ...row, printedExecutor: 'Các sở', executors: [] } })
      .leaves((it) => {
        expect(it.readings.at(-1)?.thresholds[0]?.value).toBe('80');
        expect(it.bodies.at(-1)?.executors).toEqual([]);
      });
  });

  it('dropped takes nothing more, and comes back when the plan prints it again', () => {
    given(set).as(standing).when({ type: 'drop', document: '12/QĐ-UBND' }).givesTypes('target-dropped');
    given(set, dropped).as(standing).when({ type: 'drop', document: '12/QĐ-UBND' }).givesNothing();
    given(set, dropped).when(measure).isRefused('target-dropped');
    given(set, dropped)
      .as(standing)
      .when(again)
      .leaves((it) => expect(it.dropped).toBeNull());
  });

  it('is read otherwise only by the standing agency or the committee, with a reason and a value for every number', () => {
    const { key: _key, printed: _printed, striving: _striving, ...asked } = threshold;
    const change = (over: object, reason = 'Đọc lại theo phụ lục'): TargetCommand => ({
      type: 'change-reading',
      thresholds: [{ ...asked, ...over }],
      reason,
    });
    given(set)
      .as(standing)
      .when(change({ value: decimal('80') }))
      .givesTypes('reading-changed');
    given(set).as(standing).when(change({})).givesNothing();
    given(set).as(standing).when({ type: 'change-reading', thresholds: [], reason: 'Đọc lại' }).isRefused('thresholds-missing');
    given(set)
      .as(standing)
      .when(change({ value: null }))
      .isRefused('threshold-value');
    given(set)
      .as(executor)
      .when(change({ value: decimal('80') }))
      .isRefused('not-the-standing-agency');
  });

  it('is linked with the task that is the same sentence, and unlinked', () => {
    const link: TargetCommand = { type: 'link-item', item: itemCode('IV.IV.8'), reason: 'Cùng một câu' };
    given(set).as(standing).when(link).givesTypes('item-linked');
    const linked: TargetEvent = {
      type: 'item-linked',
      data: { item: itemCode('IV.IV.8'), reason: 'Cùng một câu', on: localDate('2025-04-01') },
    };
    given(set, linked).as(standing).when(link).givesNothing();
    given(set, linked).as(standing).when({ type: 'unlink-item', reason: 'Nhầm' }).givesTypes('item-unlinked');
    given(set).as(standing).when({ type: 'unlink-item', reason: 'Nhầm' }).givesNothing();
  });
});

describe('a target whose bodies are succeeded', () => {
  const succeed: Of<TargetCommand, 'succeed-body'> = {
    type: 'succeed-body',
    as: 'executor',
    from: agencyId('so-y-te'),
    to: agencyId('so-moi'),
    named: 'Sở mới',
    reason: 'Kế thừa: hợp nhất',
    document: { number: '12/NQ-HĐND' },
    on: localDate('2025-03-01'),
  };

  it('has the successor in its place from the day of the act, and what was measured stays with whoever measured', () =>
    given(set, measured())
      .as(system)
      .when(succeed)
      .leaves((it) => {
        expect(it.bodies.at(-1)).toMatchObject({
          executors: [{ printed: 'Sở mới', kind: 'agency', id: 'so-moi' }],
          monitor: 'so-noi-vu',
          on: '2025-03-01',
        });
        expect(it.measurements[0]?.by).toBe(executor.user);
      }));

  it('has a new monitoring body where the old one monitored, and is left alone where it does not name it', () => {
    given(set)
      .as(system)
      .when({ ...succeed, as: 'monitor', from: agencyId('so-noi-vu') })
      .leaves((it) => expect(it.bodies.at(-1)?.monitor).toBe('so-moi'));
    given(set)
      .as(system)
      .when({ ...succeed, from: agencyId('so-khac') })
      .givesNothing();
  });

  it('named anew after the day of the act has its successor from that later day: days do not go back', () =>
    given(set, {
      type: 'bodies-changed',
      data: {
        ...{ executors: row.executors, monitor: agencyId('so-tttt') },
        ...{ reason: 'Phân công lại', document: null, on: localDate('2025-03-20') },
      },
    })
      .as(system)
      .when(succeed)
      .leaves((it) => expect(it.bodies.at(-1)).toMatchObject({ executors: [{ id: 'so-moi' }], on: '2025-03-20' })));

  it('passes on by a succession or by whoever looks after the targets, never by the body itself, nor before its day', () => {
    given(set).as(executor).when(succeed).isRefused('not-the-standing-agency');
    given(set).as(system).on('2025-02-28').when(succeed).isRefused('dated-in-the-future');
  });
});

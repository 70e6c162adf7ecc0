import fc from 'fast-check';
import { workingCalendar } from '#calendar';
import { type Actor, addDays, agencyId, localDate, percent, planId, type TaskId, userId } from '#language';
import { specFor } from '../language/given.js';
import type { Entry } from './report.events.js';
import { contentCounts, notPrepared, type RoundReport, type RoundReportCommand, roundReport, tellingOf } from './report.js';
import type { Expected, RoundEvent } from './round.events.js';
import { answererOf, notOpened, type Round, type RoundCommand, round } from './round.js';
import { silentTasks } from './silence.js';
import { figuresOf, standingOn, standings } from './standing.js';

const calendar = workingCalendar([], { withoutTable: 'weekends' });
const yTe = agencyId('so-y-te');
const standing: Actor = { user: userId('u_standing'), agency: agencyId('so-tttt'), role: 'standing' };
const officer: Actor = { user: userId('u_officer'), agency: yTe, role: 'officer' };
const head: Actor = { user: userId('u_head'), agency: yTe, role: 'head' };
const task = (n: number) => `267-2025/IV.I.${n}/so-y-te` as TaskId;

const expected: Expected = {
  agency: yTe,
  because: [{ kind: 'leads', tasks: 2 }],
  tasks: [
    { task: task(1), due: 'date' },
    { task: task(2), due: 'continuous' },
  ],
};
const opened: Extract<RoundEvent, { type: 'round-opened' }>['data'] = {
  plan: planId('267-2025'),
  round: '2025-Q1',
  title: 'Báo cáo quý I/2025',
  kind: 'quarter',
  strategy: 'decree-09-2019',
  source: '',
  from: localDate('2024-12-15'),
  cutOff: localDate('2025-03-14'),
  closesOn: localDate('2025-03-18'),
  on: localDate('2025-03-03'),
  expected: [expected],
};
const { on: _, ...asked } = opened;
const within: Round = { ...notOpened, opened };
const figures = { expected: 1, exempt: 0, due: 1, onTime: 0, late: 0, returned: 0, missing: 1, empty: 0 };

describe('a reporting round', () => {
  const given = specFor<Round, RoundCommand, RoundEvent>(round, { today: localDate('2025-03-03'), actor: standing });
  const open: RoundCommand = { type: 'open', opened: asked, earliest: localDate('2025-03-17') };
  const close = { type: 'close', figures, position: '9', owedUntil: null } as const;
  const wasOpened: RoundEvent = { type: 'round-opened', data: opened };

  it('is opened by the standing agency and by nobody else', () => {
    given().when(open).gives(wasOpened);
    given().as(officer).when(open).isRefused('not-the-standing-agency');
    given(wasOpened).when(open).isRefused('round-already-opened');
  });
  it('leaves at least one working day between the cut-off and the closing day (Decree 09/2019, art. 8(5))', () =>
    given()
      .when({ ...open, opened: { ...asked, closesOn: localDate('2025-03-16') } })
      .isRefused('closes-too-soon'));
  it('has a window that ends after it begins, and somebody who is to report', () => {
    given()
      .when({ ...open, opened: { ...asked, cutOff: localDate('2024-12-14') } })
      .isRefused('cut-off-before-beginning');
    given()
      .when({ ...open, opened: { ...asked, expected: [] } })
      .isRefused('nobody-expected');
    given()
      .when({ ...close })
      .isRefused('unknown-round');
  });
  it('is not closed before the last day for reporting is over', () => {
    given(wasOpened)
      .on('2025-03-18')
      .when({ ...close })
      .isRefused('still-open-for-reports');
    given(wasOpened)
      .on('2025-03-19')
      .when({ ...close })
      .givesTypes('round-closed');
  });
  it('gives more time for a reason, later than the day in force, and is not closed while somebody who owes has time left', () => {
    const more = {
      type: 'extend',
      agency: yTe,
      until: localDate('2025-03-25'),
      reason: 'Đang sáp nhập',
      document: null,
    } as const;
    given(wasOpened).as(officer).when(more).isRefused('not-the-standing-agency');
    given(wasOpened).when(more).givesTypes('round-extended');
    given(wasOpened)
      .when({ ...more, until: localDate('2025-03-18') })
      .isRefused('not-later');
    given(wasOpened)
      .when({ ...more, agency: agencyId('so-la') })
      .isRefused('not-expected');
    given(wasOpened)
      .on('2025-03-20')
      .when({ ...close, owedUntil: localDate('2025-03-25') })
      .isRefused('still-open-for-reports');
  });
  it('gives one’s own agency no more time without the document that allows it', () => {
    const own = { ...expected, agency: agencyId('so-tttt') };
    const more = { type: 'extend', agency: own.agency, until: localDate('2025-03-25'), reason: 'Bận', document: null } as const;
    given({ type: 'round-opened', data: { ...opened, expected: [own] } })
      .when(more)
      .isRefused('own-extension');
  });
  it('06.3 more time granted after the closing day stops the count of late days and takes none back', () => {
    const extended = (on: string): Round => ({
      ...within,
      extensions: [{ agency: yTe, until: localDate('2025-03-25'), reason: '', on: localDate(on) }],
    });
    const signed = (on: string): RoundReport => ({
      ...notPrepared,
      preparedOn: localDate(on),
      signings: [{ on: localDate(on), told: 1, blank: 0, unsaid: 1, entries: [], summary: '' }],
    });
    const at = (round: Round, on: string) => {
      const { standing: how, lateDays, closesOn } = standingOn(round, yTe, signed(on), localDate('2025-04-30'), calendar);
      return [how, lateDays, closesOn];
    };
    expect(at(within, '2025-03-21')).toEqual(['late', 3, '2025-03-18']);
    expect(at(extended('2025-03-17'), '2025-03-21')).toEqual(['on-time', 0, '2025-03-25']);
    // Granted on the third day: the two that had passed stay.
    expect(at(extended('2025-03-21'), '2025-03-24')).toEqual(['late', 2, '2025-03-25']);
    expect(at(extended('2025-03-21'), '2025-03-27')).toEqual(['late', 4, '2025-03-25']);
    const missing = standingOn(extended('2025-03-17'), yTe, notPrepared, localDate('2025-03-20'), calendar);
    expect([missing.standing, missing.lateDays]).toEqual(['missing', 0]);
  });
  it('is reopened with a reason, and both are events', () =>
    given(wasOpened, { type: 'round-closed', data: { on: localDate('2025-03-19'), figures, position: '9' } })
      .on('2025-03-20')
      .when({ type: 'reopen', reason: 'Bổ sung theo yêu cầu của Ủy ban', document: null })
      .givesTypes('round-reopened'));
  it('keeps every report owed when a body is succeeded: another answers for it, the list stays as it was opened', () => {
    const pass: RoundCommand = {
      type: 'pass-duty',
      agency: yTe,
      to: agencyId('so-moi'),
      reason: 'Kế thừa: hợp nhất',
      document: null,
      on: localDate('2025-03-03'),
    };
    const system: Actor = { user: userId('succession'), agency: null, role: 'system' };
    given(wasOpened)
      .as(system)
      .when(pass)
      .leaves((it) => {
        expect(it.opened?.expected).toEqual([expected]);
        expect([answererOf(it, yTe), answererOf(it, yTe, localDate('2025-03-02'))]).toEqual(['so-moi', yTe]);
      });
    given(wasOpened)
      .as(system)
      .when({ ...pass, to: yTe })
      .givesNothing();
    given(wasOpened)
      .as(system)
      .when({ ...pass, agency: agencyId('so-khac') })
      .isRefused('not-expected');
    given(wasOpened).when(pass).isRefused('not-the-succession');
  });
  it('exempts with a reason, and only who is expected', () => {
    const exempt = { type: 'exempt', reason: 'Không có nhiệm vụ trong kỳ', document: null } as const;
    given(wasOpened)
      .when({ ...exempt, agency: yTe })
      .givesTypes('agency-exempted');
    given(wasOpened)
      .when({ ...exempt, agency: agencyId('so-khac') })
      .isRefused('not-expected');
    given(wasOpened)
      .when({ ...exempt, agency: yTe, reason: ' ' })
      .isRefused('words-missing');
  });
  it('exempts the own agency of whoever exempts only by a document', () => {
    const own = { ...standing, agency: yTe };
    const exempt = { type: 'exempt', agency: yTe, reason: 'Đang sắp xếp', document: null } as const;
    given(wasOpened).as(own).when(exempt).isRefused('own-exemption');
    given(wasOpened)
      .as(own)
      .when({ ...exempt, document: { number: '12/UBND' } })
      .givesTypes('agency-exempted');
  });
});

describe('an agency’s report', () => {
  const given = specFor(roundReport, { today: localDate('2025-03-17'), actor: officer });
  const entry = (n: number, over: Partial<Entry> = {}): Entry => ({
    task: task(n),
    said: 'reported',
    progress: percent(40),
    words: 'Đã mở hai lớp',
    ...over,
  });
  const prepare = (...entries: Entry[]): RoundReportCommand => ({ type: 'prepare', within, agency: yTe, summary: '', entries });
  const sign: RoundReportCommand = { type: 'sign', within, agency: yTe };
  const prepared = (...entries: Entry[]) =>
    ({
      type: 'round-report-prepared',
      data: { ...idOf, summary: '', entries, on: localDate('2025-03-17'), by: officer.user },
    }) as const;
  const idOf = { plan: opened.plan, round: opened.round, agency: yTe };
  const signed = { on: localDate('2025-03-17'), by: head.user, told: 1, blank: 0, unsaid: 1 };

  it('is prepared by its own people and signed by its head', () => {
    given()
      .when(prepare(entry(1)))
      .gives(prepared(entry(1)));
    given()
      .as(standing)
      .when(prepare(entry(1)))
      .isRefused('not-the-reporting-agency');
    given(prepared(entry(1)))
      .when(sign)
      .isRefused('not-the-head');
    given().as(head).when(sign).isRefused('nothing-to-sign');
    given(prepared(entry(1)))
      .as(head)
      .when(sign)
      .gives({ type: 'round-report-signed', data: signed });
  });
  it('says of each task that something was done, that nothing was, or that it does not apply; of others nothing', () => {
    given()
      .when(prepare(entry(1), entry(1)))
      .isRefused('said-twice');
    given()
      .when(prepare(entry(7)))
      .isRefused('not-owed');
    given()
      .when(prepare(entry(1, { said: 'zero' })))
      .gives(prepared(entry(1, { said: 'zero', progress: null })));
  });
  it('of a body that was succeeded is signed by the successor’s head, and no longer by the old one', () => {
    const passed: Round = { ...within, passings: [{ agency: yTe, to: agencyId('so-moi'), on: localDate('2025-03-03') }] };
    const newHead: Actor = { user: userId('u_moi'), agency: agencyId('so-moi'), role: 'head' };
    given(prepared(entry(1)))
      .as(newHead)
      .when({ ...sign, within: passed })
      .givesTypes('round-report-signed');
    given(prepared(entry(1)))
      .as(head)
      .when({ ...sign, within: passed })
      .isRefused('not-the-head');
  });
  it('06.13 marked complete with nothing in it is signed with the count of what it lacks', () =>
    given(prepared(entry(1, { words: '' })))
      .as(head)
      .when(sign)
      .gives({ type: 'round-report-signed', data: { ...signed, told: 0, blank: 1, unsaid: 1 } }));
  it('06.13 an entry without words tells nothing, whatever it is marked as, and is not the same as no entry', () => {
    for (const said of ['reported', 'zero', 'not-applicable'] as const) {
      expect(tellingOf(entry(1, { said, words: '' }), false)).toBe('blank');
      expect(tellingOf(entry(1, { said, words: 'Có' }), false)).toBe(said);
    }
    expect(tellingOf(undefined, false)).toBe('no-report');
    expect(tellingOf(undefined, true)).toBe('exempt');
  });
  it('is locked once its round is closed; what comes then is a supplement', () => {
    const closed: Round = { ...within, closed: true };
    given()
      .when({ ...prepare(entry(1)), within: closed } as RoundReportCommand)
      .isRefused('round-closed');
    const supplement = { type: 'supplement', within: closed, agency: yTe, reason: 'Xong ngày 20/12', document: null } as const;
    given()
      .when({ ...supplement, entries: [entry(1)] })
      .givesTypes('round-report-supplemented');
    given()
      .when({ ...supplement, entries: [] })
      .isRefused('nothing-said');
    given()
      .when({ ...supplement, within, entries: [entry(1)] })
      .isRefused('round-not-closed');
  });
  it('is returned by the standing agency, and not where it is the standing agency’s own', () => {
    const back: RoundReportCommand = { type: 'return', within, agency: yTe, reason: 'Thiếu số liệu' };
    const once = [prepared(entry(1)), { type: 'round-report-signed', data: signed } as const];
    given(...once)
      .as(standing)
      .when(back)
      .givesTypes('round-report-returned');
    given(...once)
      .as({ ...standing, agency: yTe })
      .when(back)
      .isRefused('own-report');
    given(prepared(entry(1)))
      .as(standing)
      .when(back)
      .isRefused('nothing-to-return');
  });
  it('when returned is prepared and signed again, and stands as late as the second signing', () => {
    const returned = { type: 'round-report-returned', data: { reason: 'Thiếu số liệu', on: localDate('2025-03-18') } } as const;
    const once = [prepared(entry(1)), { type: 'round-report-signed', data: signed } as const];
    given(...once)
      .when(prepare(entry(1)))
      .isRefused('already-signed');
    given(...once, returned)
      .on('2025-03-20')
      .as(head)
      .when(sign)
      .leaves((report) =>
        expect(standingOn(within, yTe, report, localDate('2025-03-20'), calendar)).toMatchObject({
          standing: 'late',
          lateDays: 2,
          firstReceivedOn: '2025-03-17',
          returns: 1,
        }),
      );
  });
});

describe('06.6 right denominators', () => {
  it('no report, zero, not applicable and exempt are four things', () => {
    const said = (saying: Entry['said']): RoundReport => ({
      ...notPrepared,
      preparedOn: localDate('2025-03-14'),
      signings: [
        {
          on: localDate('2025-03-14'),
          summary: '',
          entries: [{ task: task(1), said: saying, progress: null, words: 'Chưa phát sinh' }],
          ...contentCounts([{ task: task(1), said: saying, progress: null, words: 'Chưa phát sinh' }], expected),
        },
      ],
    });
    const on = localDate('2025-03-19');
    const exempt: Round = { ...within, exemptions: [{ agency: yTe, reason: 'Sáp nhập', on: localDate('2025-03-10') }] };
    const standing = (of: Round, report: RoundReport) => standingOn(of, yTe, report, on, calendar).standing;
    expect(standing(within, notPrepared)).toBe('missing');
    expect(standing(within, said('zero'))).toBe('on-time');
    expect(standing(within, said('not-applicable'))).toBe('on-time');
    expect(standing(exempt, notPrepared)).toBe('exempt');
    expect(figuresOf([standingOn(exempt, yTe, notPrepared, on, calendar)])).toMatchObject({ expected: 1, exempt: 1, due: 0 });
  });

  it('every agency is in exactly one of on time, late, returned, missing and exempt', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ standing: fc.constantFrom(...standings), empty: fc.boolean() })), (all) => {
        const it = figuresOf(all);
        expect(it.due).toBe(it.onTime + it.late + it.returned + it.missing);
        expect(it.due + it.exempt).toBe(it.expected);
      }),
    ));

  it('a past day is read as it was: what came later does not change it', () =>
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (signedAfter, askedAfter) => {
        const signedOn = addDays(opened.on, signedAfter);
        const day = addDays(opened.on, askedAfter);
        const signing = { on: signedOn, told: 1, blank: 0, unsaid: 1, entries: [], summary: 'Có' };
        const report: RoundReport = { ...notPrepared, preparedOn: signedOn, signings: [signing] };
        const it = standingOn(within, yTe, report, day, calendar);
        if (signedOn > day) expect(it).toEqual(standingOn(within, yTe, notPrepared, day, calendar));
        else {
          expect(it.standing).toBe(signedOn > opened.closesOn ? 'late' : 'on-time');
          expect(it.lateDays).toBe(signedOn > opened.closesOn ? calendar.workingDaysBetween(opened.closesOn, signedOn) : 0);
        }
      }),
    ));
});

describe('06.2 a task with no date is not invisible', () => {
  const roundOf = (id: string, cutOff: string, reports: [string, RoundReport][] = []) => ({
    round: {
      ...within,
      opened: { ...opened, round: id, cutOff: localDate(cutOff), closesOn: addDays(localDate(cutOff), 4) },
    },
    reports: new Map(reports.map(([agency, it]) => [agencyId(agency), it])),
  });
  const spoke: RoundReport = {
    ...notPrepared,
    preparedOn: localDate('2025-06-15'),
    signings: [
      {
        on: localDate('2025-06-15'),
        summary: '',
        told: 1,
        blank: 0,
        unsaid: 0,
        entries: [{ task: task(2), said: 'zero', progress: null, words: 'Chưa phát sinh' }],
      },
    ],
  };
  it('silent for two rounds it reaches the committee’s list; a dated one does not, nor one that said zero', () => {
    const q1 = roundOf('2025-Q1', '2025-03-14');
    const day = localDate('2025-07-01');
    expect(silentTasks([q1], 2, day)).toEqual([]);
    expect(silentTasks([q1, roundOf('2025-Q2', '2025-06-14')], 2, day)).toEqual([
      { task: task(2), agency: yTe, due: 'continuous', rounds: ['2025-Q2', '2025-Q1'], since: '2024-12-15' },
    ]);
    expect(silentTasks([q1, roundOf('2025-Q2', '2025-06-14', [['so-y-te', spoke]])], 2, day)).toEqual([]);
  });
  it('an agency that was exempt owed no word in that round, so its silence there is none', () => {
    const q1 = roundOf('2025-Q1', '2025-03-14');
    const q2 = roundOf('2025-Q2', '2025-06-14');
    const exempt = { ...q2.round, exemptions: [{ agency: yTe, reason: 'Sáp nhập', on: localDate('2025-06-10') }] };
    expect(silentTasks([q1, { ...q2, round: exempt }], 2, localDate('2025-07-01'))).toEqual([]);
    expect(silentTasks([q1, { ...q2, round: exempt }], 2, localDate('2025-06-09'))).toEqual([]);
  });
});

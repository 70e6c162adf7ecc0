import { type Actor, agencyId, decimal, fold, itemCode, localDate, type Of, planId, userId } from '#language';
import { specFor } from '../language/given.js';
import { projectOn } from './project.day.js';
import type { ProjectEvent } from './project.events.js';
import { project } from './project.js';
import type { ProjectCommand } from './project.requests.js';
import type { Project } from './project.state.js';

const who = (user: string, role: Actor['role'], agency: string | null): Actor => ({
  user: userId(user),
  role,
  agency: agency === null ? null : agencyId(agency),
});
const owner = who('u_lan', 'officer', 'so-y-te');
const standing = who('u_an', 'standing', 'so-tttt');
const stranger = who('u_minh', 'officer', 'so-tai-chinh');
const system = who('succession', 'system', null);
const given = specFor<Project, ProjectCommand, ProjectEvent>(project, { today: localDate('2025-04-10'), actor: owner });

const row: Of<ProjectEvent, 'project-listed'>['data'] = {
  plan: planId('267-2025'),
  item: itemCode('II.I.3'),
  year: 2025,
  section: 'I',
  sectionTitle: 'Chính quyền số',
  title: 'Hệ thống thông tin y tế',
  printedOwner: 'Sở Y tế',
  owner: agencyId('so-y-te'),
  aim: 'Liên thông dữ liệu',
  printedYears: '2024-2025',
  years: { from: 2024, to: 2025 },
  total: decimal('5000'),
  allotted: decimal('2000'),
  note: '',
  on: localDate('2024-12-10'),
};
const listed: ProjectEvent = { type: 'project-listed', data: row };
const document = { number: '12/QĐ-UBND' };
const disburse: Of<ProjectCommand, 'disburse'> = {
  type: 'disburse',
  disbursement: 'd1',
  amount: decimal('1200.5'),
  paidOn: localDate('2025-04-01'),
  document: null,
  evidence: [],
  note: null,
};
const disbursed = (amount: string, disbursement = 'd1'): ProjectEvent => ({
  type: 'disbursed',
  data: {
    ...{ disbursement, amount: decimal(amount), agency: agencyId('so-y-te'), paidOn: localDate('2025-03-01') },
    ...{ document: null, evidence: [], note: null, on: localDate('2025-03-02'), by: owner.user },
  },
});
const accept: ProjectCommand = { type: 'accept', acceptedOn: localDate('2025-04-09'), document, note: null };
const accepted: ProjectEvent = {
  type: 'project-accepted',
  data: { acceptedOn: localDate('2025-04-01'), document, note: null, on: localDate('2025-04-02') },
};

describe('a disbursement', () => {
  it('is recorded by the owner and by nobody else, exactly as it was paid', () => {
    given(listed)
      .when(disburse)
      .leaves((it) => expect(it.disbursements[0]).toMatchObject({ amount: '1200.5', agency: 'so-y-te', by: owner.user }));
    given(listed).as(stranger).when(disburse).isRefused('not-the-owner');
    given(listed).as(standing).when(disburse).isRefused('not-the-owner');
  });

  it('over what is allotted is recorded and shown; over the whole project it is refused', () => {
    given(listed, disbursed('1800'))
      .when({ ...disburse, disbursement: 'd2', amount: decimal('500') })
      .leaves((it) => expect(projectOn(it, localDate('2025-04-10'))?.oddities).toContain('over-allotted'));
    given(listed, disbursed('4999.999999'))
      .when({ ...disburse, disbursement: 'd2', amount: decimal('0.000002') })
      .isRefused('over-total');
  });

  it('of nothing, of less than nothing, or of tomorrow is refused', () => {
    given(listed)
      .when({ ...disburse, amount: decimal('0') })
      .isRefused('nothing-disbursed');
    given(listed)
      .when({ ...disburse, amount: decimal('-1') })
      .isRefused('not-an-amount');
    given(listed)
      .when({ ...disburse, paidOn: localDate('2025-04-11') })
      .isRefused('dated-in-the-future');
  });

  it('withdrawn counts no more from that day, and is withdrawn by whoever recorded it or the standing agency', () => {
    const withdraw: ProjectCommand = { type: 'withdraw-disbursement', disbursement: 'd1', reason: 'Ghi hai lần' };
    given(listed, disbursed('900'))
      .when(withdraw)
      .leaves((it) => {
        expect(projectOn(it, localDate('2025-04-10'))?.disbursed).toBe('0');
        expect(projectOn(it, localDate('2025-04-09'))?.disbursed).toBe('900');
      });
    given(listed, disbursed('900')).as(stranger).when(withdraw).isRefused('not-the-standing-agency');
    given(listed).when(withdraw).isRefused('unknown-disbursement');
  });

  it('is not added to what was accepted', () => given(listed, accepted).when(disburse).isRefused('already-accepted'));
});

describe('accepting a project', () => {
  it('is for the standing agency or the committee, and never for its own owner (06.14)', () => {
    given(listed).as(standing).when(accept).givesTypes('project-accepted');
    given(listed).when(accept).isRefused('not-the-standing-agency');
    given(listed)
      .as(who('u_an', 'standing', 'so-y-te'))
      .when(accept)
      .isRefused('own-project');
  });

  it('happens once, and is withdrawn with a reason', () => {
    given(listed, accepted).as(standing).when(accept).isRefused('already-accepted');
    const withdraw: ProjectCommand = { type: 'withdraw-acceptance', reason: 'Thiếu hồ sơ' };
    given(listed, accepted).as(standing).when(withdraw).givesTypes('acceptance-withdrawn');
    given(listed).as(standing).when(withdraw).isRefused('not-accepted');
  });
});

describe('a project of the plan', () => {
  const again: ProjectCommand = { type: 'list', row, document: '267/KH-UBND' };
  const dropped: ProjectEvent = { type: 'project-dropped', data: { document: '12/QĐ-UBND', on: localDate('2025-04-01') } };

  it('printed the same is listed once; printed otherwise it is revised', () => {
    given().as(standing).when(again).gives(listed);
    given(listed).as(standing).when(again).givesNothing();
    given(listed)
      .as(standing)
      .when({ ...again, row: { ...row, allotted: decimal('2500') } })
      .leaves((it) => expect(it.money.at(-1)?.allotted).toBe('2500'));
    given(listed).when(again).isRefused('not-the-standing-agency');
  });

  it('revised keeps the money that a decision changed where the print of it is the same', () => {
    const changed: ProjectEvent = {
      type: 'money-changed',
      data: {
        ...{ total: decimal('6000'), allotted: decimal('2000') },
        ...{ reason: 'Điều chỉnh', document, on: localDate('2025-02-01') },
      },
    };
    given(listed, changed)
      .as(standing)
      .when({ ...again, row: { ...row, aim: 'Mục tiêu mới' } })
      .leaves((it) => {
        expect(it.prints.at(-1)?.aim).toBe('Mục tiêu mới');
        expect(it.money.at(-1)?.total).toBe('6000');
      });
  });

  it('is past its years from the first day after the last of them, unless it was accepted', () => {
    const on = (day: string, ...events: ProjectEvent[]) => projectOn(fold(project, [listed, ...events]), localDate(day))?.status;
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-01-01', accepted)]).toEqual(['not-started', 'past-period', 'accepted']);
  });

  it('dropped takes nothing more, and comes back when the plan prints it again', () => {
    given(listed).as(standing).when({ type: 'drop', document: '12/QĐ-UBND' }).givesTypes('project-dropped');
    given(listed, dropped).as(standing).when({ type: 'drop', document: '12/QĐ-UBND' }).givesNothing();
    given(listed, dropped).when(disburse).isRefused('project-dropped');
    given(listed, dropped)
      .as(standing)
      .when(again)
      .leaves((it) => expect(it.dropped).toBeNull());
  });

  it('has its money changed by a document, and not by its own owner', () => {
    const change: ProjectCommand = {
      type: 'change-money',
      total: decimal('6000'),
      allotted: null,
      reason: 'Điều chỉnh',
      document,
    };
    given(listed).as(standing).when(change).givesTypes('money-changed');
    given(listed)
      .as(standing)
      .when({ ...change, total: decimal('5000') })
      .givesNothing();
    given(listed).when(change).isRefused('not-the-standing-agency');
  });
});

describe('a project whose owner is succeeded', () => {
  const pass: ProjectCommand = {
    type: 'change-owner',
    to: agencyId('so-moi'),
    reason: 'Kế thừa: hợp nhất',
    document,
    on: localDate('2025-03-01'),
  };

  it('is the successor’s from the day of the act, and what was paid stays with whoever paid it', () =>
    given(listed, disbursed('900'))
      .as(system)
      .when(pass)
      .leaves((it) => {
        expect(projectOn(it, localDate('2025-02-28'))?.owner.owner).toBe('so-y-te');
        expect(projectOn(it, localDate('2025-03-01'))?.owner.owner).toBe('so-moi');
        expect(it.disbursements[0]?.agency).toBe('so-y-te');
      }));

  it('passed on again to the same owner is no event, and never before its day', () => {
    given(listed)
      .as(system)
      .when({ ...pass, to: agencyId('so-y-te') })
      .givesNothing();
    given(listed).as(system).on('2025-02-28').when(pass).isRefused('dated-in-the-future');
    given(listed).when(pass).isRefused('not-the-standing-agency');
  });
});

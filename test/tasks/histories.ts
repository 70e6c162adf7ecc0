import fc from 'fast-check';
import { type WorkingCalendar, workingCalendar } from '#calendar';
import {
  type Actor,
  addDays,
  agencyId,
  type Instant,
  instant,
  itemCode,
  type LocalDate,
  localDate,
  type Of,
  percent,
  planId,
  type TaskId,
  taskId,
  userId,
} from '#language';
import { attentionRulesIn, type Due, limitsOn, type RecordedTaskEvent, type TaskCommand, type TaskEvent } from '#tasks';

/** Lives of a few tasks as people make them: mostly sensible, some back-dated, corrected, returned, reopened; what is refused does not happen. */

export const plan = planId('7-2025');
export const calendar: WorkingCalendar = workingCalendar([], { withoutTable: 'weekends' });
export const adopted = localDate('2024-12-10');

const dues: readonly Due[] = [
  { kind: 'date', on: localDate('2025-01-31'), printed: 'Tháng 01/2025', rule: 'month' },
  { kind: 'date', on: localDate('2025-03-31'), printed: 'Quý I/2025', rule: 'quarter' },
  { kind: 'date', on: localDate('2025-06-30'), printed: 'Quý II/2025', rule: 'quarter' },
  { kind: 'unset', printed: '' },
  { kind: 'continuous', every: 'quarter', printed: 'Thường xuyên', rule: 'continuous' },
];
export const agencies = ['so-y-te', 'so-tai-chinh', 'so-xay-dung', 'huyen-ngoc-hien', 'huyen-dam-doi'].map((id) => agencyId(id));

export interface Given {
  readonly id: TaskId;
  readonly assigned: Extract<TaskCommand, { type: 'assign' }>['assigned'];
}

export const tasks: readonly Given[] = dues.map((due, i) => {
  const agency = agencies[i] ?? agencyId('so-y-te');
  const item = itemCode(`IV.I.${i + 1}`);
  return {
    id: taskId(plan, item, agency),
    assigned: {
      plan,
      item,
      section: i < 3 ? 'I. Nhận thức số' : 'II. Thể chế số',
      title: ['Đẩy mạnh chuyển đổi số', 'Tổ chức tập huấn', 'Hạ tầng số', 'Cơ sở dữ liệu', 'Báo cáo'][i] ?? 'Việc',
      agency,
      printedLead: 'Sở, ban, ngành',
      group: null,
      unit: null,
      coordinating: [{ printed: 'Sở TT&TT', kind: 'agency', id: 'so-tttt' }],
      due,
      on: adopted,
    },
  };
});

/** They are the same in every history: the file has one rule. */
export const limits = limitsOn(attentionRulesIn('seeds/rules/attention.json'), localDate('2025-01-01'));

export const standing: Actor = { user: userId('u_standing'), agency: agencyId('so-tttt'), role: 'standing' };
export const committee: Actor = { user: userId('u_committee'), agency: null, role: 'committee' };
export const watch: Actor = { user: userId('deadline-watch'), agency: null, role: 'system' };
export const officerOf = (agency: string): Actor => ({ user: userId(`u_${agency}`), agency: agencyId(agency), role: 'officer' });

/** One thing that somebody tries, `hours` after the one before. `a` and `b` choose what is named and by how much. */
export interface Step {
  readonly hours: number;
  readonly task: number;
  readonly kind: TaskCommand['type'];
  readonly a: number;
  readonly b: number;
}

const kinds: readonly TaskCommand['type'][] = [
  'report-milestone',
  'report-milestone',
  'report-milestone',
  'claim-completion',
  'claim-completion',
  'accept-completion',
  'accept-completion',
  'return-completion',
  'accept-report',
  'return-report',
  'report-delay',
  'record-overdue',
  'request-extension',
  'grant-extension',
  'refuse-extension',
  'read-due',
  'change-due',
  'suspend',
  'resume',
  'reassign',
  'reopen',
  'exceed',
  'accept-objective-cause',
  'correct',
  'correct',
];

/** What alone moves the lateness of a task. */
export const turns: readonly TaskCommand['type'][] = [
  'claim-completion',
  'accept-completion',
  'return-completion',
  'request-extension',
  'grant-extension',
  'grant-extension',
  'change-due',
  'suspend',
  'resume',
  'reassign',
  'reopen',
];

export const steps = (atMost: number, atLeast = 0, among = kinds): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: 400 }),
      task: fc.nat(tasks.length - 1),
      // Few tasks are cancelled: the end of a life would be most of what is tried.
      kind: fc.constantFrom(...among, ...among, ...among, 'cancel'),
      a: fc.nat(9),
      b: fc.nat(40),
    }),
    { minLength: atLeast, maxLength: atMost },
  );

export const start = instant('2024-12-20T02:00:00Z');

/** The command that a step tries, given what was recorded about the task. Ids are numbered so that later steps can name them. */
export function commandOf(
  step: Step,
  events: readonly RecordedTaskEvent[],
  today: LocalDate,
  n: number,
): { command: TaskCommand; actor: Actor } {
  const { kind, a, b } = step;
  const data = <T extends TaskEvent['type']>(type: T): Of<TaskEvent, T>['data'][] =>
    events.flatMap((it) => (it.type === type ? [it.data as Of<TaskEvent, T>['data']] : []));
  const pick = <T>(list: readonly T[]): T | undefined => list[list.length - 1 - (a % Math.max(1, list.length))];
  const owner = data('reassigned').at(-1)?.to ?? data('assigned')[0]?.agency ?? 'so-y-te';
  const officer = officerOf(owner);
  const due = data('extension-granted').at(-1)?.until ?? addDays(localDate('2025-03-31'), b);
  const said = {
    narrative: `Việc số ${n}`,
    evidence: [],
    document: b % 2 ? { number: `${n}/BC` } : null,
    occurredOn: addDays(today, -b),
  };
  const decision = { reason: 'Theo chỉ đạo', document: { number: `${n}/QĐ-UBND` } };
  const report = String(pick(data('milestone-reported'))?.report ?? 'none');
  const claim = String(pick(data('completed'))?.claim ?? 'none');
  const request = String(data('extension-requested').at(-1)?.request ?? 'none');
  switch (kind) {
    case 'report-milestone':
      return { actor: officer, command: { type: kind, report: `r${n}`, milestone: null, progress: percent(a * 10), ...said } };
    case 'claim-completion':
      return { actor: officer, command: { type: kind, claim: `c${n}`, ...said } };
    case 'accept-completion':
      return { actor: standing, command: { type: kind, claim, note: null } };
    case 'return-completion':
      return { actor: standing, command: { type: kind, claim, reason: 'Thiếu' } };
    case 'accept-report':
      return { actor: standing, command: { type: kind, report, note: null } };
    case 'return-report':
      return { actor: standing, command: { type: kind, report, reason: 'Thiếu' } };
    case 'report-delay':
      return {
        actor: officer,
        command: { type: kind, cause: 'funding', explanation: 'Chờ', expectedOn: addDays(today, b + 60) },
      };
    case 'record-overdue': {
      const known = [...data('assigned'), ...data('due-read'), ...data('due-changed')].at(-1)?.due;
      return { actor: watch, command: { type: kind, due: known?.kind === 'date' ? known.on : due } };
    }
    case 'request-extension':
      return {
        actor: officer,
        command: { type: kind, request: `x${n}`, until: addDays(today, b), reason: 'Chờ', document: null, evidence: [] },
      };
    case 'grant-extension':
      return { actor: committee, command: { type: kind, request, until: a > 6 ? addDays(today, b + 5) : null, document: null } };
    case 'refuse-extension':
      return { actor: committee, command: { type: kind, request, reason: 'Không' } };
    case 'read-due':
      return {
        actor: standing,
        command: {
          type: kind,
          due: { kind: 'date', on: addDays(today, b - 20), printed: '', rule: 'settled' },
          note: 'Xác định',
        },
      };
    case 'change-due':
      return {
        actor: standing,
        command: {
          type: kind,
          due: a === 0 ? { kind: 'unset', printed: '' } : { kind: 'date', on: addDays(today, b), printed: '', rule: 'amended' },
          ...decision,
        },
      };
    case 'reassign':
      return {
        actor: standing,
        command: {
          type: kind,
          to: agencies[a % agencies.length] ?? officer.agency ?? agencyId('so-y-te'),
          // A succession of bodies dates it the day of its act.
          ...(b > 25 && { on: addDays(today, 25 - b) }),
          ...decision,
        },
      };
    case 'correct': {
      const progress = b % 2 ? { progress: percent(b) } : {};
      const entry = a % 3 === 0 ? claim : report;
      const occurredOn = [addDays(today, -b - 30), adopted].sort().at(-1) ?? adopted;
      return {
        actor: a % 2 ? standing : officer,
        command: {
          type: kind,
          entry,
          changes: { ...progress, occurredOn },
          reason: 'Gõ nhầm',
        },
      };
    }
    case 'accept-objective-cause':
      return {
        actor: committee,
        command: { type: kind, cause: 'funding', from: addDays(today, -b - a), to: addDays(today, -a), ...decision },
      };
    case 'suspend':
    case 'resume':
    case 'reopen':
    case 'cancel':
    case 'exceed':
      return { actor: standing, command: { type: kind, ...decision } };
    default:
      throw new Error(`no step for ${kind}`);
  }
}

export const later = (now: Instant, hours: number): Instant =>
  instant(new Date(Date.parse(now) + hours * 3_600_000).toISOString());

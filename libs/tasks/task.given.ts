import { workingCalendar } from '#calendar';
import {
  type Actor,
  agencyId,
  instant,
  itemCode,
  type LocalDate,
  localDate,
  type Of,
  percent,
  planId,
  position,
  userId,
} from '#language';
import { limitsOn } from './attention.js';
import { attentionRulesIn } from './attention.rules.js';
import type { Due, Evidence, RecordedTaskEvent, TaskEvent } from './task.events.js';
import { follow, notFollowed } from './task.projection.js';
import type { Task } from './task.state.js';
import { statusOn } from './task.status.js';

/** People, deadlines and events of one ordinary task, and how it stands after them, for the specs. */

export const actor = (user: string, role: Actor['role'], agency: string | null): Actor => ({
  user: userId(user),
  role,
  agency: agency === null ? null : agencyId(agency),
});
export const officer = actor('u_lan', 'officer', 'so-y-te');
export const head = actor('u_dung', 'head', 'so-y-te');
export const stranger = actor('u_minh', 'officer', 'so-tai-chinh');
export const standing = actor('u_an', 'standing', 'so-tttt');
export const committee = actor('u_chu', 'committee', 'ubnd-tinh');
export const system = actor('deadline-watch', 'system', null);

export const day = (text: string): LocalDate => localDate(text);
export const due = (on: string): Due => ({ kind: 'date', on: day(on), printed: 'Quý II/2025', rule: 'quarter' });
export const blank: Due = { kind: 'unset', printed: '' };
export const file = (n: number): Evidence => ({
  sha256: String(n).repeat(64).slice(0, 64),
  name: `${n}.pdf`,
  size: 9,
  type: 'application/pdf',
});
export const document = { number: '12/QĐ-UBND' };

export const assigned = (over: Partial<Of<TaskEvent, 'assigned'>['data']> = {}): Of<TaskEvent, 'assigned'> => ({
  type: 'assigned',
  data: {
    plan: planId('9-2025'),
    item: itemCode('IV.I.1'),
    section: 'I. Nhận thức số',
    title: 'Tổ chức tập huấn chuyển đổi số',
    agency: agencyId('so-y-te'),
    printedLead: 'Sở Y tế',
    group: null,
    unit: null,
    coordinating: [],
    due: due('2025-06-30'),
    on: day('2024-12-10'),
    ...over,
  },
});
export const reported = (over: Partial<Of<TaskEvent, 'milestone-reported'>['data']> = {}): TaskEvent => ({
  type: 'milestone-reported',
  data: {
    report: 'r1',
    milestone: null,
    progress: percent(30),
    narrative: 'Đã mở hai lớp',
    evidence: [],
    document: null,
    occurredOn: day('2025-03-01'),
    backdatedDays: 0,
    by: officer.user,
    ...over,
  },
});
export const claimed = (on: string, claim = 'c1', by = officer.user): Of<TaskEvent, 'completed'> => ({
  type: 'completed',
  data: {
    claim,
    narrative: 'Đã xong',
    evidence: [],
    document,
    occurredOn: day(on),
    on: day(on),
    backdatedDays: 0,
    by,
  },
});
export const accepted = (on: string, claim = 'c1'): TaskEvent => ({
  type: 'completion-accepted',
  data: { claim, note: null, on: day(on) },
});
export const returned = (on: string, claim = 'c1'): TaskEvent => ({
  type: 'completion-returned',
  data: { claim, reason: 'Thiếu minh chứng', on: day(on) },
});
export const askedExtension = (until: string, on = '2025-06-01'): TaskEvent => ({
  type: 'extension-requested',
  data: { request: 'x1', until: day(until), reason: 'Chờ kinh phí', document: null, evidence: [], on: day(on) },
});
export const suspended = (on: string): TaskEvent => ({
  type: 'suspended',
  data: { reason: 'Chờ sắp xếp bộ máy', document, on: day(on) },
});
export const resumed = (on: string): TaskEvent => ({ type: 'resumed', data: { reason: 'Tiếp tục', document, on: day(on) } });
export const cancelled = (on: string): TaskEvent => ({
  type: 'cancelled',
  data: { reason: 'Hết hiệu lực', document, on: day(on) },
});

export const calendar = workingCalendar([], { withoutTable: 'weekends' });
export const attention = attentionRulesIn('seeds/rules/attention.json');
export const limits = limitsOn(attention, day('2025-01-01'));

export const recorded = (event: TaskEvent, version: number): RecordedTaskEvent =>
  ({
    ...event,
    id: `e${version}`,
    stream: 'task-9-2025/IV.I.1/so-y-te',
    version,
    position: position(version),
    recordedAt: instant('2025-01-02T03:00:00Z'),
    meta: { actor: committee, commandId: `${version}`, digest: '', correlationId: '', causationId: '' },
  }) as RecordedTaskEvent;

export const life = (...events: TaskEvent[]) => events.map((event, i) => recorded(event, i + 1)).reduce(follow, notFollowed);
export const statusOf = (task: Task, text: string) => {
  const status = statusOn(task, day(text), calendar, limits);
  if (!status) throw new Error('not assigned on that day');
  return status;
};
export const on = (text: string, ...events: TaskEvent[]) => statusOf(life(...events).task, text);
export const granted = (until: string, grantedOn: string): TaskEvent[] => [
  askedExtension(until, grantedOn),
  { type: 'extension-granted', data: { request: 'x1', until: day(until), document: null, on: day(grantedOn) } },
];
export const reopened = (text: string): TaskEvent => ({
  type: 'reopened',
  data: { reason: 'Kiểm tra lại', document: null, on: day(text) },
});
export const changed = (to: string, text: string): TaskEvent => ({
  type: 'due-changed',
  data: { due: due(to), reason: 'Điều chỉnh', document, on: day(text) },
});
export const passedTo = (agency: string, text: string, from = 'so-y-te'): TaskEvent => ({
  type: 'reassigned',
  data: { from: agencyId(from), to: agencyId(agency), reason: 'Sắp xếp', document, on: day(text) },
});

import { type Actor, agencyId, itemCode, type LocalDate, localDate, type Of, percent, planId, userId } from '#language';
import type { Due, Evidence, TaskEvent } from './task.events.js';

/** People, deadlines and events of one ordinary task, for the specs. */

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
export const cancelled = (on: string): TaskEvent => ({
  type: 'cancelled',
  data: { reason: 'Hết hiệu lực', document, on: day(on) },
});

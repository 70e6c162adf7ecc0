import { Refusal } from './refusal.js';

/** An agency's lasting id, a slug of its name at registration: `so-y-te`. */
export type AgencyId = string & { readonly __brand: 'AgencyId' };
/** An opaque user id. Names live in the identity tables, never in events. */
export type UserId = string & { readonly __brand: 'UserId' };
/** A plan's id: number and plan year, `267-2025`. */
export type PlanId = string & { readonly __brand: 'PlanId' };
/** A row of the plan as printed: appendix, section, ordinal, `IV.VI.3`. */
export type ItemCode = string & { readonly __brand: 'ItemCode' };
/** Plan, row and accountable agency, `267-2025/IV.VI.3/so-y-te`. */
export type TaskId = string & { readonly __brand: 'TaskId' };

const malformed = (what: string, kind: string, text: string, sample: string, field: string) =>
  new Refusal('malformed-id', {
    kind: 'invalid',
    field,
    vi: `“${text}” không phải mã ${what}; ví dụ đúng: ${sample}.`,
    en: `“${text}” is not a valid ${kind} id; a right one looks like ${sample}.`,
  });

export function agencyId(text: string, field = 'agency'): AgencyId {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) || text.length > 80) throw malformed('cơ quan', 'agency', text, 'so-y-te', field);
  return text as AgencyId;
}

export function planId(text: string, field = 'plan'): PlanId {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) || text.length > 60) throw malformed('kế hoạch', 'plan', text, '267-2025', field);
  return text as PlanId;
}

export function itemCode(text: string, field = 'item'): ItemCode {
  // A task that a meeting's conclusion made has the meeting's number and the conclusion's: KL-3.2.
  if (!/^([A-Z]+(\.[A-Z0-9]+){1,3}|KL-\d{1,3}\.\d{1,3})$/.test(text) || text.length > 30)
    throw malformed('mục', 'item', text, 'IV.VI.3', field);
  return text as ItemCode;
}

export function userId(text: string, field = 'user'): UserId {
  if (!/^[a-z0-9_-]{1,64}$/i.test(text)) throw malformed('người dùng', 'user', text, 'u_01jd3', field);
  return text as UserId;
}

/** Puts a task's id together. */
export function taskId(plan: PlanId, item: ItemCode, agency: AgencyId): TaskId {
  return `${plan}/${item}/${agency}` as TaskId;
}

/** Reads `267-2025/IV.VI.3/so-y-te` and gives its three parts, each checked. */
export function parseTaskId(text: string, field = 'task'): { id: TaskId; plan: PlanId; item: ItemCode; agency: AgencyId } {
  const parts = text.split('/');
  const [plan, item, agency] = parts;
  if (parts.length !== 3 || !plan || !item || !agency)
    throw malformed('nhiệm vụ', 'task', text, '267-2025/IV.VI.3/so-y-te', field);
  return { id: text as TaskId, plan: planId(plan, field), item: itemCode(item, field), agency: agencyId(agency, field) };
}

import type { TaskAction } from '../../api/routes';

/** What a field of a form is; each kind has one component and one check. */
export type FieldKind =
  | 'words'
  | 'long'
  | 'percent'
  | 'day'
  | 'past-day'
  | 'future-day'
  | 'document'
  | 'evidence'
  | 'cause'
  | 'agency'
  | 'due'
  | 'milestone'
  | 'entry'
  | 'parties'
  | 'report'
  | 'claim'
  | 'request';

export interface Field {
  name: string;
  kind: FieldKind;
  required?: true;
  /** The key of its label under `forms.fields`, when it is not the name. */
  label?: string;
}

export interface Action {
  /** What stands behind the task in the route; `{report}` and the like are taken out of the fields. */
  route: TaskAction;
  fields: readonly Field[];
  grave?: true;
}

const reason: Field = { name: 'reason', kind: 'long', required: true };
const needsDocument: Field = { name: 'document', kind: 'document', required: true };
const document: Field = { name: 'document', kind: 'document' };
const evidence: Field = { name: 'evidence', kind: 'evidence' };

/** Every command of a task as a form: the order of the fields is the order of thought. */
export const actions = {
  'report-milestone': {
    route: 'milestones',
    fields: [
      { name: 'progress', kind: 'percent', required: true },
      { name: 'narrative', kind: 'long', required: true },
      { name: 'occurredOn', kind: 'past-day', required: true },
      { name: 'milestone', kind: 'milestone' },
      evidence,
      document,
    ],
  },
  'claim-completion': {
    route: 'completion',
    fields: [
      { name: 'narrative', kind: 'long', required: true, label: 'result' },
      { name: 'occurredOn', kind: 'past-day', required: true, label: 'doneOn' },
      evidence,
      document,
    ],
  },
  'report-delay': {
    route: 'delays',
    fields: [
      { name: 'cause', kind: 'cause', required: true },
      { name: 'explanation', kind: 'long', required: true },
      { name: 'expectedOn', kind: 'day', required: true },
    ],
  },
  'request-extension': {
    route: 'extensions',
    fields: [{ name: 'until', kind: 'day', required: true }, reason, document, evidence],
  },
  'plan-milestone': {
    route: 'planned-milestones',
    fields: [
      { name: 'title', kind: 'words', required: true },
      { name: 'on', kind: 'day', required: true },
    ],
  },
  'accept-completion': {
    route: 'completion/{claim}/acceptance',
    fields: [
      { name: 'claim', kind: 'claim', required: true },
      { name: 'note', kind: 'long' },
    ],
  },
  'return-completion': { route: 'completion/{claim}/return', fields: [{ name: 'claim', kind: 'claim', required: true }, reason] },
  'accept-report': {
    route: 'reports/{report}/acceptance',
    fields: [
      { name: 'report', kind: 'report', required: true },
      { name: 'note', kind: 'long' },
    ],
  },
  'return-report': { route: 'reports/{report}/return', fields: [{ name: 'report', kind: 'report', required: true }, reason] },
  'grant-extension': {
    route: 'extensions/{request}/grant',
    fields: [
      { name: 'request', kind: 'request', required: true },
      { name: 'until', kind: 'day', required: true, label: 'grantUntil' },
      document,
    ],
  },
  'refuse-extension': {
    route: 'extensions/{request}/refusal',
    fields: [{ name: 'request', kind: 'request', required: true }, reason],
  },
  'read-due': {
    route: 'due-reading',
    fields: [
      { name: 'due', kind: 'due', required: true },
      { name: 'note', kind: 'long', required: true },
    ],
  },
  'change-due': { route: 'due-change', fields: [{ name: 'due', kind: 'due', required: true }, reason, needsDocument] },
  exceed: { route: 'exceeded', fields: [reason, document] },
  suspend: { route: 'suspension', fields: [reason, needsDocument] },
  resume: { route: 'resumption', fields: [reason, document] },
  reassign: {
    route: 'reassignment',
    fields: [{ name: 'to', kind: 'agency', required: true }, reason, needsDocument],
    grave: true,
  },
  'change-coordination': { route: 'coordination', fields: [{ name: 'coordinating', kind: 'parties', required: true }, reason] },
  reopen: { route: 'reopening', fields: [reason, document] },
  cancel: { route: 'cancellation', fields: [reason, needsDocument], grave: true },
  correct: {
    route: 'corrections',
    fields: [
      { name: 'entry', kind: 'entry', required: true },
      { name: 'progress', kind: 'percent' },
      { name: 'narrative', kind: 'long' },
      { name: 'occurredOn', kind: 'past-day' },
      reason,
    ],
  },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;
export const isAction = (name: string | undefined): name is ActionName => name !== undefined && name in actions;

/** In the order in which they are offered. */
export const actionNames = Object.keys(actions).filter(isAction);

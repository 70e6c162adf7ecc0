import type { AgencyId, Command, LocalDate, Of, Percent } from '#language';
import type { Cause, Document, Due, Evidence, Party, TaskEvent } from './task.events.js';

interface Asked<Type extends string> extends Command<Type> {
  readonly type: Type;
}

/** What can be asked of a task. Ids of new reports, claims and requests come with the command, so that a retry asks for the same. */
export type TaskCommand =
  | (Asked<'assign'> & { readonly assigned: Of<TaskEvent, 'assigned'>['data'] })
  | (Asked<'read-due'> & { readonly due: Due; readonly note: string })
  | (Asked<'change-due'> & { readonly due: Due; readonly reason: string; readonly document: Document })
  | (Asked<'plan-milestone'> & { readonly milestone: string; readonly title: string; readonly on: LocalDate })
  | (Asked<'report-milestone'> &
      Account & { readonly report: string; readonly milestone: string | null; readonly progress: Percent })
  | (Asked<'accept-report'> & { readonly report: string; readonly note: string | null })
  | (Asked<'return-report'> & { readonly report: string; readonly reason: string })
  | (Asked<'report-delay'> & { readonly cause: Cause; readonly explanation: string; readonly expectedOn: LocalDate })
  | (Asked<'record-overdue'> & { readonly due: LocalDate })
  | (Asked<'request-extension'> & {
      readonly request: string;
      readonly until: LocalDate;
      readonly reason: string;
      readonly document: Document | null;
      readonly evidence: readonly Evidence[];
    })
  | (Asked<'grant-extension'> & {
      readonly request: string;
      /** Null: until the day that was asked for. */
      readonly until: LocalDate | null;
      readonly document: Document | null;
    })
  | (Asked<'refuse-extension'> & { readonly request: string; readonly reason: string })
  | (Asked<'claim-completion'> & Account & { readonly claim: string })
  | (Asked<'accept-completion'> & { readonly claim: string; readonly note: string | null })
  | (Asked<'return-completion'> & { readonly claim: string; readonly reason: string })
  | (Asked<'accept-objective-cause'> & {
      readonly cause: Cause;
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly reason: string;
      readonly document: Document | null;
    })
  | (Asked<'exceed'> & { readonly reason: string; readonly document: Document | null })
  | (Asked<'suspend'> & { readonly reason: string; readonly document: Document })
  | (Asked<'resume'> & { readonly reason: string; readonly document: Document | null })
  | (Asked<'reassign'> & {
      readonly to: AgencyId;
      readonly reason: string;
      readonly document: Document;
      /** The day from which the new agency answers, when it is not today: a reorganisation recorded after its day. */
      readonly on?: LocalDate;
    })
  | (Asked<'change-coordination'> & { readonly coordinating: readonly Party[]; readonly reason: string })
  /** Another body coordinates in the place of one, wherever the list names it. */
  | (Asked<'succeed-coordination'> & {
      readonly from: AgencyId;
      readonly to: AgencyId;
      /** The successor's name, for the list. */
      readonly named: string;
      readonly reason: string;
      /** The day from which it does. */
      readonly on: LocalDate;
    })
  | (Asked<'reopen'> & { readonly reason: string; readonly document: Document | null })
  | (Asked<'cancel'> & { readonly reason: string; readonly document: Document })
  | (Asked<'correct'> & {
      readonly entry: string;
      readonly changes: Of<TaskEvent, 'corrected'>['data']['changes'];
      readonly reason: string;
    });

/** What a report and a claim both tell. */
export interface Account {
  readonly narrative: string;
  readonly evidence: readonly Evidence[];
  readonly document: Document | null;
  readonly occurredOn: LocalDate;
}

/** What a person may be offered on a task's page; each is a command above. */
export const actions = [
  'report-milestone',
  'report-delay',
  'request-extension',
  'claim-completion',
  'plan-milestone',
  'correct',
  'accept-report',
  'return-report',
  'accept-completion',
  'return-completion',
  'grant-extension',
  'refuse-extension',
  'read-due',
  'change-due',
  'suspend',
  'resume',
  'reassign',
  'change-coordination',
  'cancel',
  'reopen',
  'exceed',
] as const satisfies readonly TaskCommand['type'][];
export type Action = (typeof actions)[number];

import type { AgencyId, Decimal, LocalDate, Of } from '#language';
import type { Document, Evidence } from '#tasks';
import type { ProjectEvent, ProjectRead } from './project.events.js';

/** What can be asked of a project. */
export type ProjectCommand =
  /** From the plan, as printed; asked again with other words it is revised, with the same nothing happens. */
  | { readonly type: 'list'; readonly row: Of<ProjectEvent, 'project-listed'>['data']; readonly document: string }
  | { readonly type: 'drop'; readonly document: string }
  | {
      readonly type: 'change-money';
      /** Null: as it is. */
      readonly total: Decimal | null;
      readonly allotted: Decimal | null;
      readonly reason: string;
      readonly document: Document;
    }
  | {
      readonly type: 'change-owner';
      readonly to: AgencyId;
      readonly reason: string;
      readonly document: Document;
      /** The day from which the new owner is it, when it is not today: a reorganisation recorded after its day. */
      readonly on?: LocalDate;
    }
  | {
      readonly type: 'disburse';
      readonly disbursement: string;
      readonly amount: Decimal;
      readonly paidOn: LocalDate;
      readonly document: Document | null;
      readonly evidence: readonly Evidence[];
      readonly note: string | null;
    }
  | { readonly type: 'withdraw-disbursement'; readonly disbursement: string; readonly reason: string }
  | { readonly type: 'accept'; readonly acceptedOn: LocalDate; readonly document: Document; readonly note: string | null }
  | { readonly type: 'withdraw-acceptance'; readonly reason: string };

/** What the plan prints of a row; two prints alike in these are the same. Money compares as read. */
export const printedFields = [
  'section',
  'sectionTitle',
  'title',
  'printedOwner',
  'aim',
  'printedYears',
  'total',
  'allotted',
  'note',
] as const satisfies readonly (keyof ProjectRead)[];

export const projectActions = [
  'disburse',
  'withdraw-disbursement',
  'accept',
  'withdraw-acceptance',
  'change-money',
  'change-owner',
] as const;
export type ProjectAction = (typeof projectActions)[number];

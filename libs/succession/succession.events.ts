import type { AgencyKind, Standing } from '#agencies';
import type { AgencyId, Event, LocalDate, RecordedOf } from '#language';

/** Đổi tên, hợp nhất (sáp nhập), chia tách, giải thể, chuyển chức năng. */
export const successionKinds = ['rename', 'merge', 'split', 'dissolve', 'move-function'] as const;
export type SuccessionKind = (typeof successionKinds)[number];

/** A body that comes into being on the day. */
export interface NewBody extends Standing {
  readonly agency: AgencyId;
  readonly name: string;
  readonly code: string | null;
  readonly aliases: readonly string[];
}

/** What an existing body is called, and what sort of body it is, from the day on. */
export interface BodyChange {
  readonly agency: AgencyId;
  readonly name: string | null;
  readonly standing: (Standing & { readonly kind: AgencyKind }) | null;
}

export interface GroupChange {
  readonly group: string;
  readonly agency: AgencyId;
  readonly change: 'joins' | 'leaves';
}

/** One reorganisation: who passes what to whom, from which day, by which document. */
export interface Act {
  /** Its lasting id, a slug: `hop-nhat-so-tai-chinh`. */
  readonly succession: string;
  readonly kind: SuccessionKind;
  readonly title: string;
  /** The first day of the new order. */
  readonly on: LocalDate;
  /** The written act. An empty `source` means that nobody has confirmed it. */
  readonly basis: { readonly number: string; readonly on: LocalDate | null; readonly source: string };
  /** Whose open duties pass on. */
  readonly from: readonly AgencyId[];
  /** Who may take them over. */
  readonly to: readonly AgencyId[];
  /** Those of `from` that are no more from the day on. */
  readonly ends: readonly AgencyId[];
  readonly bodies: readonly NewBody[];
  readonly changes: readonly BodyChange[];
  readonly groups: readonly GroupChange[];
  /** Who is proposed for the duties of each; nobody: they are passed on one by one. */
  readonly heirs: readonly { readonly from: AgencyId; readonly to: AgencyId }[];
  readonly note: string;
}

/** Names one duty: which kind it is of, and its id there. */
export interface DutyRef {
  readonly kind: string;
  readonly id: string;
}

/** What can happen to a succession. That a duty really passed on is recorded with the duty, by its own event. */
export type SuccessionEvent =
  | Event<'succession-opened', { readonly act: Act }>
  | Event<'duties-directed', { readonly duties: readonly (DutyRef & { readonly from: AgencyId; readonly to: AgencyId })[] }>
  | Event<
      'duties-parked',
      {
        /** Left with the body that ends, expressly, until somebody decides. */
        readonly duties: readonly (DutyRef & { readonly from: AgencyId })[];
        readonly reason: string;
      }
    >
  | Event<
      'succession-concluded',
      { readonly open: number; readonly directed: number; readonly parked: number; readonly on: LocalDate }
    >
  | Event<'succession-carried', { /** The day on which the last duty had passed on. */ readonly on: LocalDate }>
  | Event<'succession-withdrawn', { readonly reason: string; readonly on: LocalDate }>;

export type RecordedSuccessionEvent = RecordedOf<SuccessionEvent>;

/** `succession-hop-nhat-so-tai-chinh` */
export const successionStream = (id: string): string => `succession-${id}`;

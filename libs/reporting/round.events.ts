import type { PeriodKind, PeriodStrategy } from '#calendar';
import type { AgencyId, Event, LocalDate, PlanId, RecordedOf, TaskId } from '#language';
import type { Document, Due } from '#tasks';

/** A period of the calendar, or a campaign that the standing agency calls (đột xuất). */
export type RoundKind = PeriodKind | 'ad-hoc';

/** Why an agency is expected: it leads open tasks, it is in a group that was called on that day, or it was named. */
export type Because =
  | { readonly kind: 'leads'; readonly tasks: number }
  | { readonly kind: 'member'; readonly group: string; readonly name: string }
  | { readonly kind: 'named' };

/** A task that the agency must say something of, with the kind of its deadline on the day of the opening. */
export interface OwedTask {
  readonly task: TaskId;
  readonly due: Due['kind'];
}

/** One agency that is to report, fixed on the day of the opening. */
export interface Expected {
  readonly agency: AgencyId;
  readonly because: readonly Because[];
  readonly tasks: readonly OwedTask[];
}

/** Who reported and who did not. `due` is `expected` less `exempt`, and the sum of `onTime`, `late`, `returned` and `missing`. */
export interface RoundFigures {
  readonly expected: number;
  readonly exempt: number;
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  readonly returned: number;
  readonly missing: number;
  /** Of those received: marked complete, and empty. */
  readonly empty: number;
}

/** What can happen to a reporting round (kỳ báo cáo). */
export type RoundEvent =
  | Event<
      'round-opened',
      {
        readonly plan: PlanId;
        /** `2025-Q1`; of an ad hoc one `2025-DX-0510`, year and cut-off. */
        readonly round: string;
        readonly title: string;
        readonly kind: RoundKind;
        /** How the window was cut; null for an ad hoc one. */
        readonly strategy: PeriodStrategy | null;
        /** The law that the window rests on; empty where the issuing body sets it. */
        readonly source: string;
        readonly from: LocalDate;
        /** The last day that the figures cover. */
        readonly cutOff: LocalDate;
        /** The last day on which a report is on time. */
        readonly closesOn: LocalDate;
        readonly on: LocalDate;
        readonly expected: readonly Expected[];
      }
    >
  | Event<
      'agency-exempted',
      { readonly agency: AgencyId; readonly reason: string; readonly document: Document | null; readonly on: LocalDate }
    >
  /** Gia hạn gửi: more time for one agency, or for all (`agency` null). Days late up to the grant stay (06.3). */
  | Event<
      'round-extended',
      {
        readonly agency: AgencyId | null;
        readonly until: LocalDate;
        readonly reason: string;
        readonly document: Document | null;
        readonly on: LocalDate;
      }
    >
  /** Another body answers for the report that `agency` was expected to give: the list of the opening stays as it was. */
  | Event<
      'round-duty-passed',
      {
        readonly agency: AgencyId;
        readonly from: AgencyId;
        readonly to: AgencyId;
        readonly reason: string;
        readonly document: Document | null;
        readonly on: LocalDate;
      }
    >
  | Event<
      'round-closed',
      {
        readonly on: LocalDate;
        readonly figures: RoundFigures;
        /** Everything up to this position of the log is in the figures, and nothing after. */
        readonly position: string;
      }
    >
  | Event<'round-reopened', { readonly reason: string; readonly document: Document | null; readonly on: LocalDate }>;

/** A round's event as the log has it. */
export type RecordedRoundEvent = RecordedOf<RoundEvent>;

/** `round-267-2025/2025-Q1` */
export const roundStream = (plan: PlanId, round: string): string => `round-${plan}/${round}`;

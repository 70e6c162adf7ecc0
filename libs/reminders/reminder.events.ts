import {
  type AgencyId,
  agencyId,
  type Event,
  type LocalDate,
  type PlanId,
  planId,
  type RecordedOf,
  type Role,
  type TaskId,
  type UserId,
} from '#language';

/** Who is reminded: an account's id and in which office; the name and the address are kept elsewhere. */
export interface Recipient {
  readonly user: UserId;
  readonly role: Role;
}

/** sent: the mail server took it; failed: it refused or did not answer, for good; not-sent: it was never tried, and why. */
export type DeliveryResult = 'sent' | 'failed' | 'not-sent';

/** What can happen to the reminders of one task, or of one report owed in a round. A moved deadline begins the ladder anew. */
export type ReminderEvent =
  | Event<
      'reminded',
      {
        readonly task: TaskId;
        readonly plan: PlanId;
        readonly agency: AgencyId;
        readonly due: LocalDate;
        /** The rung of the ladder, `after-3`. */
        readonly step: string;
        /** Working days from the due day; negative: before it. */
        readonly offset: number;
        readonly recipients: readonly Recipient[];
        readonly on: LocalDate;
      }
    >
  | Event<
      'report-reminded',
      {
        readonly plan: PlanId;
        readonly round: string;
        /** Whose report it is, as the round was opened. */
        readonly agency: AgencyId;
        /** Who answers for it: the same, or the body that succeeded it. */
        readonly answers: AgencyId;
        /** The closing day of that agency. */
        readonly due: LocalDate;
        readonly step: string;
        readonly offset: number;
        readonly recipients: readonly Recipient[];
        readonly on: LocalDate;
      }
    >
  | Event<
      'reminder-delivered',
      {
        readonly due: LocalDate;
        readonly step: string;
        /** Null: there was nobody to write to. */
        readonly user: UserId | null;
        readonly channel: 'mail';
        readonly result: DeliveryResult;
        /** A code: no-mail-configured, no-address, nobody, too-old, simulated, or what the mail server said in short. */
        readonly reason: string | null;
        readonly on: LocalDate;
      }
    >;

export type RecordedReminderEvent = RecordedOf<ReminderEvent>;

/** What a reminder is about: a task (`12-2025/IV.VI.3/so-y-te`) or a report owed (`12-2025/2025-Q1/so-y-te`). An item begins with a letter, a round with its year. */
export type Subject = string;

export const reportSubject = (plan: PlanId, round: string, agency: AgencyId): Subject => `${plan}/${round}/${agency}`;

/** A report owed, taken apart; null where it is a task. */
export function asReport(subject: Subject): { plan: PlanId; round: string; agency: AgencyId } | null {
  const [plan = '', round = '', agency = ''] = subject.split('/');
  return /^\d/.test(round) ? { plan: planId(plan), round, agency: agencyId(agency) } : null;
}

/** `reminder-12-2025/IV.VI.3/so-y-te` */
export const reminderStream = (subject: Subject): string => `reminder-${subject}`;

import type { AgencyId, Event, LocalDate, PlanId, RecordedOf, Role, TaskId, UserId } from '#language';

/** Who is reminded: an account's id and in which office; the name and the address are kept elsewhere. */
export interface Recipient {
  readonly user: UserId;
  readonly role: Role;
}

/** sent: the mail server took it; failed: it refused or did not answer, for good; not-sent: it was never tried, and why. */
export type DeliveryResult = 'sent' | 'failed' | 'not-sent';

/** What can happen to the reminders of one task. A moved deadline begins the ladder anew. */
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

/** `reminder-12-2025/IV.VI.3/so-y-te` */
export const reminderStream = (task: TaskId): string => `reminder-${task}`;

import { type Projection, projection } from '#event-store';
import { type DeliveryResult, type Recipient, type ReminderEvent, reminderStream } from './reminder.events.js';

interface Step {
  readonly subject: string;
  /** Null where it was of a report owed in `round`. */
  readonly task: string | null;
  readonly round: string | null;
  readonly plan: string;
  readonly agency: string;
  readonly due: string;
  readonly step: string;
  readonly rung: number;
  readonly on: string;
  readonly recipients: readonly Recipient[];
  readonly results: readonly {
    readonly user: string | null;
    readonly result: DeliveryResult;
    readonly reason: string | null;
    readonly on: string;
  }[];
  readonly simulated: boolean;
}

/** The proof of what was reminded: one row a step, with what became of it for each person. */
export const reminderRecord: Projection<readonly Step[], ReminderEvent> = projection<readonly Step[], ReminderEvent>({
  name: 'reminder-record',
  version: 2,
  reads: { streams: ['reminder-'] },
  initial: () => [],
  apply: (steps, event) => {
    const simulated = event.meta.simulated === true;
    if (event.type === 'reminded' || event.type === 'report-reminded') {
      const { plan, due, step, offset, on, recipients } = event.data;
      const subject = event.stream.slice(reminderStream('').length);
      const about =
        event.type === 'reminded'
          ? { task: event.data.task, round: null, agency: event.data.agency }
          : { task: null, round: event.data.round, agency: event.data.answers };
      return [...steps, { subject, ...about, plan, due, step, rung: offset, on, recipients, results: [], simulated }];
    }
    const { due, step, user, result, reason, on } = event.data;
    return steps.map((it) =>
      it.due === due && it.step === step ? { ...it, results: [...it.results, { user, result, reason, on }] } : it,
    );
  },
  tables: [
    {
      name: 'reminder_record',
      key: ['subject', 'due', 'step'],
      columns: {
        subject: 'text',
        task: 'text',
        round: 'text',
        due: 'date',
        step: 'text',
        plan: 'text',
        agency: 'text',
        rung: 'int',
        reminded_on: 'date',
        recipients: 'jsonb',
        results: 'jsonb',
        simulated: 'boolean',
      },
      indexes: ['(reminded_on desc, subject)', '(agency, reminded_on desc)'],
    },
  ],
  rows: (steps) => ({
    reminder_record: steps.map(({ on, ...it }) => ({ ...it, reminded_on: on })),
  }),
});

export const reminderProjections: readonly Projection<readonly Step[], ReminderEvent>[] = [reminderRecord];

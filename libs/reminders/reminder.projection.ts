import { type Projection, projection } from '#event-store';
import type { DeliveryResult, Recipient, ReminderEvent } from './reminder.events.js';

interface Step {
  readonly task: string;
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
  version: 1,
  reads: { streams: ['reminder-'] },
  initial: () => [],
  apply: (steps, event) => {
    if (event.type === 'reminded') {
      const { task, plan, agency, due, step, offset, on, recipients } = event.data;
      const simulated = event.meta.simulated === true;
      return [...steps, { task, plan, agency, due, step, rung: offset, on, recipients, results: [], simulated }];
    }
    const { due, step, user, result, reason, on } = event.data;
    return steps.map((it) =>
      it.due === due && it.step === step ? { ...it, results: [...it.results, { user, result, reason, on }] } : it,
    );
  },
  tables: [
    {
      name: 'reminder_record',
      key: ['task', 'due', 'step'],
      columns: {
        task: 'text',
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
      indexes: ['(reminded_on desc, task)', '(agency, reminded_on desc)'],
    },
  ],
  rows: (steps) => ({
    reminder_record: steps.map(({ on, ...it }) => ({ ...it, reminded_on: on })),
  }),
});

export const reminderProjections: readonly Projection<readonly Step[], ReminderEvent>[] = [reminderRecord];

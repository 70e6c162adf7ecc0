import { type Command, decider, type LocalDate, type Of, Refusal, roleWords, type Situation, type UserId } from '#language';
import type { DeliveryResult, ReminderEvent } from './reminder.events.js';

type Reminded = Of<ReminderEvent, 'reminded'>['data'];
type ReportReminded = Of<ReminderEvent, 'report-reminded'>['data'];

/** What was reminded of one task or report, by due day and rung, with what became of it for each person (`-`: nobody). */
export interface Reminders {
  readonly steps: Readonly<
    Record<string, { readonly reminded: Reminded | ReportReminded; readonly results: Readonly<Record<string, DeliveryResult>> }>
  >;
}

interface Simulated {
  /** Lived through by the simulator: nothing is ever sent. */
  readonly simulated: boolean;
}

export type ReminderCommand =
  | (Command<'remind'> & Omit<Reminded, 'on'> & Simulated)
  | (Command<'remind-report'> & Omit<ReportReminded, 'on'> & Simulated)
  | (Command<'record-delivery'> & {
      readonly due: LocalDate;
      readonly step: string;
      readonly user: UserId | null;
      readonly result: DeliveryResult;
      readonly reason: string | null;
    });

export const stepKey = (due: LocalDate, step: string): string => `${due} ${step}`;

function mustBeTheProgram({ actor }: Situation): void {
  if (actor.role === 'system') return;
  throw new Refusal('not-the-program', {
    kind: 'forbidden',
    vi: `Nhắc việc do hệ thống ghi theo thang đôn đốc; vai trò “${roleWords[actor.role].vi}” không ghi được.`,
    en: `Reminders are recorded by the program, by the ladder; the role “${roleWords[actor.role].en}” may not.`,
    figures: { role: actor.role },
  });
}

/** Each rung once for a due day, each result once for a person, whatever restarts. */
export const reminders = decider<Reminders, ReminderCommand, ReminderEvent>({
  initial: { steps: {} },

  evolve: {
    reminded: ({ steps }, data) => ({ steps: { ...steps, [stepKey(data.due, data.step)]: { reminded: data, results: {} } } }),
    'report-reminded': ({ steps }, data) => ({
      steps: { ...steps, [stepKey(data.due, data.step)]: { reminded: data, results: {} } },
    }),
    'reminder-delivered': ({ steps }, { due, step, user, result }) => {
      const at = stepKey(due, step);
      const it = steps[at];
      return it ? { steps: { ...steps, [at]: { ...it, results: { ...it.results, [user ?? '-']: result } } } } : { steps };
    },
  },

  decide: {
    remind: (state, { type: _, simulated, ...data }, situation) =>
      once(state, { type: 'reminded', data: { ...data, on: situation.today } }, simulated, situation),

    'remind-report': (state, { type: _, simulated, ...data }, situation) =>
      once(state, { type: 'report-reminded', data: { ...data, on: situation.today } }, simulated, situation),

    'record-delivery': ({ steps }, { due, step, user, result, reason }, situation) => {
      mustBeTheProgram(situation);
      const it = steps[stepKey(due, step)];
      if (!it)
        throw new Refusal('never-reminded', {
          kind: 'not-found',
          vi: `Chưa có lần nhắc “${step}” cho hạn ${due}.`,
          en: `There was no reminder “${step}” for the due day ${due}.`,
        });
      if (it.results[user ?? '-']) return [];
      return { type: 'reminder-delivered', data: { due, step, user, channel: 'mail', result, reason, on: situation.today } };
    },
  },
});

/** A step that was recorded is not recorded again; a simulated one says at once that nothing was sent. */
function once(
  { steps }: Reminders,
  reminded: Of<ReminderEvent, 'reminded'> | Of<ReminderEvent, 'report-reminded'>,
  simulated: boolean,
  situation: Situation,
): readonly ReminderEvent[] {
  mustBeTheProgram(situation);
  const { due, step, recipients, on } = reminded.data;
  if (steps[stepKey(due, step)]) return [];
  if (!simulated) return [reminded];
  const users = recipients.length === 0 ? [null] : recipients.map((it) => it.user);
  const unsent = { due, step, channel: 'mail', result: 'not-sent', reason: 'simulated', on } as const;
  return [reminded, ...users.map((user) => ({ type: 'reminder-delivered', data: { ...unsent, user } }) as const)];
}

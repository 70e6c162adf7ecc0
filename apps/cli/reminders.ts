import { type AgencyId, type PlanId, shown } from '#language';
import { type ReminderLine, ReminderList, reasonWords } from '#reminders';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

/** `tiendo reminder list`: what was reminded, of whom, and what became of it; newest first, fifty a page. */
export async function listReminders(
  { queries }: Installation,
  screen: Screen,
  filter: { readonly plan?: PlanId; readonly agency?: AgencyId; readonly round?: string; readonly page?: number },
): Promise<void> {
  const list = await queries.execute(new ReminderList(filter));
  const { say } = screen;
  const results = ({ results: all }: ReminderLine) =>
    all
      .map(({ result, reason }) => {
        const why = reason === null ? null : (reasonWords[reason] ?? { vi: reason, en: reason });
        return `${say(...resultWords[result])}${why ? ` (${say(why.vi, why.en)})` : ''}`;
      })
      .join(', ') || say('chờ gửi', 'waiting');
  const offset = (it: ReminderLine) => `T${it.offset < 0 ? '−' : '+'}${Math.abs(it.offset)}`;
  const none = say('Chưa nhắc ai.', 'Nobody was reminded yet.');
  screen.answer(
    list,
    list.rows.length === 0
      ? [none]
      : columns(
          list.rows.map((it) => [
            shown(it.on),
            offset(it),
            it.subject,
            say(`${it.recipients.length} người`, `${it.recipients.length} people`),
            results(it),
          ]),
        ),
  );
}

const resultWords: Readonly<Record<ReminderLine['results'][number]['result'], readonly [string, string]>> = {
  sent: ['đã gửi', 'sent'],
  failed: ['không gửi được', 'failed'],
  'not-sent': ['không gửi', 'not sent'],
};

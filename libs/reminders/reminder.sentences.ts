import { shown } from '#language';
import type { RecordedReminderEvent } from './reminder.events.js';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}

const resultWords = {
  sent: { vi: 'máy chủ thư đã nhận', en: 'taken by the mail server' },
  failed: { vi: 'không gửi được', en: 'could not be sent' },
  'not-sent': { vi: 'không gửi', en: 'not sent' },
} as const;

export const reasonWords: Readonly<Record<string, Sentence>> = {
  'no-mail-configured': { vi: 'chưa cấu hình thư', en: 'no mail configured' },
  'no-address': { vi: 'chưa có địa chỉ thư', en: 'no address' },
  nobody: { vi: 'không có người nhận', en: 'nobody to write to' },
  'too-old': { vi: 'đã quá cũ', en: 'too old' },
  simulated: { vi: 'dữ liệu mô phỏng', en: 'simulated data' },
};

/** What happened to a task's reminders, as people read it in the history. */
export function describeReminderEvent(event: RecordedReminderEvent, nameOf: (id: string) => string = (id) => id): Sentence {
  if (event.type === 'reminded' || event.type === 'report-reminded') {
    const { due, offset, recipients } = event.data;
    const when =
      offset < 0
        ? { vi: `còn ${-offset} ngày làm việc`, en: `${-offset} working days left` }
        : { vi: `quá hạn ${offset} ngày làm việc`, en: `${offset} working days overdue` };
    if (event.type === 'report-reminded') {
      const { agency, answers, round } = event.data;
      return {
        vi: `Nhắc ${nameOf(answers)} nộp báo cáo kỳ ${round}${answers === agency ? '' : ` của ${nameOf(agency)}`} (${recipients.length} người): hạn gửi ${shown(due)}, ${when.vi}.`,
        en: `Reminded ${nameOf(answers)} of the report of ${round}${answers === agency ? '' : ` of ${nameOf(agency)}`} (${recipients.length} people): due ${shown(due)}, ${when.en}.`,
      };
    }
    const { agency } = event.data;
    return {
      vi: `Nhắc ${nameOf(agency)} (${recipients.length} người): hạn ${shown(due)}, ${when.vi}.`,
      en: `Reminded ${nameOf(agency)} (${recipients.length} people): due ${shown(due)}, ${when.en}.`,
    };
  }
  const { result, reason, step } = event.data;
  const why = reason === null ? null : (reasonWords[reason] ?? { vi: reason, en: reason });
  return {
    vi: `Kết quả gửi thư nhắc “${step}”: ${resultWords[result].vi}${why ? ` (${why.vi})` : ''}.`,
    en: `Mail of the reminder “${step}”: ${resultWords[result].en}${why ? ` (${why.en})` : ''}.`,
  };
}

/** The agencies that an event of a reminder names. */
export function agenciesInReminderEvent(event: RecordedReminderEvent): readonly string[] {
  if (event.type === 'reminded') return [event.data.agency];
  return event.type === 'report-reminded' ? [...new Set([event.data.agency, event.data.answers])] : [];
}

import { shown } from '#language';
import type { NameOf, Sentence } from '#tasks';
import type { RecordedRoundReportEvent } from './report.events.js';
import type { RecordedRoundEvent } from './round.events.js';

/** What happened to a round, for people. */
export function describeRoundEvent(event: RecordedRoundEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'round-opened': {
      const { title, from, cutOff, closesOn, expected } = event.data;
      return {
        vi: `Mở kỳ “${title}”: số liệu từ ${shown(from)} đến ${shown(cutOff)}, hạn gửi ${shown(closesOn)}; ${expected.length} cơ quan phải báo cáo.`,
        en: `Opened the round “${title}”: figures from ${shown(from)} to ${shown(cutOff)}, reports owed by ${shown(closesOn)}; ${expected.length} agencies are expected.`,
      };
    }
    case 'agency-exempted':
      return {
        vi: `Miễn báo cáo cho ${nameOf(event.data.agency)}. Lý do: ${event.data.reason}`,
        en: `Exempted ${nameOf(event.data.agency)}. Reason: ${event.data.reason}`,
      };
    case 'round-extended': {
      const { agency, until, reason } = event.data;
      return {
        vi: `Gia hạn gửi báo cáo đến ${shown(until)} cho ${agency ? nameOf(agency) : 'mọi cơ quan'}. Lý do: ${reason}`,
        en: `Gave ${agency ? nameOf(agency) : 'every agency'} until ${shown(until)} to report. Reason: ${reason}`,
      };
    }
    case 'round-duty-passed': {
      const { agency, to, reason } = event.data;
      return {
        vi: `${nameOf(to)} chịu trách nhiệm báo cáo thay ${nameOf(agency)}. Lý do: ${reason}`,
        en: `${nameOf(to)} answers for the report of ${nameOf(agency)}. Reason: ${reason}`,
      };
    }
    case 'round-closed': {
      const { due, onTime, late, returned, missing, exempt } = event.data.figures;
      return {
        vi: `Chốt kỳ: ${onTime} đúng hạn, ${late} trễ, ${returned} bị trả lại, ${missing} không gửi trên ${due} phải gửi; ${exempt} được miễn.`,
        en: `Closed the round: ${onTime} on time, ${late} late, ${returned} returned, ${missing} missing of ${due} due; ${exempt} exempt.`,
      };
    }
    case 'round-reopened':
      return { vi: `Mở lại kỳ báo cáo. Lý do: ${event.data.reason}`, en: `Reopened the round. Reason: ${event.data.reason}` };
  }
}

/** What happened to an agency's report, for people. */
export function describeRoundReportEvent(event: RecordedRoundReportEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'round-report-prepared': {
      const { agency, round, entries } = event.data;
      return {
        vi: `${nameOf(agency)} lập báo cáo kỳ ${round}, nêu ${entries.length} nhiệm vụ.`,
        en: `${nameOf(agency)} prepared its report of ${round}, on ${entries.length} tasks.`,
      };
    }
    case 'round-report-signed': {
      const { told, blank, unsaid } = event.data;
      const [vi, en] = told === 0 ? [' Báo cáo không có nội dung.', ' The report has no content.'] : ['', ''];
      return {
        vi: `Thủ trưởng ký gửi báo cáo kỳ: ${told} nhiệm vụ có nội dung, ${blank} để trống, ${unsaid} không nêu.${vi}`,
        en: `The head signed the periodic report: ${told} tasks with words, ${blank} blank, ${unsaid} not mentioned.${en}`,
      };
    }
    case 'round-report-returned':
      return {
        vi: `Trả lại báo cáo kỳ. Lý do: ${event.data.reason}`,
        en: `Returned the periodic report. Reason: ${event.data.reason}`,
      };
    case 'round-report-supplemented': {
      const { agency, entries, reason } = event.data;
      return {
        vi: `${nameOf(agency)} bổ sung sau chốt ${entries.length} nhiệm vụ. Lý do: ${reason}`,
        en: `${nameOf(agency)} supplemented ${entries.length} tasks after the closing. Reason: ${reason}`,
      };
    }
  }
}

/** The agencies that an event of a round or a report names. */
export function agenciesInReporting(event: RecordedRoundEvent | RecordedRoundReportEvent): readonly string[] {
  switch (event.type) {
    case 'round-duty-passed':
      return [event.data.agency, event.data.from, event.data.to];
    case 'round-extended':
      return event.data.agency ? [event.data.agency] : [];
    case 'agency-exempted':
    case 'round-report-prepared':
    case 'round-report-supplemented':
      return [event.data.agency];
    case 'round-report-signed':
    case 'round-report-returned':
      return event.stream.split('/').slice(-1);
    default:
      return [];
  }
}

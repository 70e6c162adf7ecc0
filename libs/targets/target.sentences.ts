import { shown, shownDecimal } from '#language';
import type { RecordedBaselineEvent } from './baseline.events.js';
import type { Period, RecordedTargetEvent, Threshold, Verdict } from './target.events.js';
import { thresholdInWords } from './target.thresholds.js';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}
type NameOf = (agency: string) => string;

export const verdictWords: Readonly<Record<Verdict, Sentence>> = {
  met: { vi: 'đạt', en: 'met' },
  'not-met': { vi: 'chưa đạt', en: 'not met' },
  'not-measurable': { vi: 'chưa đo được', en: 'not measurable' },
  exempt: { vi: 'không áp dụng', en: 'exempt' },
};

const asked = (thresholds: readonly Threshold[], language: 'vi' | 'en'): string =>
  thresholds.map((it) => thresholdInWords(it)[language]).join('; ');

const during = ({ from, to }: Period): string => `${shown(from)}–${shown(to)}`;

/** What happened to a target, as people who are not developers read it in the history (06.16). */
export function describeTargetEvent(event: RecordedTargetEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'target-set': {
      const { title, thresholds, monitor } = event.data;
      const by = monitor ? nameOf(monitor) : null;
      return {
        vi: `Đặt chỉ tiêu “${title}”: ${asked(thresholds, 'vi')}; theo dõi đánh giá: ${by ?? 'chưa rõ'}.`,
        en: `Set the target “${title}”: ${asked(thresholds, 'en')}; monitored by ${by ?? 'nobody known'}.`,
      };
    }
    case 'target-revised': {
      const { title, thresholds, document } = event.data;
      return {
        vi: `Chỉ tiêu được in lại theo ${document}: “${title}” (${asked(thresholds, 'vi')}).`,
        en: `Printed otherwise by ${document}: “${title}” (${asked(thresholds, 'en')}).`,
      };
    }
    case 'target-dropped':
      return {
        vi: `Kế hoạch không còn chỉ tiêu này (${event.data.document}).`,
        en: `The plan no longer has this target (${event.data.document}).`,
      };
    case 'reading-changed': {
      const { thresholds, reason } = event.data;
      return {
        vi: `Sửa cách đọc thành ${asked(thresholds, 'vi')}. Lý do: ${reason}`,
        en: `Reading changed to ${asked(thresholds, 'en')}. Reason: ${reason}`,
      };
    }
    case 'bodies-changed': {
      const { executors, monitor, reason } = event.data;
      const bodies = executors.map((it) => it.printed).join('; ');
      return {
        vi: `Cơ quan thực hiện: ${bodies || 'chưa có'}; theo dõi đánh giá: ${monitor ? nameOf(monitor) : 'chưa rõ'}. Lý do: ${reason}`,
        en: `Implemented by ${bodies || 'nobody yet'}; monitored by ${monitor ? nameOf(monitor) : 'nobody known'}. Reason: ${reason}`,
      };
    }
    case 'item-linked':
      return {
        vi: `Là một việc với mục ${event.data.item}, chỉ tính một lần. Lý do: ${event.data.reason}`,
        en: `One thing with item ${event.data.item}, counted once. Reason: ${event.data.reason}`,
      };
    case 'item-unlinked':
      return {
        vi: `Không còn là một việc với mục ${event.data.item}. Lý do: ${event.data.reason}`,
        en: `No longer one thing with item ${event.data.item}. Reason: ${event.data.reason}`,
      };
    case 'measured':
      return measuredInWords(event, nameOf);
    case 'measurement-withdrawn':
      return { vi: `Rút một số đo. Lý do: ${event.data.reason}`, en: `Withdrew a measurement. Reason: ${event.data.reason}` };
    case 'judged': {
      const { verdict, reason, measurements } = event.data;
      const why = reason ? [` Lý do: ${reason}`, ` Reason: ${reason}`] : ['', ''];
      const on =
        measurements.length > 0 ? [` (theo ${measurements.length} số đo)`, ` (on ${measurements.length} figures)`] : ['', ''];
      return {
        vi: `Kết luận: ${verdictWords[verdict].vi}${on[0]}.${why[0]}`,
        en: `Judged ${verdictWords[verdict].en}${on[1]}.${why[1]}`,
      };
    }
  }
}

function measuredInWords({ data }: Extract<RecordedTargetEvent, { type: 'measured' }>, nameOf: NameOf): Sentence {
  const { value, numerator, denominator, computed, agrees, reached, body, basis, period, source } = data;
  const figure = (language: 'vi' | 'en'): string => {
    if (reached !== null)
      return { vi: ['chưa hoàn thành', 'đã hoàn thành'], en: ['not reached', 'reached'] }[language][Number(reached)] ?? '';
    if (numerator === null || denominator === null || computed === null)
      return value === null ? '' : shownDecimal(value, language);
    const ratio = `${shownDecimal(numerator, language)}/${shownDecimal(denominator, language)} = ${shownDecimal(computed, language)}%`;
    if (agrees !== false || value === null) return ratio;
    const typed = `${shownDecimal(value, language)}%`;
    return language === 'vi' ? `${ratio} (nhập ${typed}, không khớp)` : `${ratio} (typed ${typed}, which differs)`;
  };
  const whose = body ? [` của ${nameOf(body)}`, ` of ${nameOf(body)}`] : ['', ''];
  const [vi, en] = basis === 'estimated' ? ['Ước tính', 'Estimated'] : ['Số đo', 'Measured'];
  return {
    vi: `${vi}${whose[0]} kỳ ${during(period)}: ${figure('vi')}. Nguồn: ${source}`,
    en: `${en}${whose[1]} for ${during(period)}: ${figure('en')}. Source: ${source}`,
  };
}

/** The agencies that a target's event names. */
export function agenciesInTargetEvent(event: RecordedTargetEvent): readonly string[] {
  switch (event.type) {
    case 'target-set':
    case 'target-revised':
    case 'bodies-changed':
      return [event.data.monitor, ...event.data.executors.map((it) => (it.kind === 'agency' ? it.id : null))].filter(
        (it) => it !== null,
      );
    case 'measured':
      return event.data.body ? [event.data.body] : [];
    default:
      return [];
  }
}

/** What happened to a result of the year before. */
export function describeBaselineEvent(event: RecordedBaselineEvent): Sentence {
  switch (event.type) {
    case 'baseline-recorded': {
      const { title, year, result, verdict } = event.data;
      return {
        vi: `Ghi kết quả năm ${year} của “${title}”: ${result || '-'} (${verdictWords[verdict].vi}).`,
        en: `Recorded the ${year} result of “${title}”: ${result || '-'} (${verdictWords[verdict].en}).`,
      };
    }
    case 'baseline-revised':
      return {
        vi: `Kết quả năm trước được in lại theo ${event.data.document}: ${event.data.result || '-'}.`,
        en: `Printed otherwise by ${event.data.document}: ${event.data.result || '-'}.`,
      };
    case 'baseline-dropped':
      return {
        vi: `Kế hoạch không còn in kết quả này (${event.data.document}).`,
        en: `The plan no longer prints this result (${event.data.document}).`,
      };
    case 'baseline-linked': {
      const { target, likeness, reason } = event.data;
      const alike = likeness === null ? null : Math.round(likeness * 100);
      return {
        vi: `Là mốc so sánh của chỉ tiêu ${target}${alike === null ? '' : ` (câu giống ${alike}%)`}.${reason ? ` Lý do: ${reason}` : ''}`,
        en: `The baseline of target ${target}${alike === null ? '' : ` (sentences ${alike}% alike)`}.${reason ? ` Reason: ${reason}` : ''}`,
      };
    }
    case 'baseline-unlinked':
      return {
        vi: `Không còn là mốc so sánh của chỉ tiêu ${event.data.target}. Lý do: ${event.data.reason}`,
        en: `No longer the baseline of target ${event.data.target}. Reason: ${event.data.reason}`,
      };
  }
}

import type { LocalDate } from '#language';
import { shown } from '#language';
import type { Cause, Document, Due, RecordedTaskEvent } from './task.events.js';

/** A sentence for people, in both languages of the product. */
export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

/** Gives the name of an agency for its id; the id itself where no name is known. */
export type NameOf = (agency: string) => string;

export const causeWords: Readonly<Record<Cause, Sentence>> = {
  own: { vi: 'nguyên nhân chủ quan', en: 'the agency’s own doing' },
  'coordinating-body': { vi: 'chờ cơ quan phối hợp', en: 'waiting for a coordinating body' },
  'awaiting-decision': { vi: 'chờ quyết định của cấp có thẩm quyền', en: 'waiting for a decision' },
  funding: { vi: 'kinh phí', en: 'funding' },
  procurement: { vi: 'đấu thầu, mua sắm', en: 'procurement' },
  law: { vi: 'vướng quy định pháp luật', en: 'a legal obstacle' },
  'force-majeure': { vi: 'bất khả kháng', en: 'force majeure' },
  other: { vi: 'nguyên nhân khác', en: 'another cause' },
};

/** A deadline in words: its day when it has one, and what was printed. */
export function dueInWords(due: Due): Sentence {
  const printed = due.printed.trim();
  const quoted = printed ? ` (“${printed}”)` : '';
  switch (due.kind) {
    case 'date':
      return { vi: `${shown(due.on)}${quoted}`, en: `${shown(due.on)}${quoted}` };
    case 'continuous': {
      const [vi, en] = due.every === 'month' ? ['hằng tháng', 'monthly'] : ['hằng quý', 'quarterly'];
      return { vi: `thường xuyên, báo cáo ${vi}${quoted}`, en: `continuous, reported ${en}${quoted}` };
    }
    case 'dependent':
      return { vi: `theo “${due.waitsFor}”`, en: `depends on “${due.waitsFor}”` };
    case 'unset':
      return printed
        ? { vi: `chưa xác định${quoted}`, en: `not settled${quoted}` }
        : { vi: 'để trống trong kế hoạch', en: 'left blank in the plan' };
  }
}

/** What happened, as a sentence that somebody who is not a developer reads in the history (06.16). */
export function describeTaskEvent(event: RecordedTaskEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'assigned': {
      const { agency, due, group, printedLead } = event.data;
      const words = dueInWords(due);
      const [vi, en] = group ? [` (kế hoạch ghi “${printedLead}”)`, ` (printed as “${printedLead}”)`] : ['', ''];
      return {
        vi: `Giao cho ${nameOf(agency)} chủ trì${vi}; thời hạn: ${words.vi}.`,
        en: `Assigned to ${nameOf(agency)}${en}; due: ${words.en}.`,
      };
    }
    case 'due-read': {
      const words = dueInWords(event.data.due);
      return {
        vi: `Xác định thời hạn: ${words.vi}. ${event.data.note}`,
        en: `Deadline settled: ${words.en}. ${event.data.note}`,
      };
    }
    case 'due-changed': {
      const { due, reason, document } = event.data;
      const words = dueInWords(due);
      return {
        vi: `Điều chỉnh thời hạn thành ${words.vi}, theo ${document.number}. Lý do: ${reason}`,
        en: `Deadline changed to ${words.en} by ${document.number}. Reason: ${reason}`,
      };
    }
    case 'milestone-planned':
      return {
        vi: `Đặt mốc “${event.data.title}” ngày ${shown(event.data.on)}.`,
        en: `Planned the milestone “${event.data.title}” for ${shown(event.data.on)}.`,
      };
    case 'milestone-reported': {
      const { progress, narrative, evidence, document, occurredOn, backdatedDays } = event.data;
      const told = accountInWords({ evidence: evidence.length, document, occurredOn, backdatedDays });
      return {
        vi: `Báo cáo tiến độ ${percentVi(progress)}${told.vi}: ${narrative}`,
        en: `Reported progress ${progress} %${told.en}: ${narrative}`,
      };
    }
    case 'report-accepted':
      return {
        vi: `Chấp nhận báo cáo tiến độ.${noted(event.data.note)}`,
        en: `Accepted the progress report.${noted(event.data.note)}`,
      };
    case 'report-returned':
      return {
        vi: `Trả lại báo cáo tiến độ. Lý do: ${event.data.reason}`,
        en: `Returned the progress report. Reason: ${event.data.reason}`,
      };
    case 'delayed': {
      const { by, due, cause, explanation, expectedOn } = event.data;
      if (by === 'watch')
        return {
          vi: `Hệ thống ghi nhận quá hạn${due ? ` (hạn ${shown(due)})` : ''}.`,
          en: `The deadline watch recorded it overdue${due ? ` (due ${shown(due)})` : ''}.`,
        };
      const words = causeWords[cause ?? 'other'];
      const expected = expectedOn ? [`; dự kiến xong ${shown(expectedOn)}`, `; expected ${shown(expectedOn)}`] : ['', ''];
      return {
        vi: `Báo chậm: ${words.vi}${expected[0]}. ${explanation ?? ''}`.trim(),
        en: `Declared a delay: ${words.en}${expected[1]}. ${explanation ?? ''}`.trim(),
      };
    }
    case 'extension-requested':
      return {
        vi: `Đề nghị gia hạn đến ${shown(event.data.until)}. Lý do: ${event.data.reason}`,
        en: `Asked for an extension until ${shown(event.data.until)}. Reason: ${event.data.reason}`,
      };
    case 'extension-granted': {
      const by = documentInWords(event.data.document);
      return {
        vi: `Cho gia hạn đến ${shown(event.data.until)}${by.vi}.`,
        en: `Granted an extension until ${shown(event.data.until)}${by.en}.`,
      };
    }
    case 'extension-refused':
      return {
        vi: `Không cho gia hạn. Lý do: ${event.data.reason}`,
        en: `Refused the extension. Reason: ${event.data.reason}`,
      };
    case 'completed': {
      const { narrative, evidence, document, occurredOn, backdatedDays } = event.data;
      const told = accountInWords({ evidence: evidence.length, document, occurredOn, backdatedDays });
      return { vi: `Báo hoàn thành${told.vi}: ${narrative}`, en: `Claimed completion${told.en}: ${narrative}` };
    }
    case 'completion-accepted':
      return {
        vi: `Xác nhận hoàn thành.${noted(event.data.note)}`,
        en: `Accepted the completion.${noted(event.data.note)}`,
      };
    case 'completion-returned':
      return {
        vi: `Trả lại báo cáo hoàn thành. Lý do: ${event.data.reason}`,
        en: `Returned the completion claim. Reason: ${event.data.reason}`,
      };
    case 'objective-cause-accepted': {
      const { cause, from, to, reason } = event.data;
      return {
        vi: `Công nhận nguyên nhân khách quan (${causeWords[cause].vi}) từ ${shown(from)} đến ${shown(to)}: ${reason}`,
        en: `Accepted an objective cause (${causeWords[cause].en}) from ${shown(from)} to ${shown(to)}: ${reason}`,
      };
    }
    case 'exceeded':
      return { vi: `Ghi nhận vượt mức: ${event.data.reason}`, en: `Recorded as exceeded: ${event.data.reason}` };
    case 'suspended':
      return {
        vi: `Tạm dừng theo ${event.data.document.number}. Lý do: ${event.data.reason}`,
        en: `Suspended by ${event.data.document.number}. Reason: ${event.data.reason}`,
      };
    case 'resumed':
      return {
        vi: `Tiếp tục thực hiện${documentInWords(event.data.document).vi}. Lý do: ${event.data.reason}`,
        en: `Resumed${documentInWords(event.data.document).en}. Reason: ${event.data.reason}`,
      };
    case 'reassigned':
      return {
        vi: `Chuyển từ ${nameOf(event.data.from)} sang ${nameOf(event.data.to)} chủ trì, theo ${event.data.document.number}. Lý do: ${event.data.reason}`,
        en: `Passed from ${nameOf(event.data.from)} to ${nameOf(event.data.to)} by ${event.data.document.number}. Reason: ${event.data.reason}`,
      };
    case 'coordination-changed': {
      const bodies = event.data.coordinating.map((it) => it.printed).join('; ');
      return {
        vi: `Cơ quan phối hợp: ${bodies || 'không có'}. Lý do: ${event.data.reason}`,
        en: `Coordinating bodies: ${bodies || 'none'}. Reason: ${event.data.reason}`,
      };
    }
    case 'reopened':
      return {
        vi: `Mở lại nhiệm vụ${documentInWords(event.data.document).vi}. Lý do: ${event.data.reason}`,
        en: `Reopened${documentInWords(event.data.document).en}. Reason: ${event.data.reason}`,
      };
    case 'cancelled':
      return {
        vi: `Không còn hiệu lực theo ${event.data.document.number}. Lý do: ${event.data.reason}`,
        en: `Cancelled by ${event.data.document.number}. Reason: ${event.data.reason}`,
      };
    case 'corrected': {
      const fields = Object.keys(event.data.changes).map((field) => fieldWords[field] ?? { vi: field, en: field });
      return {
        vi: `Đính chính ${fields.map((it) => it.vi).join(', ')}. Lý do: ${event.data.reason}`,
        en: `Corrected the ${fields.map((it) => it.en).join(', ')}. Reason: ${event.data.reason}`,
      };
    }
  }
}

const fieldWords: Readonly<Record<string, Sentence>> = {
  progress: { vi: 'tỷ lệ tiến độ', en: 'progress' },
  narrative: { vi: 'nội dung', en: 'text' },
  occurredOn: { vi: 'ngày thực hiện', en: 'day' },
  document: { vi: 'văn bản', en: 'document' },
};

const numberVi = new Intl.NumberFormat('vi-VN');
const percentVi = (value: number): string => `${numberVi.format(value)} %`;

const noted = (note: string | null): string => (note ? ` ${note}` : '');

const documentInWords = (document: Document | null): Sentence =>
  document ? { vi: ` theo ${document.number}`, en: ` by ${document.number}` } : { vi: '', en: '' };

function accountInWords(it: {
  evidence: number;
  document: Document | null;
  occurredOn: LocalDate;
  backdatedDays: number;
}): Sentence {
  const document = it.document?.number;
  const parts = (
    [
      it.backdatedDays > 0 && [
        `việc ngày ${shown(it.occurredOn)}, ghi sau ${it.backdatedDays} ngày`,
        `for ${shown(it.occurredOn)}, recorded ${it.backdatedDays} day${it.backdatedDays === 1 ? '' : 's'} later`,
      ],
      it.evidence > 0 && [`${it.evidence} tệp minh chứng`, `${it.evidence} file${it.evidence === 1 ? '' : 's'}`],
      document && [`văn bản ${document}`, `document ${document}`],
    ] as const
  ).filter((part) => part !== false && part !== undefined && part !== '');
  if (parts.length === 0) return { vi: '', en: '' };
  return { vi: ` (${parts.map((part) => part[0]).join('; ')})`, en: ` (${parts.map((part) => part[1]).join('; ')})` };
}

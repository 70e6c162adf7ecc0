import { type Decimal, shown, shownDecimal } from '#language';
import type { RecordedPrintedSumsEvent, RecordedProjectEvent } from './project.events.js';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}
type NameOf = (agency: string) => string;

const money = (amount: Decimal | null, language: 'vi' | 'en'): string =>
  amount === null
    ? { vi: 'chưa rõ', en: 'not known' }[language]
    : `${shownDecimal(amount, language)} ${{ vi: 'triệu đồng', en: 'million đồng' }[language]}`;

const noted = (note: string | null): string => (note ? ` ${note}` : '');

/** What happened to a project, as people who are not developers read it in the history (06.16). */
export function describeProjectEvent(event: RecordedProjectEvent, nameOf: NameOf = (id) => id): Sentence {
  switch (event.type) {
    case 'project-listed': {
      const { title, owner, printedOwner, total, allotted } = event.data;
      const by = owner ? nameOf(owner) : printedOwner;
      return {
        vi: `Đưa dự án “${title}” vào danh mục; chủ đầu tư ${by}; tổng mức ${money(total, 'vi')}, phân khai ${money(allotted, 'vi')}.`,
        en: `Listed the project “${title}”; owner ${by}; total ${money(total, 'en')}, allotted ${money(allotted, 'en')}.`,
      };
    }
    case 'project-revised': {
      const { title, total, allotted, document } = event.data;
      return {
        vi: `Dự án được in lại theo ${document}: “${title}”, tổng mức ${money(total, 'vi')}, phân khai ${money(allotted, 'vi')}.`,
        en: `Printed otherwise by ${document}: “${title}”, total ${money(total, 'en')}, allotted ${money(allotted, 'en')}.`,
      };
    }
    case 'project-dropped':
      return {
        vi: `Kế hoạch không còn dự án này (${event.data.document}).`,
        en: `The plan no longer has this project (${event.data.document}).`,
      };
    case 'money-changed': {
      const { total, allotted, reason, document } = event.data;
      return {
        vi: `Điều chỉnh vốn theo ${document.number}: tổng mức ${money(total, 'vi')}, phân khai ${money(allotted, 'vi')}. Lý do: ${reason}`,
        en: `Money changed by ${document.number}: total ${money(total, 'en')}, allotted ${money(allotted, 'en')}. Reason: ${reason}`,
      };
    }
    case 'owner-changed': {
      const { from, to, reason, document } = event.data;
      return {
        vi: `Chuyển chủ đầu tư${from ? ` từ ${nameOf(from)}` : ''} sang ${nameOf(to)}, theo ${document.number}. Lý do: ${reason}`,
        en: `Owner changed${from ? ` from ${nameOf(from)}` : ''} to ${nameOf(to)} by ${document.number}. Reason: ${reason}`,
      };
    }
    case 'disbursed': {
      const { amount, paidOn, document, note } = event.data;
      const by = document ? [` theo ${document.number}`, ` by ${document.number}`] : ['', ''];
      return {
        vi: `Giải ngân ${money(amount, 'vi')} ngày ${shown(paidOn)}${by[0]}.${noted(note)}`,
        en: `Disbursed ${money(amount, 'en')} on ${shown(paidOn)}${by[1]}.${noted(note)}`,
      };
    }
    case 'disbursement-withdrawn':
      return {
        vi: `Rút một lần ghi giải ngân. Lý do: ${event.data.reason}`,
        en: `Withdrew a disbursement. Reason: ${event.data.reason}`,
      };
    case 'project-accepted': {
      const { acceptedOn, document, note } = event.data;
      return {
        vi: `Nghiệm thu ngày ${shown(acceptedOn)} theo ${document.number}.${noted(note)}`,
        en: `Accepted on ${shown(acceptedOn)} by ${document.number}.${noted(note)}`,
      };
    }
    case 'acceptance-withdrawn':
      return { vi: `Rút nghiệm thu. Lý do: ${event.data.reason}`, en: `Withdrew the acceptance. Reason: ${event.data.reason}` };
  }
}

/** The agencies that a project's event names. */
export function agenciesInProjectEvent(event: RecordedProjectEvent): readonly string[] {
  switch (event.type) {
    case 'project-listed':
    case 'project-revised':
      return event.data.owner ? [event.data.owner] : [];
    case 'owner-changed':
      return [event.data.from, event.data.to].filter((it) => it !== null);
    case 'disbursed':
      return [event.data.agency];
    default:
      return [];
  }
}

export function describeSumsEvent({ data }: RecordedPrintedSumsEvent): Sentence {
  const { appendix, grand, sections } = data;
  return {
    vi: `Ghi các tổng in ở Phụ lục ${appendix}: tổng cộng ${money(grand.total, 'vi')}, phân khai ${money(grand.allotted, 'vi')}, ${sections.length} mục.`,
    en: `Recorded the sums printed in Appendix ${appendix}: total ${money(grand.total, 'en')}, allotted ${money(grand.allotted, 'en')}, ${sections.length} sections.`,
  };
}

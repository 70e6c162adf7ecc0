import { type RecordedOf, shown } from '#language';
import type { PlanEvent, SettlementChoice } from './plan.events.js';

const choices: Readonly<Record<SettlementChoice, { readonly vi: string; readonly en: string }>> = {
  accept: { vi: 'theo đề xuất', en: 'as proposed' },
  change: { vi: 'sửa thành', en: 'changed to' },
  keep: { vi: 'giữ nguyên chữ in', en: 'kept as printed' },
};

const amendments = {
  added: { vi: 'Thêm', en: 'Added' },
  changed: { vi: 'Sửa', en: 'Changed' },
  removed: { vi: 'Bỏ', en: 'Removed' },
} as const;

const at = (appendix: string, numeral: string) =>
  numeral === ''
    ? { vi: `Phụ lục ${appendix}`, en: `Appendix ${appendix}` }
    : { vi: `Phụ lục ${appendix}, mục ${numeral}`, en: `Appendix ${appendix}, section ${numeral}` };

const more = (note: string | null) => (note ? ` ${note}` : '');

/** What happened to a plan, as people who are not developers read it in the history (06.16). */
export function describePlanEvent(event: RecordedOf<PlanEvent>): { readonly vi: string; readonly en: string } {
  switch (event.type) {
    case 'plan-imported': {
      const { number, adoptedOn, title, file } = event.data;
      return {
        vi: `Nhập Kế hoạch ${number} ngày ${shown(adoptedOn)} “${title}” từ tệp ${file.name}.`,
        en: `Imported plan ${number} of ${shown(adoptedOn)}, “${title}”, from the file ${file.name}.`,
      };
    }
    case 'text-read': {
      const { part, lines } = event.data;
      return {
        vi: `Ghi phần lời (${lines.length} dòng, phần ${part + 1}).`,
        en: `Recorded running text (${lines.length} lines, part ${part + 1}).`,
      };
    }
    case 'rows-read': {
      const { appendix, section, rows } = event.data;
      const where = at(appendix, section.numeral);
      return {
        vi: `Ghi ${rows.length} dòng của ${where.vi} “${section.title}”.`,
        en: `Recorded ${rows.length} rows of ${where.en}, “${section.title}”.`,
      };
    }
    case 'findings-raised': {
      const count = event.data.findings.length;
      return { vi: `Nêu ${count} điểm cần làm rõ.`, en: `Raised ${count} findings.` };
    }
    case 'findings-withdrawn': {
      const count = event.data.findings.length;
      return { vi: `${count} điểm cần làm rõ không còn nữa.`, en: `${count} findings no longer stand.` };
    }
    case 'changed-file-read': {
      const { number, file, document } = event.data;
      return {
        vi: `Đọc bản có thay đổi của Kế hoạch ${number} (${file.name})${document ? `, theo ${document}` : ''}.`,
        en: `Read a changed version of plan ${number} (${file.name})${document ? `, decided by ${document}` : ''}.`,
      };
    }
    case 'plan-amended': {
      const { change, code, was, now } = event.data;
      const title = (now ?? was)?.title ?? '';
      return { vi: `${amendments[change].vi} mục ${code} “${title}”.`, en: `${amendments[change].en} item ${code}, “${title}”.` };
    }
    case 'finding-settled': {
      const { finding, choice, value, note } = event.data;
      const words = choices[choice];
      const to = choice === 'change' && value ? ` “${value}”` : '';
      return {
        vi: `Làm rõ điểm “${finding}”: ${words.vi}${to}.${more(note)}`,
        en: `Settled the finding “${finding}”: ${words.en}${to}.${more(note)}`,
      };
    }
  }
}

import { type DueReading, readDeadline, vagueRules, type WorkingCalendar } from '#calendar';
import { type Observation, quoted } from '../finding.js';
import { cell, type ParsedPlan, type PlanRow, rowsOf } from '../reading/parsed-plan.js';

/** The due of a task row, read by the plan's own year. */
export const dueOf = (plan: ParsedPlan, printed: string): DueReading =>
  readDeadline(printed, { planYear: plan.year, adoptedOn: plan.adoptedOn });

/** A deadline that is blank, no date, vague, unreadable, before the plan itself, or on a day nobody works. */
export function deadlineFindings(plan: ParsedPlan, calendar: WorkingCalendar | null): Observation[] {
  return rowsOf(plan, 'tasks').flatMap(({ appendix, row }) => {
    const printed = cell(appendix, row, 'due');
    const about = { item: row.code, appendix: appendix.numeral, line: row.from, printed };
    const title = quoted(cell(appendix, row, 'title'), 60);
    return observe(plan, dueOf(plan, printed), about, title, row, calendar);
  });
}

const shown = (day: string) => day.split('-').reverse().join('/');

function observe(
  plan: ParsedPlan,
  due: DueReading,
  about: Pick<Observation, 'item' | 'appendix' | 'line' | 'printed'>,
  title: string,
  row: PlanRow,
  calendar: WorkingCalendar | null,
): Observation[] {
  const yearEnd = `${plan.year}-12-31`;
  switch (due.kind) {
    case 'unset':
      return [
        {
          ...about,
          severity: 'decision',
          code: 'deadline-blank',
          proposed: yearEnd,
          vi: `${row.code} “${title}”: ô thời hạn để trống; đề nghị đọc là ${shown(yearEnd)} (hết năm kế hoạch).`,
          en: `${row.code} “${title}”: the deadline is blank; ${shown(yearEnd)}, the end of the plan's year, is proposed.`,
          figures: { proposed: yearEnd },
        },
      ];
    case 'unreadable':
      return [
        {
          ...about,
          severity: 'decision',
          code: 'deadline-unreadable',
          vi: `${row.code} “${title}”: không đọc được thời hạn “${due.printed}”; cần một ngày.`,
          en: `${row.code} “${title}”: the deadline “${due.printed}” cannot be read; a day is needed.`,
        },
      ];
    case 'dependent':
      return [
        {
          ...about,
          severity: 'decision',
          code: 'deadline-dependent',
          vi: `${row.code} “${title}”: thời hạn “${due.printed}” phụ thuộc văn bản khác (${due.waitsFor}); chưa có ngày.`,
          en: `${row.code} “${title}”: the deadline “${due.printed}” waits for another act (${due.waitsFor}); there is no day yet.`,
          figures: { waitsFor: due.waitsFor },
        },
      ];
    case 'continuous':
      return [
        {
          ...about,
          severity: 'decision',
          code: 'deadline-continuous',
          proposed: due.every,
          vi: `${row.code} “${title}”: “${due.printed}” không có ngày kết thúc; đề nghị báo cáo mỗi ${due.every === 'month' ? 'tháng' : 'quý'}.`,
          en: `${row.code} “${title}”: “${due.printed}” has no end; a report each ${due.every} is proposed.`,
          figures: { every: due.every },
        },
      ];
    case 'date': {
      const found: Observation[] = [];
      if (vagueRules.has(due.rule))
        found.push({
          ...about,
          severity: 'decision',
          code: 'deadline-vague',
          proposed: due.on,
          vi: `${row.code} “${title}”: “${due.printed}” không nêu rõ ngày; đề nghị đọc là ${shown(due.on)}.`,
          en: `${row.code} “${title}”: “${due.printed}” names no clear day; ${shown(due.on)} is proposed.`,
          figures: { proposed: due.on, rule: due.rule },
        });
      if (due.on < plan.adoptedOn)
        found.push({
          ...about,
          severity: 'decision',
          code: 'deadline-before-plan',
          vi: `${row.code} “${title}”: thời hạn ${shown(due.on)} trước ngày ban hành kế hoạch ${shown(plan.adoptedOn)}.`,
          en: `${row.code} “${title}”: due ${shown(due.on)}, before the plan was adopted on ${shown(plan.adoptedOn)}.`,
          figures: { due: due.on, adoptedOn: plan.adoptedOn },
        });
      const rolled = calendar?.covers(Number(due.on.slice(0, 4))) ? calendar.rollForward(due.on, 'next-working-day') : null;
      if (rolled?.because)
        found.push({
          ...about,
          severity: 'notice',
          code: 'deadline-on-day-off',
          proposed: rolled.on,
          vi: `${row.code} “${title}”: “${due.printed}” hết vào ${shown(due.on)}, là ngày nghỉ (${rolled.because.vi}); ngày làm việc tiếp theo là ${shown(rolled.on)}.`,
          en: `${row.code} “${title}”: “${due.printed}” ends on ${shown(due.on)}, a day off (${rolled.because.en}); the next working day is ${shown(rolled.on)}.`,
          figures: { due: due.on, next: rolled.on },
        });
      return found;
    }
  }
}

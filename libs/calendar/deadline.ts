import { Temporal } from 'temporal-polyfill';
import { addDays, type LocalDate } from '#language';
import { lastDayOfMonth, months } from './months.js';

/**
 * A deadline phrase as read. The first four shapes are those of a task's due; `unreadable` is a finding to settle.
 * `printed` is the phrase untouched, `rule` names the rule that read it.
 */
export type DueReading =
  | { readonly kind: 'date'; readonly on: LocalDate; readonly printed: string; readonly rule: DeadlineRule }
  | { readonly kind: 'continuous'; readonly every: 'month' | 'quarter'; readonly printed: string; readonly rule: DeadlineRule }
  | { readonly kind: 'dependent'; readonly waitsFor: string; readonly printed: string; readonly rule: DeadlineRule }
  | { readonly kind: 'unset'; readonly printed: string }
  | { readonly kind: 'unreadable'; readonly printed: string };

export type DeadlineRule =
  | 'continuous'
  | 'every-month'
  | 'every-quarter'
  | 'every-year'
  | 'depends-on-another-act'
  | 'before-day'
  | 'before-period'
  | 'by-day'
  | 'first-months-of-year'
  | 'last-months-of-year'
  | 'year-start'
  | 'year-middle'
  | 'quarter-end'
  | 'month-end'
  | 'month-of-adoption'
  | 'year-range-end'
  | 'year-end';

/** Rules whose phrase names no clear last day ("đầu năm", "giữa năm", "trong tháng"): their reading is a proposal that someone must settle. */
export const vagueRules: ReadonlySet<DeadlineRule> = new Set(['year-start', 'year-middle', 'month-of-adoption', 'every-year']);

export interface DeadlineContext {
  /** The plan's year, for phrases that name none. */
  readonly planYear: number;
  /** The day the plan was adopted; "trong tháng" alone is that month. */
  readonly adoptedOn?: LocalDate;
  /** How often a duty without an end reports when the phrase does not say. Default each quarter. */
  readonly continuousEvery?: 'month' | 'quarter';
}

/**
 * Reads the printed deadline of a plan row. Pure; never throws: what no rule reads is `unreadable`, blank is `unset`.
 * Tolerates NFD, case, spacing, dashes and both spellings Quý and Quí. A whole period (year, quarter, month) ends with
 * its last day; "đến ngày" and "chậm nhất" include the day; "trước ngày" means the day before it, as the words say.
 */
export function readDeadline(phrase: string, context: DeadlineContext): DueReading {
  const printed = phrase.normalize('NFC');
  if (printed.length > 400) return { kind: 'unreadable', printed };
  const words = normalised(printed);
  if (/^[-–.…]*$/.test(words)) return { kind: 'unset', printed };
  for (const { rule, pattern, every } of continuous)
    if (pattern.test(words)) return { kind: 'continuous', every: every ?? context.continuousEvery ?? 'quarter', printed, rule };
  if (dependent.test(words)) return { kind: 'dependent', waitsFor: waitsFor(printed), printed, rule: 'depends-on-another-act' };
  for (const { rule, pattern, day } of dated) {
    const groups = pattern.exec(words)?.groups;
    const on = groups && day(groups, context);
    if (on) return { kind: 'date', on, printed, rule };
  }
  return { kind: 'unreadable', printed };
}

function normalised(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/[\s\u00a0\u200b]+/g, ' ')
    .replace(/[‐-―−]/g, '-')
    .replace(/quí|quy(?= |$)/g, 'quý')
    .replace(/ ?([/-]) ?/g, '$1')
    .replace(/\(.*\)$/, '')
    .replace(/[ .;,]+$/, '')
    .trim()
    .replace(/^(?:trong|hoàn thành|xong|thực hiện|kết thúc|dự kiến|hạn chót|thời hạn)(?: (?:trong|vào|xong))?:? /, '');
}

const continuous: readonly { rule: DeadlineRule; pattern: RegExp; every?: 'month' | 'quarter' }[] = [
  {
    rule: 'every-month',
    pattern: /^(?:thường xuyên,? ?)?(?:định kỳ,? ?)?(?:hằng|hàng|mỗi|theo) (?:tháng|tuần|ngày)$/,
    every: 'month',
  },
  { rule: 'every-quarter', pattern: /^(?:thường xuyên,? ?)?(?:định kỳ,? ?)?(?:hằng|hàng|mỗi|theo) quý$/, every: 'quarter' },
  {
    rule: 'continuous',
    pattern: /^(?:thường xuyên|liên tục)(?:[,;]? (?:và )?(?:thường xuyên|liên tục))?(?: (?:trong )?năm(?: \d{4})?)?$/,
  },
  { rule: 'continuous', pattern: /^thường xuyên[,;]? (?:hằng|hàng) năm$/ },
];

const dependent =
  /^(?:theo (?!tháng|quý|năm)\p{L}|sau khi |ngay sau khi |khi (?:có|được) |căn cứ |phụ thuộc |(?:chậm nhất |không quá |vòng |thời hạn )?(?:\d+) (?:ngày|tháng)(?: làm việc)?,? (?:kể )?(?:từ|sau))/u;

/** The act waited for: the phrase without its first word ("Theo", "Sau khi"). */
const waitsFor = (printed: string) =>
  printed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(?:theo|ngay sau khi|sau khi|khi có|khi được|căn cứ vào|căn cứ|phụ thuộc vào|phụ thuộc)\s+/iu, '');

type Groups = Readonly<Record<string, string | undefined>>;
interface DateRule {
  readonly rule: DeadlineRule;
  readonly pattern: RegExp;
  readonly day: (groups: Groups, context: DeadlineContext) => LocalDate | null;
}

const fullDay = String.raw`(?:ngày )?(?<d>\d{1,2})(?:[/.-]| tháng )(?<m>\d{1,2})(?:(?:[/.-]| năm )(?<y>\d{4}))?`;
const quarterNumber = `(?:iv|iii|ii|i|[1-4])`;
const ofYear = String.raw`(?:(?:[/ -]| năm |[/ ]năm )(?<y>\d{4}))?`;
const upTo = `(?:đến|tới|cho đến|chậm nhất|muộn nhất|không quá|hết|trước hoặc|cuối|vào)`;
const upToWords = `(?:(?:${upTo})(?: (?:hết|là|đến|vào|trong|cuối))* )?`;

const dated: readonly DateRule[] = [
  { rule: 'before-day', pattern: new RegExp(`^trước ${fullDay}$`), day: (g, c) => dayBefore(realDay(g, c)) },
  {
    rule: 'before-period',
    pattern: new RegExp(`^trước quý (?<q>${quarterNumber})${ofYear}$`),
    day: (g, c) => dayBefore(dayOf(yearOf(g, c), quarterOf(g.q) * 3 - 2, 1)),
  },
  {
    rule: 'before-period',
    pattern: new RegExp(`^trước tháng (?<m>\\d{1,2})${ofYear}$`),
    day: (g, c) => dayBefore(dayOf(yearOf(g, c), Number(g.m), 1)),
  },
  { rule: 'before-period', pattern: /^trước năm (?<y>\d{4})$/, day: (g, c) => dayBefore(dayOf(yearOf(g, c), 1, 1)) },
  { rule: 'by-day', pattern: new RegExp(`^(?:từ .+ )?${upToWords}${fullDay}$`), day: (g, c) => realDay(g, c) },
  {
    rule: 'first-months-of-year',
    pattern: new RegExp(`^${upToWords}(?<n>\\d{1,2}|sáu|ba|chín) tháng đầu(?: của)?(?: năm)?${ofYear}$`),
    day: (g, c) => monthEnd(yearOf(g, c), months(g.n ?? '')),
  },
  {
    rule: 'last-months-of-year',
    pattern: new RegExp(`^${upToWords}(?:\\d{1,2}|sáu|ba|chín) tháng cuối(?: của)?(?: năm)?${ofYear}$`),
    day: (g, c) => monthEnd(yearOf(g, c), 12),
  },
  {
    rule: 'quarter-end',
    pattern: new RegExp(
      `^(?:từ )?${upToWords}(?:quý ?|q)(?:${quarterNumber}(?:[/ ]?\\d{4})?(?:,| và|-| đến| -) ?(?:quý )?)*(?<q>${quarterNumber})${ofYear}$`,
    ),
    day: (g, c) => monthEnd(yearOf(g, c), quarterOf(g.q) * 3),
  },
  {
    rule: 'month-end',
    pattern: new RegExp(
      `^(?:từ )?${upToWords}(?:tháng ?|t)(?:\\d{1,2}(?:/\\d{4})?(?:,| và|-| đến) ?(?:hết )?(?:tháng )?)*(?<m>\\d{1,2})${ofYear}$`,
    ),
    day: (g, c) => monthEnd(yearOf(g, c), Number(g.m)),
  },
  { rule: 'year-start', pattern: new RegExp(`^đầu năm${ofYear}$`), day: (g, c) => monthEnd(yearOf(g, c), 3) },
  { rule: 'year-middle', pattern: new RegExp(`^giữa năm${ofYear}$`), day: (g, c) => monthEnd(yearOf(g, c), 6) },
  {
    rule: 'year-range-end',
    pattern: new RegExp(`^(?:giai đoạn |từ |các )?${upToWords}(?:năm )?\\d{4}(?:-| đến |,)(?:hết )?(?:năm )?(?<y>\\d{4})$`),
    day: (g, c) => monthEnd(yearOf(g, c), 12),
  },
  {
    rule: 'year-end',
    pattern: new RegExp(`^${upToWords}(?:năm ?|cả năm ?)?(?<y>\\d{4})$`),
    day: (g, c) => monthEnd(yearOf(g, c), 12),
  },
  {
    rule: 'year-end',
    pattern: /^(?:cuối |hết |cả |đến hết |đến cuối )?năm(?: nay| kế hoạch)?(?<y>)$/,
    day: (_, c) => monthEnd(c.planYear, 12),
  },
  { rule: 'every-year', pattern: /^(?:định kỳ )?(?:hằng|hàng|mỗi) năm(?<y>)$/, day: (_, c) => monthEnd(c.planYear, 12) },
  {
    rule: 'month-of-adoption',
    pattern: /^(?:cuối )?tháng(?: này)?(?<y>)$/,
    day: (_, { adoptedOn }) => (adoptedOn ? monthEnd(Number(adoptedOn.slice(0, 4)), Number(adoptedOn.slice(5, 7))) : null),
  },
];

const yearOf = (groups: Groups, context: DeadlineContext) => (groups.y ? Number(groups.y) : context.planYear);
const quarterOf = (text = '') => ['i', 'ii', 'iii', 'iv'].indexOf(text) + 1 || Number(text);
const realDay = (groups: Groups, context: DeadlineContext) => dayOf(yearOf(groups, context), Number(groups.m), Number(groups.d));
const dayBefore = (day: LocalDate | null) => (day ? addDays(day, -1) : null);
const monthEnd = (year: number, month: number) => (dayOf(year, month, 1) ? lastDayOfMonth(year, month) : null);

function dayOf(year: number, month: number, day: number): LocalDate | null {
  if (year < 1900 || year > 2199) return null;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString() as LocalDate;
  } catch {
    return null;
  }
}

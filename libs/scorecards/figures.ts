import type { EventRef, JudgedTask, JudgedTaskWithEvents, Rate, SilenceLimits, TaskRow } from '#tasks';
import { cell, hasNoDate, isExcused, isOpen, isWhollyExcused, type Scorecard } from './scorecard.js';

export type FigureKey =
  | 'onTime'
  | 'late'
  | 'openInTime'
  | 'overdue'
  | 'noDate'
  | 'completion'
  | 'onTimeRate'
  | 'reportAge'
  | 'silent'
  | 'exceeded'
  | 'objective'
  | 'onTimeAside'
  | 'suspended'
  | 'cancelled';

interface Words {
  readonly vi: string;
  readonly en: string;
}

export interface FigureTask {
  readonly id: string;
  readonly item: string;
  readonly title: string;
  readonly status: TaskRow['status'];
  readonly lateDays: number;
  /** Of them, days with an accepted objective cause. */
  readonly excusedDays: number;
  readonly simulated: boolean;
  /** The events that made this task count here. */
  readonly events: readonly EventRef[];
}

/** One figure of a scorecard, opened: its name, its formula with the numbers put in, and the tasks and events behind it. */
export interface Figure extends Words {
  readonly key: FigureKey;
  /** A count, a percentage (rates) or days (report age); null when there is nothing to say yet. */
  readonly value: number | null;
  readonly rate?: Rate;
  readonly formula: Words;
  readonly tasks: readonly FigureTask[];
}

interface Definition extends Words {
  readonly key: FigureKey;
  readonly counts: (task: JudgedTask) => boolean;
  readonly value: (card: Scorecard) => number | null;
  readonly rate?: (card: Scorecard) => Rate;
  readonly formula: (card: Scorecard, silence: SilenceLimits) => Words;
}

const numberIn = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') };

const shown = (value: number | null, lang: 'vi' | 'en') =>
  value === null ? { vi: 'chưa có dữ liệu', en: 'no data yet' }[lang] : numberIn[lang].format(value);

const share = ({ numerator, denominator, percent }: Rate, lang: 'vi' | 'en') =>
  `${numerator}/${denominator} = ${percent === null ? shown(null, lang) : `${shown(percent, lang)}%`}`;

const counted = (
  vi: string,
  en: string,
  key: 'onTime' | 'late' | 'openInTime' | 'overdue' | 'suspended' | 'cancelled',
  why: Words,
): Definition => ({
  key,
  vi,
  en,
  counts: (task) => cell(task) === key,
  value: (card) => card.four[key],
  formula: (card) => ({
    vi: `${card.four[key]} trong ${card.tasks} nhiệm vụ: ${why.vi}`,
    en: `${card.four[key]} of ${card.tasks} tasks: ${why.en}`,
  }),
});

/** The figures of a scorecard in the order of the page. */
const definitions: readonly Definition[] = [
  counted('Hoàn thành đúng hạn', 'Done on time', 'onTime', {
    vi: 'được xác nhận hoàn thành, ngày báo hoàn thành không sau hạn.',
    en: 'accepted as completed, claimed no later than the due date.',
  }),
  counted('Hoàn thành quá hạn', 'Done late', 'late', {
    vi: 'được xác nhận hoàn thành, ngày báo hoàn thành sau hạn.',
    en: 'accepted as completed, claimed after the due date.',
  }),
  counted('Chưa hoàn thành, trong hạn', 'Open in time', 'openInTime', {
    vi: 'chưa được xác nhận hoàn thành và chưa qua hạn, hoặc không có ngày hết hạn.',
    en: 'not accepted yet and not past the due date, or without one.',
  }),
  counted('Chưa hoàn thành, quá hạn', 'Open overdue', 'overdue', {
    vi: 'chưa được xác nhận hoàn thành và đã qua hạn.',
    en: 'not accepted as completed and past the due date.',
  }),
  {
    key: 'noDate',
    vi: 'Không có ngày hết hạn',
    en: 'Without a date',
    counts: hasNoDate,
    value: (card) => card.four.noDate,
    formula: (card) => ({
      vi: `${card.four.noDate} trong ${card.four.openInTime} nhiệm vụ chưa hoàn thành trong hạn: thường xuyên, phụ thuộc văn bản khác hoặc chưa xác định hạn.`,
      en: `${card.four.noDate} of the ${card.four.openInTime} open in time: continuous, dependent on another act, or not settled.`,
    }),
  },
  {
    key: 'completion',
    vi: 'Tỷ lệ hoàn thành trong số đến hạn',
    en: 'Completion of what fell due',
    counts: (task) => ['onTime', 'late', 'overdue'].includes(cell(task)),
    value: (card) => card.completion.percent,
    rate: (card) => card.completion,
    formula: (card) => ({
      vi: `(đúng hạn ${card.four.onTime} + quá hạn đã xong ${card.four.late}) ÷ (đã xong ${card.completion.numerator} + quá hạn chưa xong ${card.four.overdue}) = ${share(card.completion, 'vi')}`,
      en: `(on time ${card.four.onTime} + late ${card.four.late}) ÷ (done ${card.completion.numerator} + overdue ${card.four.overdue}) = ${share(card.completion, 'en')}`,
    }),
  },
  {
    key: 'onTimeRate',
    vi: 'Tỷ lệ đúng hạn trong số đã hoàn thành',
    en: 'On time among the done',
    counts: (task) => ['onTime', 'late'].includes(cell(task)),
    value: (card) => card.onTime.percent,
    rate: (card) => card.onTime,
    formula: (card) => ({
      vi: `đúng hạn ${card.four.onTime} ÷ đã hoàn thành ${card.onTime.denominator} = ${share(card.onTime, 'vi')}`,
      en: `on time ${card.four.onTime} ÷ done ${card.onTime.denominator} = ${share(card.onTime, 'en')}`,
    }),
  },
  {
    key: 'reportAge',
    vi: 'Số ngày từ báo cáo gần nhất (trung vị)',
    en: 'Days since the last report (median)',
    counts: isOpen,
    value: (card) => card.reportAge.medianDays,
    formula: ({ reportAge: { medianDays, oldestDays, neverReported } }) =>
      medianDays === null
        ? {
            vi: `Không nhiệm vụ đang mở nào có báo cáo để tính; ${neverReported} nhiệm vụ đang mở chưa từng báo cáo.`,
            en: `No open task has a report to count from; ${neverReported} open tasks never reported.`,
          }
        : {
            vi: `Trung vị ${shown(medianDays, 'vi')} ngày, lâu nhất ${shown(oldestDays, 'vi')} ngày; ${neverReported} nhiệm vụ đang mở chưa từng báo cáo, không tính vào trung vị.`,
            en: `Median ${shown(medianDays, 'en')} days, oldest ${shown(oldestDays, 'en')}; ${neverReported} open tasks never reported and are not in the median.`,
          },
  },
  {
    key: 'silent',
    vi: 'Lâu không báo cáo',
    en: 'Silent for long',
    counts: (task) => isOpen(task) && task.silent,
    value: (card) => card.reportAge.silent,
    formula: ({ reportAge: { silent } }, { monthly, other }) => ({
      vi: `${silent} nhiệm vụ đang mở không có báo cáo nào quá ${monthly} ngày (báo cáo hằng tháng) hoặc ${other} ngày (nhiệm vụ khác).`,
      en: `${silent} open tasks without any report for more than ${monthly} days (reported monthly) or ${other} days (any other).`,
    }),
  },
  {
    key: 'exceeded',
    vi: 'Vượt mức',
    en: 'Exceeded',
    counts: (task) => task.exceeded,
    value: (card) => card.exceeded,
    formula: (card) => ({
      vi: `${card.exceeded} nhiệm vụ được bên xác nhận ghi nhận vượt mức.`,
      en: `${card.exceeded} tasks recorded as exceeded by whoever verified them.`,
    }),
  },
  {
    key: 'objective',
    vi: 'Trễ có nguyên nhân khách quan được công nhận',
    en: 'Late for an accepted objective cause',
    counts: isExcused,
    value: (card) => card.objective.tasks,
    formula: ({ objective: { tasks, wholly, lateDays, excusedDays } }) => ({
      vi: `${tasks} nhiệm vụ quá hạn có nguyên nhân khách quan do Ban Chỉ đạo công nhận: ${excusedDays} trong ${lateDays} ngày trễ; ${wholly} nhiệm vụ trễ hoàn toàn vì nguyên nhân đó. Nêu riêng, không trừ vào số nào ở trên.`,
      en: `${tasks} late tasks have an objective cause accepted by the committee: ${excusedDays} of ${lateDays} late days; ${wholly} are late for it alone. Told apart, taken off no figure above.`,
    }),
  },
  {
    key: 'onTimeAside',
    vi: 'Tỷ lệ đúng hạn, để riêng nhiệm vụ trễ hoàn toàn do nguyên nhân khách quan',
    en: 'On time among the done, those late for an objective cause alone set aside',
    counts: (task) => cell(task) === 'onTime' || (cell(task) === 'late' && !isWhollyExcused(task)),
    value: (card) => card.objective.onTime.percent,
    rate: (card) => card.objective.onTime,
    formula: (card) => ({
      vi: `đúng hạn ${card.four.onTime} ÷ (đã hoàn thành ${card.onTime.denominator} − để riêng ${card.onTime.denominator - card.objective.onTime.denominator}) = ${share(card.objective.onTime, 'vi')}`,
      en: `on time ${card.four.onTime} ÷ (done ${card.onTime.denominator} − set aside ${card.onTime.denominator - card.objective.onTime.denominator}) = ${share(card.objective.onTime, 'en')}`,
    }),
  },
  counted('Tạm dừng', 'Suspended', 'suspended', {
    vi: 'tạm dừng bằng văn bản; đứng ngoài bốn ô và các tỷ lệ.',
    en: 'suspended by a document; outside the four cells and the rates.',
  }),
  counted('Không còn hiệu lực', 'Cancelled', 'cancelled', {
    vi: 'hết hiệu lực bằng văn bản; đứng ngoài bốn ô và các tỷ lệ.',
    en: 'cancelled by a document; outside the four cells and the rates.',
  }),
];

/** Every figure of a card with the tasks and events behind it, silent by these limits. The length of a count's task list is the count. */
export function figures(card: Scorecard, tasks: readonly JudgedTaskWithEvents[], silence: SilenceLimits): readonly Figure[] {
  const shownOf = new Map(tasks.map((task): [JudgedTask, FigureTask] => [task, figureTask(task)]));
  return definitions.map(({ key, vi, en, counts, value, rate, formula }) => ({
    key,
    vi,
    en,
    value: value(card),
    ...(rate && { rate: rate(card) }),
    formula: formula(card, silence),
    tasks: tasks.filter(counts).flatMap((task) => shownOf.get(task) ?? []),
  }));
}

const figureTask = ({ id, item, title, status, lateDays, excusedDays, simulated, events }: JudgedTaskWithEvents): FigureTask => ({
  id,
  item,
  title,
  status,
  lateDays,
  excusedDays,
  simulated,
  events,
});

import {
  compareDecimals,
  type Decider,
  daysBetween,
  type LocalDate,
  notInTheFuture,
  type Of,
  Refusal,
  words,
  zero,
} from '#language';
import type { Period, TargetEvent, Threshold } from './target.events.js';
import { documented, files, limits, notMoreThan, reasonOf } from './target.limits.js';
import type { TargetCommand } from './target.requests.js';
import type { Target } from './target.state.js';
import { computed, thresholdInWords } from './target.thresholds.js';
import { mayMeasure, mustLookAfter, mustStand } from './target.who.js';

type Rules = Pick<Decider<Target, TargetCommand, TargetEvent>['decide'], 'measure' | 'withdraw-measurement'>;
type Measure = Of<TargetCommand, 'measure'>;

/** What is measured, by whom, and taking back what was wrong. A new figure stands beside the old one and never in its place. */
export const measuringRules: Rules = {
  measure: (target, command, situation) => {
    const now = mustStand(target);
    const body = mayMeasure(now, situation, command.scope, command.memberOf);
    notMoreThan(target.measurements.length + 1, limits.measurements, 'measurement', { vi: 'số đo', en: 'measurements' });
    const threshold = thresholdAsked(now.reading.thresholds, command.threshold);
    const { today, actor } = situation;
    return {
      type: 'measured',
      data: {
        measurement: command.measurement,
        threshold: threshold.key,
        body,
        ...figureOf(threshold, command),
        basis: command.basis,
        source: words(command.source, 'source', limits.source),
        period: periodOf(command.period, command.basis, today),
        document: documented(command.document, today),
        evidence: files(command.evidence),
        note: command.note === null ? null : words(command.note, 'note', limits.note),
        on: today,
        by: actor.user,
      },
    };
  },

  /** By whoever measured, the standing agency or the committee. A verdict that rests on it falls. */
  'withdraw-measurement': (target, { measurement, reason }, situation) => {
    mustStand(target);
    const found = target.measurements.find((it) => it.measurement === measurement);
    if (!found)
      throw new Refusal('unknown-measurement', {
        kind: 'not-found',
        field: 'measurement',
        vi: `Chỉ tiêu này không có số đo “${measurement}”.`,
        en: `This target has no measurement “${measurement}”.`,
        figures: { measurement },
      });
    if (found.withdrawn) return [];
    if (found.by !== situation.actor.user) mustLookAfter(situation);
    return { type: 'measurement-withdrawn', data: { measurement, reason: reasonOf(reason), on: situation.today } };
  },
};

function thresholdAsked(thresholds: readonly Threshold[], key: string | null): Threshold {
  const found = key === null && thresholds.length === 1 ? thresholds[0] : thresholds.find((it) => it.key === key);
  if (found) return found;
  const listed = (language: 'vi' | 'en') =>
    thresholds.map((it) => `${it.key}) ${thresholdInWords(it)[language]} ${it.of}`).join('; ');
  throw new Refusal('which-threshold', {
    kind: 'invalid',
    field: 'threshold',
    vi: `Chỉ tiêu này có ${thresholds.length} ngưỡng; hãy nói đo ngưỡng nào: ${listed('vi')}.`,
    en: `This target has ${thresholds.length} thresholds; say which one is measured: ${listed('en')}.`,
    figures: { given: key, thresholds: thresholds.map((it) => it.key) },
  });
}

/** A state is reached or not; a percentage is a value or a ratio; a count or a growth is a value. Never both kinds, never none. */
function figureOf(threshold: Threshold, { value, numerator, denominator, reached }: Measure) {
  const none = { value: null, numerator: null, denominator: null, computed: null, agrees: null, reached: null };
  if (threshold.kind === 'state') {
    if (reached === null || value !== null || numerator !== null || denominator !== null) throw mustSay('reached', threshold);
    return { ...none, reached };
  }
  if (reached !== null) throw mustSay('value', threshold);
  if (threshold.kind !== 'growth' && value !== null) mustNotBeNegative('value', value);
  if (numerator === null && denominator === null) {
    if (value === null) throw mustSay('value', threshold);
    return { ...none, value };
  }
  if (threshold.kind !== 'percent' || numerator === null || denominator === null) throw mustSay('value', threshold);
  mustNotBeNegative('numerator', numerator);
  if (compareDecimals(denominator, zero) <= 0)
    throw new Refusal('denominator-not-above-zero', {
      kind: 'invalid',
      field: 'denominator',
      vi: `Mẫu số ${denominator} phải lớn hơn 0; nếu không có đối tượng nào để đo, hãy kết luận “không áp dụng” kèm lý do.`,
      en: `The denominator ${denominator} must be above 0; where there is nothing to measure, judge it exempt with the reason.`,
      figures: { denominator },
    });
  return { ...none, value, numerator, denominator, ...computed(numerator, denominator, value) };
}

function mustNotBeNegative(field: string, value: NonNullable<Measure['value']>): void {
  if (compareDecimals(value, zero) >= 0) return;
  throw new Refusal('figure-negative', {
    kind: 'invalid',
    field,
    vi: `Số ${value} âm; ở đây chỉ nhận số từ 0.`,
    en: `${value} is negative; give a number from 0.`,
    figures: { given: value },
  });
}

function mustSay(field: 'value' | 'reached', threshold: Threshold): Refusal {
  const asked = thresholdInWords(threshold);
  return field === 'reached'
    ? new Refusal('figure-missing', {
        kind: 'invalid',
        field,
        vi: 'Chỉ tiêu này không có con số: hãy nói đã hoàn thành (reached: true) hay chưa (reached: false).',
        en: 'This target has no number: say whether it has been reached (reached: true or false).',
      })
    : new Refusal('figure-missing', {
        kind: 'invalid',
        field,
        vi: `Ngưỡng ${asked.vi}: hãy ghi một giá trị${threshold.kind === 'percent' ? ', hoặc cả tử số và mẫu số' : ''}.`,
        en: `The threshold is ${asked.en}: give a value${threshold.kind === 'percent' ? ', or both numerator and denominator' : ''}.`,
        figures: { kind: threshold.kind },
      });
}

/** A measurement is of days that have passed; an estimate may look ahead. */
function periodOf({ from, to }: Period, basis: 'measured' | 'estimated', today: LocalDate): Period {
  if (basis === 'measured') notInTheFuture(to, today, 'period.to');
  const days = daysBetween(from, to) + 1;
  if (days >= 1 && days <= limits.periodDays) return { from, to };
  throw new Refusal('period-out-of-order', {
    kind: 'invalid',
    field: 'period',
    vi: `Kỳ số liệu từ ${from} đến ${to} dài ${days} ngày; cần từ 1 đến ${limits.periodDays} ngày.`,
    en: `The period from ${from} to ${to} has ${days} days; give 1 to ${limits.periodDays}.`,
    figures: { from, to, days, most: limits.periodDays },
  });
}

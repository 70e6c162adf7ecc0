import { type Decider, Refusal } from '#language';
import type { TargetOnDay } from './target.day.js';
import type { TargetEvent } from './target.events.js';
import { documented, reasonOf } from './target.limits.js';
import type { TargetCommand } from './target.requests.js';
import { measurersOf, type Target } from './target.state.js';
import { thresholdInWords } from './target.thresholds.js';
import { mayJudge, mustNotBeTheMeasurer, mustStand } from './target.who.js';

/**
 * The monitoring body's word. Missing is never good: without every figure nothing is met, and against the figures neither.
 * "Not met", "not measurable" and "exempt" are three things: the first needs a figure that misses (or a reason against the
 * figures), the others a reason.
 */
export const judgingRules: Pick<Decider<Target, TargetCommand, TargetEvent>['decide'], 'judge'> = {
  judge: (target, { judgement, verdict, reason, document }, situation) => {
    const now = mustStand(target);
    mayJudge(now, situation);
    const figures = now.components.flatMap((it) => (it.figure ? [it.figure.measurement] : []));
    if (verdict === 'met') mustBeMet(now);
    if (verdict === 'not-met' && figures.length === 0) throw nothingMeasured(now);
    if (verdict === 'not-measurable' && now.figuresSay !== null) throw hasFigures();
    const misses = now.components.some((it) => it.holds === false);
    const needsReason = verdict === 'not-measurable' || verdict === 'exempt' || (verdict === 'not-met' && !misses);
    const measurements = verdict === 'met' || verdict === 'not-met' ? figures : [];
    mustNotBeTheMeasurer(measurersOf(target, measurements), situation);
    const last = now.judgement;
    const said = needsReason || reason !== null ? reasonOf(reason) : null;
    const same = last?.verdict === verdict && last.reason === said && last.measurements.join() === measurements.join();
    if (same) return [];
    return {
      type: 'judged',
      data: {
        judgement,
        verdict,
        reason: said,
        measurements,
        document: documented(document, situation.today),
        on: situation.today,
      },
    };
  },
};

function mustBeMet(now: TargetOnDay): void {
  const missing = now.components.filter((it) => it.holds === null);
  if (missing.length > 0) throw nothingMeasured(now);
  const missed = now.components.filter((it) => it.holds === false);
  if (missed.length === 0) return;
  const said = (language: 'vi' | 'en') =>
    missed
      .map(({ threshold, figure }) => `${thresholdInWords(threshold)[language]} ← ${figure?.computed ?? figure?.value ?? '0'}`)
      .join('; ');
  throw new Refusal('figures-say-otherwise', {
    field: 'verdict',
    vi: `Số đo chưa tới ngưỡng (${said('vi')}) nên chưa thể kết luận đạt; nếu ngưỡng bị đọc sai, hãy sửa cách đọc trước.`,
    en: `The figures miss the threshold (${said('en')}), so it is not met; where the threshold was misread, change the reading first.`,
    figures: {
      missed: missed.map(({ threshold, figure }) => ({
        threshold: threshold.key,
        asked: threshold.value,
        figure: figure?.computed ?? figure?.value ?? null,
      })),
    },
  });
}

function nothingMeasured(now: TargetOnDay): Refusal {
  const missing = now.components.filter((it) => it.holds === null).map((it) => it.threshold);
  return new Refusal('not-measured', {
    field: 'verdict',
    vi: `Còn ${missing.length}/${now.components.length} ngưỡng chưa có số đo (${missing.map((it) => it.of || it.key).join('; ')}); hãy nhập số đo, hoặc kết luận “chưa đo được” kèm lý do.`,
    en: `${missing.length} of ${now.components.length} thresholds have no figure (${missing.map((it) => it.of || it.key).join('; ')}); measure them, or judge it not measurable with the reason.`,
    figures: { missing: missing.map((it) => it.key), of: now.components.length },
  });
}

const hasFigures = () =>
  new Refusal('has-figures', {
    field: 'verdict',
    vi: 'Mọi ngưỡng đều đã có số đo nên không thể kết luận “chưa đo được”; nếu số đo sai, hãy rút số đo trước.',
    en: 'Every threshold has a figure, so it is not “not measurable”; where a figure is wrong, withdraw it first.',
  });

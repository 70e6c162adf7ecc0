import { type Decimal, type LocalDate, shown, systemClock, todayOf } from '#language';
import {
  Judge,
  Measure,
  TargetById,
  type TargetFilter,
  TargetList,
  type TargetRow,
  targetStatusLabels,
  type Verdict,
} from '#targets';
import type { Installation } from './installation.js';
import { bring } from './report.js';
import { columns, type Screen } from './screen.js';

/** `tiendo target list`: one line each, then how many are met of how many that count. */
export async function listTargets({ queries }: Installation, screen: Screen, filter: TargetFilter): Promise<void> {
  const list = await queries.execute(new TargetList(filter));
  const { numerator, denominator, exempt, unjudged } = list.rate;
  const line = (it: TargetRow) => [it.id, statusOf(it, screen), it.components.map((one) => figureOf(one)).join('; '), it.title];
  screen.answer(list, [
    ...columns(list.rows.map(line)),
    screen.say(
      `${numerator} trên ${denominator} chỉ tiêu đạt; ${unjudged} chưa đánh giá, ${exempt} không áp dụng.`,
      `${numerator} of ${denominator} targets met; ${unjudged} without a verdict, ${exempt} exempt.`,
    ),
  ]);
}

/** `tiendo target show <target>`: what is asked, the figures that count, the verdict. */
export async function showTarget({ queries }: Installation, screen: Screen, id: string, filter: TargetFilter): Promise<void> {
  const it = await queries.execute(new TargetById(id, filter));
  const { say, bold, dim } = screen;
  screen.answer(it, [
    bold(it.title),
    say(
      `${statusOf(it, screen)} · theo dõi: ${it.monitor?.name ?? 'chưa rõ'} · thực hiện: ${it.printedExecutor || 'chưa rõ'}`,
      `${statusOf(it, screen)} · monitored by ${it.monitor?.name ?? 'nobody known'} · implemented by ${it.printedExecutor || 'nobody known'}`,
    ),
    ...(it.verdict?.reason ? [it.verdict.reason] : []),
    ...columns(it.components.map((one) => [one.key, say(one.asks.vi, one.asks.en), figureOf(one)])),
    ...it.figures.map((one) =>
      dim(
        `${shown(one.on)}  ${one.value ?? one.reached ?? '–'}  ${one.source}${one.withdrawn ? say(' (đã rút)', ' (withdrawn)') : ''}`,
      ),
    ),
  ]);
}

export interface MeasureOptions {
  readonly value?: Decimal;
  readonly numerator?: Decimal;
  readonly denominator?: Decimal;
  readonly reached?: boolean;
  readonly threshold?: string;
  readonly own?: true;
  readonly estimated?: true;
  readonly source: string;
  readonly from: LocalDate;
  readonly to?: LocalDate;
  readonly document?: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
  readonly as: string;
  readonly key?: string;
}

/** `tiendo target measure <target>`: a figure under an account; of a ratio its two parts, the percentage is computed. */
export async function measureTarget(it: Installation, screen: Screen, id: string, options: MeasureOptions): Promise<void> {
  const { value, numerator, denominator, reached, threshold, source, note } = options;
  const envelope = await it.envelope(options.as, options.key);
  const evidence = [];
  for (const path of options.evidence ?? []) evidence.push(await bring(it, path, envelope.actor));
  const body = {
    ...{ value, numerator, denominator, reached, threshold, source, note, evidence },
    scope: options.own ? ('own' as const) : ('whole' as const),
    basis: options.estimated ? ('estimated' as const) : ('measured' as const),
    period: { from: options.from, to: options.to ?? todayOf(systemClock) },
    ...(options.document === undefined ? {} : { document: { number: options.document } }),
  };
  const { position } = await it.commands.execute(new Measure(id, body, envelope));
  await it.caughtUp(position);
  await showTarget(it, screen, id, {});
}

export interface JudgeOptions {
  readonly reason?: string;
  readonly document?: string;
  readonly as: string;
  readonly key?: string;
}

/** `tiendo target judge <target> <verdict>`: the monitoring body's word, by somebody who did not measure. */
export async function judgeTarget(
  it: Installation,
  screen: Screen,
  id: string,
  verdict: Verdict,
  { reason, document, as, key }: JudgeOptions,
): Promise<void> {
  const body = { verdict, reason: reason ?? null, document: document === undefined ? null : { number: document } };
  const { position } = await it.commands.execute(new Judge(id, body, await it.envelope(as, key)));
  await it.caughtUp(position);
  await showTarget(it, screen, id, {});
}

const statusOf = ({ status }: TargetRow, { say }: Screen) => say(targetStatusLabels[status].vi, targetStatusLabels[status].en);

const figureOf = ({ figure }: TargetRow['components'][number]): string =>
  figure === null ? '–' : String(figure.value ?? figure.reached ?? '–');

import { type Observation, quoted } from '../finding.js';
import { agrees, type Figure, figuresIn } from '../reading/figures.js';
import { printNumber, printPercent } from '../reading/numbers.js';
import { cell, type ParsedPlan, rowsOf } from '../reading/parsed-plan.js';
import { clausesOf, type Passage, passagesOf, sentencesOf } from '../reading/passages.js';

/** One thing in a sentence that does not add up. */
interface Disagreement {
  readonly kind: 'rate' | 'remainder' | 'sum';
  readonly printed: string;
  readonly computed: number;
  readonly vi: string;
  readonly en: string;
}

/**
 * Recomputes what a plan states beside its own parts: "a/b … đạt x%", "… còn N" after a/b, and a total with its
 * breakdown. One observation a sentence, with every figure and, where one other reading makes all agree, that reading.
 */
export function figureFindings(plan: ParsedPlan): Observation[] {
  const found: Observation[] = [];
  for (const passage of passagesOf(plan)) {
    const sentences = sentencesOf(passage.text);
    sentences.forEach((sentence, i) => {
      const next = sentences[i + 1];
      const whole = next && /^\s*trong đó/iu.test(next) ? `${sentence} ${next}` : sentence;
      const observation = inSentence(whole, sentence, passage, plan);
      if (observation) found.push(observation);
    });
  }
  return [...found, ...resultsBesideNotes(plan)];
}

function inSentence(whole: string, sentence: string, passage: Passage, plan: ParsedPlan): Observation | null {
  const disagreements: Disagreement[] = [];
  const ratios: Figure[] = [];
  for (const clause of clausesOf(sentence)) {
    const figures = figuresIn(clause);
    figures.forEach((figure, i) => {
      if (!figure.of) return;
      ratios.push(figure);
      const rest = figures.slice(i + 1);
      const until = rest.findIndex((it) => it.of !== null);
      const near = until < 0 ? rest : rest.slice(0, until);
      disagreements.push(...rateOf(figure, near, clause), ...remainderOf(figure, near, clause));
    });
  }
  disagreements.push(...shareOf(whole));
  const sum = breakdownOf(whole);
  if (sum && !sum.totals.includes(sum.sum)) {
    const close = sum.totals.find((total) => Math.abs(total - sum.sum) / total <= 0.05);
    if (close !== undefined && close >= 20) disagreements.push(sumDiffers(close, sum.parts, sum.sum));
  }
  const [first] = disagreements;
  if (!first) return null;
  const proposed = proposalFor(ratios, disagreements, figuresIn(sentence));
  const item = passage.item ?? resultPrinting(plan, disagreements);
  return {
    severity: 'decision',
    code: disagreements.length > 1 ? 'figures-disagree' : `${first.kind}-differs`,
    item,
    appendix: passage.appendix,
    line: passage.line,
    printed: sentence.trim(),
    proposed,
    vi: `${passage.where}: ${disagreements.map((it) => it.vi).join('; ')}.`,
    en: `${passage.where}: ${disagreements.map((it) => it.en).join('; ')}.`,
    figures: { where: passage.where, checks: disagreements.map(({ kind, printed, computed }) => ({ kind, printed, computed })) },
  };
}

function rateOf(ratio: Figure, near: readonly Figure[], clause: string): Disagreement[] {
  const percent = near.find((it) => it.percent);
  if (!percent || !ratio.of || ratio.of.value === 0) return [];
  const between = clause.slice(ratio.end, percent.at);
  if (!/(đạt|chiếm|t[ỷỉ] lệ|bằng|tương (ứng|đương)|\()[^%]{0,25}$/iu.test(between)) return [];
  if (agrees(ratio.value, ratio.of.value, percent)) return [];
  const computed = round((ratio.value / ratio.of.value) * 100);
  const pair = `${ratio.printed}/${ratio.of.printed}`;
  return [
    {
      kind: 'rate',
      printed: percent.printed,
      computed,
      vi: `${pair} in là ${percent.printed}%, tính lại là ${printPercent(computed)}`,
      en: `${pair} is printed as ${percent.printed}%, recomputed it is ${printPercent(computed)}`,
    },
  ];
}

/**
 * "1.786 cột …; trong đó, có 297 cột … (chiếm 16,63%)": the share of the count before it. A rate that is far off belongs to
 * another whole ("chiếm 5% dân số") and is let be.
 */
function shareOf(sentence: string): Disagreement[] {
  const marker = /trong đó,?\s+(?:có\s+)?(?:hơn\s+|trên\s+)?(?=\d)/iu.exec(sentence);
  if (!marker) return [];
  const whole = figuresIn(sentence.slice(0, marker.index)).at(-1);
  const tail = sentence.slice(marker.index + marker[0].length);
  const [part, percent] = figuresIn(tail);
  if (!whole || whole.percent || whole.of || !part || part.percent || part.of || !percent?.percent || part.value > whole.value)
    return [];
  if (
    !/(đạt|chiếm|t[ỷỉ] lệ|\()[^%;.]{0,25}$/iu.test(tail.slice(part.end, percent.at)) ||
    agrees(part.value, whole.value, percent)
  )
    return [];
  const computed = round((part.value / whole.value) * 100);
  if (Math.abs(computed - percent.value) / percent.value > 0.25) return [];
  return [
    {
      kind: 'rate',
      printed: percent.printed,
      computed,
      vi: `${part.printed} trên ${whole.printed} in là ${percent.printed}%, tính lại là ${printPercent(computed)}`,
      en: `${part.printed} of ${whole.printed} is printed as ${percent.printed}%, recomputed it is ${printPercent(computed)}`,
    },
  ];
}

function remainderOf(ratio: Figure, near: readonly Figure[], clause: string): Disagreement[] {
  const left = near.find((it) => !it.percent && !it.of && /còn(\s+lại)?\s*$/iu.test(clause.slice(0, it.at)));
  if (!left || !ratio.of || ratio.of.value - ratio.value === left.value) return [];
  const computed = ratio.of.value - ratio.value;
  return [
    {
      kind: 'remainder',
      printed: left.printed,
      computed,
      vi: `in là còn ${left.printed}, lấy ${ratio.of.printed} trừ ${ratio.printed} còn ${printNumber(computed)}`,
      en: `${left.printed} is printed as remaining; ${ratio.of.printed} less ${ratio.printed} leaves ${printNumber(computed)}`,
    },
  ];
}

function sumDiffers(total: number, parts: readonly number[], sum: number): Disagreement {
  const terms = parts.map(printNumber).join(' + ');
  return {
    kind: 'sum',
    printed: printNumber(total),
    computed: sum,
    vi: `tổng in là ${printNumber(total)}, các phần ${terms} cộng lại là ${printNumber(sum)}`,
    en: `the printed total is ${printNumber(total)}, its parts ${terms} add to ${printNumber(sum)}`,
  };
}

/** A total and its parts: what follows "cụ thể:", "gồm", "trong đó" or stands in parentheses with two numbers or more. */
function breakdownOf(sentence: string): { totals: number[]; parts: number[]; sum: number } | null {
  const marker = /(?:cụ thể|bao gồm|gồm|trong đó)\s*[:,]?\s/iu.exec(sentence);
  const aside = [...sentence.matchAll(/\(([^()]*)\)/gu)].find((it) => partsOf(it[1] ?? '').length >= 2);
  const tail = marker ? sentence.slice(marker.index + marker[0].length) : '';
  for (const [list, before] of [
    [tail.replace(/\([^()]*\)/gu, ' '), sentence.slice(0, marker?.index ?? 0)],
    [aside?.[1] ?? '', sentence.slice(0, aside?.index ?? 0)],
  ] as const) {
    const parts = partsOf(list);
    const totals = figuresIn(before).flatMap((it) => (it.percent ? [] : it.of ? [it.value, it.of.value] : [it.value]));
    if (parts.length >= 2 && totals.length > 0) return { totals, parts, sum: parts.reduce((a, b) => a + b, 0) };
  }
  return null;
}

/** The count in each part of a list; a part that gives a rate or a share instead is not counted. */
function partsOf(list: string): number[] {
  return list
    .split(/;|,\s|\s\+\s?|\)\+|\+\s|\svà\s/u)
    .map((part) => figuresIn(part))
    .filter((figures) => figures.length > 0 && figures.every((it) => !it.percent && !it.of))
    .map((figures) => Math.max(...figures.map((it) => it.value)));
}

/** Another numerator that makes the printed rate right: the sum of the parts, or the whole less what is said to remain. */
function proposalFor(
  ratios: readonly Figure[],
  disagreements: readonly Disagreement[],
  figures: readonly Figure[],
): string | null {
  const rate = disagreements.find((it) => it.kind === 'rate');
  const printed = figures.find((it) => it.percent && it.printed === rate?.printed);
  for (const ratio of ratios) {
    if (!ratio.of) continue;
    for (const other of disagreements.filter((it) => it.kind !== 'rate')) {
      const left = figures.find((it) => it.printed === other.printed)?.value ?? 0;
      const part = other.kind === 'sum' ? other.computed : ratio.of.value - left;
      if (printed && agrees(part, ratio.of.value, printed))
        return `${printNumber(part)}/${ratio.of.printed} = ${printed.printed}%`;
    }
  }
  const [only] = disagreements;
  if (!only) return null;
  return only.kind === 'rate' ? printPercent(only.computed) : printNumber(only.computed);
}

/** The row of last year's results that prints the same odd percentage, when the sentence stands in running text. */
function resultPrinting(plan: ParsedPlan, disagreements: readonly Disagreement[]) {
  const rate = disagreements.find((it) => it.kind === 'rate' && /[.,]/.test(it.printed));
  const rows = rate
    ? rowsOf(plan, 'results').filter((it) => cell(it.appendix, it.row, 'result').includes(`${rate.printed}%`))
    : [];
  return rows.length === 1 ? (rows[0]?.row.code ?? null) : null;
}

/** A result of "82.35%" beside a note with the one ratio "14/17". */
function resultsBesideNotes(plan: ParsedPlan): Observation[] {
  return rowsOf(plan, 'results').flatMap(({ appendix, row }) => {
    const [percent, ...more] = figuresIn(cell(appendix, row, 'result'));
    const [ratio, ...others] = figuresIn(cell(appendix, row, 'note')).filter((it) => it.of !== null);
    if (!percent?.percent || more.length > 0 || !ratio?.of || others.length > 0) return [];
    if (agrees(ratio.value, ratio.of.value, percent)) return [];
    const computed = round((ratio.value / ratio.of.value) * 100);
    const pair = `${ratio.printed}/${ratio.of.printed}`;
    return [
      {
        severity: 'decision' as const,
        code: 'rate-differs',
        item: row.code,
        appendix: appendix.numeral,
        line: row.from,
        printed: quoted(cell(appendix, row, 'result')),
        proposed: printPercent(computed),
        vi: `${row.code}: kết quả in ${percent.printed}%, còn ${pair} trong ghi chú là ${printPercent(computed)}.`,
        en: `${row.code}: the result is printed as ${percent.printed}%, but ${pair} in the note gives ${printPercent(computed)}.`,
        figures: { printed: percent.value, computed, numerator: ratio.value, denominator: ratio.of.value },
      },
    ];
  });
}

const round = (value: number) => Math.round(value * 100) / 100;

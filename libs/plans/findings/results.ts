import { type Observation, quoted } from '../finding.js';
import { figuresIn } from '../reading/figures.js';
import { cell, type ParsedPlan, rowsOf } from '../reading/parsed-plan.js';

export type Verdict = 'met' | 'not-met' | 'unmeasured';

/** What last year's table says of a target: a dash or a blank is unmeasured, "(chưa đạt)" is not met, anything else is met. */
export function verdictOf(result: string): Verdict {
  if (/^[-–—\s]*$/u.test(result)) return 'unmeasured';
  return /chưa đạt|không đạt|chưa hoàn thành|không hoàn thành/iu.test(result) ? 'not-met' : 'met';
}

export function verdictCounts(plan: ParsedPlan): Readonly<Record<Verdict, number>> {
  const counts = { met: 0, 'not-met': 0, unmeasured: 0 };
  for (const { appendix, row } of rowsOf(plan, 'results')) counts[verdictOf(cell(appendix, row, 'result'))] += 1;
  return counts;
}

/** Results that are no plain measured figure, and the text's own count of them against the table. */
export function resultFindings(plan: ParsedPlan): Observation[] {
  return [
    ...rowsOf(plan, 'results').flatMap((it) => rowFindings(cell(it.appendix, it.row, 'result'), it)),
    ...countFindings(plan),
  ];
}

function rowFindings(result: string, { appendix, row }: ReturnType<typeof rowsOf>[number]): Observation[] {
  const title = quoted(cell(appendix, row, 'title'), 60);
  const at = { item: row.code, appendix: appendix.numeral, line: row.from, printed: result, severity: 'notice' as const };
  const say = (code: string, vi: string, en: string, figures: Observation['figures'] = {}): Observation => ({
    ...at,
    code,
    vi: `${row.code} “${title}”: ${vi}`,
    en: `${row.code} “${title}”: ${en}`,
    figures,
  });
  const verdict = verdictOf(result);
  if (verdict === 'unmeasured')
    return [say('result-unmeasured', 'chưa đo lường được, kết quả để “-”.', 'not measured; the result is a dash.')];
  const figures = figuresIn(result);
  const found: Observation[] = [];
  if (verdict === 'not-met')
    found.push(say('result-not-met', `bảng ghi “${quoted(result)}”.`, `the table says “${quoted(result)}”.`));
  if (/ước|dự kiến/iu.test(result))
    found.push(
      say(
        'result-estimated',
        `“${quoted(result)}” là số ước tính, chưa phải số đo.`,
        `“${quoted(result)}” is an estimate, not a measurement.`,
      ),
    );
  const listed = [...result.matchAll(/(?:^|\s)-\s+\p{L}/gu)].length;
  if (listed >= 2)
    found.push(
      say('result-several', `một ô chứa ${listed} kết quả.`, `one cell holds ${listed} results.`, {
        results: figures.map((it) => it.value),
      }),
    );
  else if (figures.length === 0)
    found.push(say('result-in-words', `kết quả bằng chữ: “${quoted(result)}”.`, `the result is in words: “${quoted(result)}”.`));
  else if (result.split(/\s+/).length > 6)
    found.push(say('result-in-prose', 'kết quả viết thành câu.', 'the result is written as a sentence.'));
  const target = figuresIn(cell(appendix, row, 'title')).filter((it) => it.percent);
  const [value] = figures;
  const [threshold] = target;
  if (verdict === 'met' && figures.length === 1 && target.length === 1 && value && threshold) {
    const over = /đạt trên|trên\s*$|vượt|lớn hơn/iu.test(cell(appendix, row, 'title').slice(0, threshold.at));
    if (value.value < threshold.value || (over && value.value === threshold.value))
      found.push(
        say(
          'result-below-target',
          `mục tiêu ${over ? 'trên ' : ''}${threshold.printed}%, kết quả ${value.printed}%, mà không ghi là chưa đạt.`,
          `the target is ${over ? 'over ' : ''}${threshold.printed}%, the result ${value.printed}%, and it is not marked as not met.`,
          { target: threshold.value, result: value.value },
        ),
      );
  }
  return found;
}

const claims = [
  { verdict: 'met', pattern: /(?:hoàn thành|đạt)\s+(\d+)\/(\d+)\s+(?:mục tiêu|chỉ tiêu)/giu },
  { verdict: 'not-met', pattern: /(\d+)\/(\d+)\s+(?:mục tiêu|chỉ tiêu)\s+(?:chưa đạt|không đạt|chưa hoàn thành)/giu },
  { verdict: 'unmeasured', pattern: /(\d+)\/(\d+)\s+(?:mục tiêu|chỉ tiêu)[^;.]{0,30}chưa đo/giu },
] as const;

/** "19/24 mục tiêu … hoàn thành" in the text against what the table's rows say. */
function countFindings(plan: ParsedPlan): Observation[] {
  const counts = verdictCounts(plan);
  const all = rowsOf(plan, 'results').length;
  if (all === 0) return [];
  return plan.paragraphs
    .filter((it) => it.kind === 'text')
    .flatMap((paragraph) =>
      claims.flatMap(({ verdict, pattern }) =>
        [...paragraph.text.matchAll(pattern)].flatMap((match): Observation[] => {
          const [printed, said, of] = [match[0], Number(match[1]), Number(match[2])];
          if (said === counts[verdict] && of === all) return [];
          return [
            {
              severity: 'decision',
              code: 'result-count-differs',
              line: paragraph.line,
              printed,
              proposed: `${counts[verdict]}/${all}`,
              vi: `Dòng ${paragraph.line}: lời văn nói “${printed}”, bảng kết quả cho ${counts[verdict]}/${all}.`,
              en: `Line ${paragraph.line}: the text says “${printed}”, the table of results gives ${counts[verdict]}/${all}.`,
              figures: { verdict, said, of, counted: counts[verdict], rows: all },
            },
          ];
        }),
      ),
    );
}

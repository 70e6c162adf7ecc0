import { type Observation, quoted } from '../finding.js';
import type { AdministrativeUnits } from '../reading/administrative-units.js';
import { type Figure, figuresIn } from '../reading/figures.js';
import { printNumber, printPercent } from '../reading/numbers.js';
import { cell, type ParsedPlan, rowsOf } from '../reading/parsed-plan.js';
import { clausesOf, type Passage, passagesOf, sentencesOf } from '../reading/passages.js';
import { appendicesMentioned } from '../reading/read-plan.js';
import { wordsOf } from '../reading/wording.js';
import { verdictOf } from './results.js';

/** One count as one place of the plan states it, with the rate beside it and the words around it. */
interface Statement {
  readonly passage: Passage;
  readonly count: Figure;
  readonly rate: Figure | null;
  readonly around: ReadonlySet<string>;
  readonly clause: string;
}

/** Places of the plan that say different things of one measure. */
export function conflictFindings(plan: ParsedPlan, units: readonly AdministrativeUnits[]): Observation[] {
  const statements = onceEach([...passagesOf(plan).flatMap(statementsIn), ...resultStatements(plan)]);
  return [
    ...rateConflicts(statements),
    ...nearlyEqual(statements),
    ...overTheWhole(plan),
    ...unmeasuredReasons(plan),
    ...rowCounts(plan),
    ...footnoteCounts(plan),
    ...unitCounts(plan, units),
  ];
}

/** A line that says the same figures again says nothing more. */
function onceEach(statements: readonly Statement[]): Statement[] {
  const said = new Map(statements.map((it) => [`${it.passage.line} ${it.count.value} ${it.rate?.value}`, it]));
  return [...said.values()].slice(0, 3_000);
}

function statementsIn(passage: Passage): Statement[] {
  return sentencesOf(passage.text).flatMap((sentence) =>
    clausesOf(sentence).flatMap((clause) => {
      const figures = figuresIn(clause);
      return figures.flatMap((count, i) => {
        if (count.percent || count.value < 1_000 || !/[.]/.test(count.printed)) return [];
        const next = figures[i + 1];
        const said = next?.percent && /(chiếm|đạt|t[ỷỉ] lệ)[^%]{0,25}$/iu.test(clause.slice(count.end, next.at));
        return [{ passage, count, rate: said && next ? next : null, around: wordsAround(clause, count), clause }];
      });
    }),
  );
}

/** A result's rate with the numerator that its note gives. */
function resultStatements(plan: ParsedPlan): Statement[] {
  return rowsOf(plan, 'results').flatMap(({ appendix, row }) => {
    const rate = figuresIn(cell(appendix, row, 'result'));
    const note = cell(appendix, row, 'note');
    const count = figuresIn(note).find((it) => it.of !== null && it.value >= 1_000);
    if (rate.length !== 1 || !rate[0]?.percent || !count) return [];
    const passage = { text: note, line: row.from, item: row.code, appendix: appendix.numeral, where: row.code };
    return [{ passage, count, rate: rate[0], around: wordsAround(note, count), clause: note }];
  });
}

const wordsAround = (text: string, at: Figure) =>
  new Set(
    [
      ...wordsOf(text.slice(Math.max(0, at.at - 120), at.at)).slice(-8),
      ...wordsOf(text.slice(at.end, at.end + 160)).slice(0, 10),
    ].filter((word) => /^\D{3,}$/.test(word)),
  );
const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((word) => b.has(word)).length;

/** One count with two rates: their wholes must differ. */
function rateConflicts(statements: readonly Statement[]): Observation[] {
  const rated = statements.filter((it) => it.rate !== null);
  return rated.flatMap((one, i) =>
    rated.slice(i + 1).flatMap((other): Observation[] => {
      if (!one.rate || !other.rate || one.count.value !== other.count.value || one.passage.line === other.passage.line) return [];
      if (Math.abs(one.rate.value - other.rate.value) < Math.max(one.rate.unit, other.rate.unit)) return [];
      if (shared(one.around, other.around) < 2) return [];
      const [wholeA, wholeB] = [wholeOf(one), wholeOf(other)];
      return [
        {
          severity: 'decision',
          code: 'rate-conflict',
          item: other.passage.item ?? one.passage.item,
          appendix: other.passage.appendix ?? one.passage.appendix,
          line: one.passage.line,
          printed: quoted(one.clause, 200),
          vi: `${one.count.printed} là ${one.rate.printed}% ở ${one.passage.where} (trên ${wholeA}) nhưng ${other.rate.printed}% ở ${other.passage.where} (trên ${wholeB}): hai mẫu số khác nhau.`,
          en: `${one.count.printed} is ${one.rate.printed}% in ${one.passage.where} (of ${wholeA}) but ${other.rate.printed}% in ${other.passage.where} (of ${wholeB}): two denominators.`,
          figures: {
            count: one.count.value,
            rates: [one.rate.value, other.rate.value],
            wholes: [wholeA, wholeB],
            places: [one.passage.where, other.passage.where],
          },
        },
      ];
    }),
  );
}

const wholeOf = ({ count, rate }: Statement) =>
  printNumber(count.of?.value ?? Math.round((count.value / (rate?.value ?? 100)) * 100));

/** Long figures that differ in one digit and are said of the same thing. The two sides of one ratio are not compared. */
function nearlyEqual(statements: readonly Statement[]): Observation[] {
  const long = statements.filter((it) => it.count.value >= 100_000);
  return long.flatMap((one, i) =>
    long.slice(i + 1).flatMap((other): Observation[] => {
      const [a, b] = [String(one.count.value), String(other.count.value)];
      if (one.passage.line === other.passage.line || a.length !== b.length) return [];
      if ([...a].filter((digit, at) => digit !== b[at]).length !== 1 || shared(one.around, other.around) < 2) return [];
      return [
        {
          severity: 'decision',
          code: 'nearly-equal-figures',
          item: other.passage.item ?? one.passage.item,
          appendix: other.passage.appendix ?? one.passage.appendix,
          line: one.passage.line,
          printed: quoted(one.clause, 200),
          vi: `${one.passage.where} in ${one.count.printed} (“${near(one)}”), ${other.passage.where} in ${other.count.printed} (“${near(other)}”): cùng một số liệu, lệch một chữ số.`,
          en: `${one.passage.where} prints ${one.count.printed} (“${near(one)}”), ${other.passage.where} prints ${other.count.printed} (“${near(other)}”): one measure, one digit apart.`,
          figures: { values: [one.count.value, other.count.value], places: [one.passage.where, other.passage.where] },
        },
      ];
    }),
  );
}

const near = ({ clause, count }: Statement) => quoted(clause.slice(count.at, count.end + 60), 60);

/** "27.457/27.457 hồ sơ CBCCVC" beside "277.909 CBCCVC": more of a kind than there are of it. */
function overTheWhole(plan: ParsedPlan): Observation[] {
  const passages = passagesOf(plan);
  const wholes = passages.flatMap((passage) =>
    figuresIn(passage.text).flatMap((figure) => {
      const kind = /^(?:\s+\p{L}+){0,2}?\s+(\p{Lu}{4,})\b/u.exec(passage.text.slice(figure.end))?.[1];
      return figure.of && figure.of.value === figure.value && kind ? [{ passage, figure, kind }] : [];
    }),
  );
  return passages.flatMap((passage) =>
    figuresIn(passage.text).flatMap((figure): Observation[] => {
      const kind = /^\s+(\p{Lu}{4,})(?!\p{L})(?!\s+và)/u.exec(passage.text.slice(figure.end))?.[1];
      const whole = wholes.find((it) => it.kind === kind && figure.value > it.figure.value);
      if (!kind || !whole || figure.percent || figure.of) return [];
      return [
        {
          severity: 'decision',
          code: 'count-over-whole',
          item: passage.item,
          appendix: passage.appendix,
          line: passage.line,
          printed: quoted(passage.text, 200),
          vi: `${passage.where}: ${figure.printed} ${kind}, trong khi ${whole.passage.where} cho biết chỉ có ${whole.figure.printed} ${kind}.`,
          en: `${passage.where}: ${figure.printed} ${kind}, while ${whole.passage.where} says that there are only ${whole.figure.printed}.`,
          figures: { count: figure.value, whole: whole.figure.value, kind, places: [passage.where, whole.passage.where] },
        },
      ];
    }),
  );
}

/** The text says that a ministry measures the unmeasured targets; a row's note says that nobody has laid down how. */
function unmeasuredReasons(plan: ParsedPlan): Observation[] {
  const claim = plan.paragraphs.find((it) => /chưa đo/iu.test(it.text) && /\bdo\s+(Bộ|Sở|Tổng cục|Cục|Ban)\s/u.test(it.text));
  if (!claim) return [];
  const said = /do\s+((?:Bộ|Sở|Tổng cục|Cục|Ban)\s[^,;.()]{3,120})/u.exec(claim.text)?.[1]?.trim() ?? '';
  return rowsOf(plan, 'results').flatMap(({ appendix, row }): Observation[] => {
    const note = cell(appendix, row, 'note');
    if (
      verdictOf(cell(appendix, row, 'result')) !== 'unmeasured' ||
      !/chưa có hướng dẫn|không có chỉ số|chưa hướng dẫn/iu.test(note)
    )
      return [];
    return [
      {
        severity: 'decision',
        code: 'unmeasured-reason-conflict',
        item: row.code,
        appendix: appendix.numeral,
        line: row.from,
        printed: note,
        vi: `${row.code}: dòng ${claim.line} nói các mục tiêu chưa đo lường “do ${quoted(said, 80)}”, còn ghi chú của dòng này nói “${quoted(note, 120)}”.`,
        en: `${row.code}: line ${claim.line} says that the unmeasured targets are measured by “${quoted(said, 80)}”, this row's note says “${quoted(note, 120)}”.`,
        figures: { claimLine: claim.line, claim: claim.text },
      },
    ];
  });
}

/** "29 nhiệm vụ, dự án … (Chi tiết tại Phụ lục II)" against the rows of that appendix. */
function rowCounts(plan: ParsedPlan): Observation[] {
  return appendicesMentioned(plan).flatMap(({ numeral, line }): Observation[] => {
    const rows = plan.appendices.find((it) => it.numeral === numeral)?.sections.flatMap((section) => section.rows).length;
    const at = plan.paragraphs.findIndex((it) => it.line === line);
    const nearby = plan.paragraphs.slice(Math.max(0, at - 3), at + 1);
    const said = nearby
      .flatMap((it) =>
        [...it.text.matchAll(/(?<![\d/.,])(\d{1,3})\s+(?:nhiệm vụ|mục tiêu|chỉ tiêu|dự án)/giu)].map((match) => ({ it, match })),
      )
      .at(-1);
    if (!rows || !said || Number(said.match[1]) === rows) return [];
    return [
      {
        severity: 'decision',
        code: 'row-count-differs',
        appendix: numeral,
        line: said.it.line,
        printed: said.match[0],
        proposed: String(rows),
        vi: `Dòng ${said.it.line} nói “${said.match[0]}”, Phụ lục ${numeral} có ${rows} dòng.`,
        en: `Line ${said.it.line} says “${said.match[0]}”, Appendix ${numeral} has ${rows} rows.`,
        figures: { said: Number(said.match[1]), rows },
      },
    ];
  });
}

/** "21/24 dịch vụ …[1]" against the (1), (2), … that footnote 1 lists. */
function footnoteCounts(plan: ParsedPlan): Observation[] {
  return plan.paragraphs
    .filter((it) => it.kind === 'footnote')
    .flatMap((footnote): Observation[] => {
      const mark = /^\s*(\[\d+\])/.exec(footnote.text)?.[1] ?? '';
      let listed = 0;
      for (const match of footnote.text.matchAll(/\((\d{1,3})\)/g)) {
        if (Number(match[1]) !== listed + 1) break;
        listed += 1;
      }
      const sentence = plan.paragraphs
        .filter((it) => it.kind === 'text' && it.text.includes(mark))
        .flatMap((it) => sentencesOf(it.text).filter((part) => part.includes(mark)))[0];
      if (!sentence || listed < 2) return [];
      const figures = figuresIn(sentence.slice(0, sentence.indexOf(mark)));
      if (figures.length === 0 || figures.some((it) => it.value === listed)) return [];
      return [
        {
          severity: 'notice',
          code: 'footnote-count-differs',
          line: footnote.line,
          printed: quoted(sentence, 200),
          proposed: String(listed),
          vi: `Chú thích ${mark} liệt kê ${listed} mục, câu dẫn nêu ${figures.map((it) => it.printed).join(', ')}.`,
          en: `Footnote ${mark} lists ${listed} entries, the sentence says ${figures.map((it) => it.printed).join(', ')}.`,
          figures: { listed, said: figures.map((it) => it.value) },
        },
      ];
    });
}

/** "86/101 đơn vị cấp xã" against the number of such units on the day the plan was adopted. */
function unitCounts(plan: ParsedPlan, units: readonly AdministrativeUnits[]): Observation[] {
  const here = units.filter((it) => it.place === plan.place);
  return passagesOf(plan).flatMap((passage) =>
    figuresIn(passage.text).flatMap((figure): Observation[] => {
      const after = passage.text.slice(figure.end, figure.end + 40);
      const level = here.find((it) =>
        new RegExp(`^\\s+(?:đơn vị )?(?:hành chính )?${it.level}(?!\\p{L})`, 'iu').test(after),
      )?.level;
      const now = here.find(
        (it) => it.level === level && it.from <= plan.adoptedOn && (it.to === null || plan.adoptedOn < it.to),
      );
      if (!figure.of || !now || now.count === figure.of.value) return [];
      const then = here.find((it) => it.level === level && it.count === figure.of?.value);
      return [
        {
          severity: 'notice',
          code: 'unit-count-differs',
          line: passage.line,
          item: passage.item,
          appendix: passage.appendix,
          printed: `${figure.printed}/${figure.of.printed}${after.split(/[,;.]/u)[0]}`,
          proposed: String(now.count),
          vi: `${passage.where}: mẫu số ${figure.of.printed} đơn vị ${now.level}${then ? ` đúng trước ngày ${shown(then.to)}` : ''}; vào ngày ban hành là ${now.count} (${printPercent((figure.value / now.count) * 100)})${now.source ? `, theo ${now.source}` : ''}.`,
          en: `${passage.where}: the denominator of ${figure.of.printed} (${now.level})${then ? ` was right before ${shown(then.to)}` : ''}; on the day of adoption there were ${now.count} (${printPercent((figure.value / now.count) * 100)})${now.source ? `, by ${now.source}` : ''}.`,
          figures: { printed: figure.of.value, onAdoption: now.count, from: now.from, source: now.source },
        },
      ];
    }),
  );
}

const shown = (day: string | null) => (day ?? '').split('-').reverse().join('/');

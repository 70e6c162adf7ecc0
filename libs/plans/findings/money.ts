import { type Observation, quoted } from '../finding.js';
import { printNumber, readMoney } from '../reading/numbers.js';
import { type Appendix, type ColumnRole, cell, type ParsedPlan } from '../reading/parsed-plan.js';

const moneyRoles: readonly ColumnRole[] = ['total', 'allotted'];

/** Adds up every money column of the project tables: sections against their rows, the grand total against all rows. */
export function moneyFindings(plan: ParsedPlan): Observation[] {
  return plan.appendices
    .filter((appendix) => appendix.kind === 'projects')
    .flatMap((appendix) => [...moneyRoles.flatMap((role) => columnFindings(appendix, role)), ...projectFindings(appendix)]);
}

function columnFindings(appendix: Appendix, role: ColumnRole): Observation[] {
  const column = appendix.columns.find((it) => it.role === role);
  if (!column) return [];
  const unit = unitOf(appendix);
  const printedTotal = appendix.total ? readMoney(cell(appendix, appendix.total, role)) : null;
  const sections = appendix.sections.map((section) => ({
    section,
    printed: readMoney(cell(appendix, section, role)),
    sum: section.rows.reduce((sum, row) => sum + (readMoney(cell(appendix, row, role)) ?? 0), 0),
  }));
  const rowsSum = sections.reduce((sum, it) => sum + it.sum, 0);
  const subtotalsSum = sections.reduce((sum, it) => sum + (it.printed ?? it.sum), 0);
  const found: Observation[] = [];
  for (const { section, printed, sum } of sections) {
    if (printed === null || printed === sum) continue;
    const swapped = isDigitSwap(printed, sum);
    const totalAgrees = printedTotal === rowsSum;
    const where = `${appendix.numeral}.${section.numeral}`;
    found.push({
      severity: 'decision',
      code: 'subtotal-differs',
      appendix: appendix.numeral,
      line: section.line,
      printed: cell(appendix, section, role),
      proposed: printNumber(sum),
      vi:
        `Mục ${where}, cột “${column.name}”: in ${printNumber(printed)}, các dòng cộng lại là ${printNumber(sum)}${unit.vi}` +
        `${swapped ? ' (hai chữ số đảo chỗ)' : ''}` +
        `${totalAgrees ? `; tổng cộng ${printNumber(rowsSum)} khớp với các dòng, còn các tổng mục in cộng lại thành ${printNumber(subtotalsSum)} (lệch ${printNumber(subtotalsSum - rowsSum)})` : ''}.`,
      en:
        `Section ${where}, column “${column.name}”: printed ${printNumber(printed)}, its rows add to ${printNumber(sum)}${unit.en}` +
        `${swapped ? ' (two digits swapped)' : ''}` +
        `${totalAgrees ? `; the grand total ${printNumber(rowsSum)} agrees with the rows, while the printed subtotals add to ${printNumber(subtotalsSum)} (off by ${printNumber(subtotalsSum - rowsSum)})` : ''}.`,
      figures: {
        section: where,
        column: column.name,
        printed,
        rows: sum,
        swapped,
        grandTotal: printedTotal,
        subtotals: subtotalsSum,
      },
    });
  }
  if (printedTotal !== null && printedTotal !== rowsSum)
    found.push({
      severity: 'decision',
      code: 'grand-total-differs',
      appendix: appendix.numeral,
      line: appendix.total?.line ?? appendix.line,
      printed: printNumber(printedTotal),
      proposed: printNumber(rowsSum),
      vi: `Phụ lục ${appendix.numeral}, cột “${column.name}”: tổng cộng in ${printNumber(printedTotal)}, các dòng cộng lại là ${printNumber(rowsSum)}${unit.vi}.`,
      en: `Appendix ${appendix.numeral}, column “${column.name}”: the grand total is printed as ${printNumber(printedTotal)}, the rows add to ${printNumber(rowsSum)}${unit.en}.`,
      figures: { column: column.name, printed: printedTotal, rows: rowsSum, subtotals: subtotalsSum },
    });
  return found;
}

/** Money given in a year outside the project's own years, more than its total, or not readable as a number. */
function projectFindings(appendix: Appendix): Observation[] {
  const year = Number(/năm\s+(\d{4})/iu.exec(appendix.title)?.[1] ?? Number.NaN);
  return appendix.sections.flatMap((section) =>
    section.rows.flatMap((row): Observation[] => {
      const at = { item: row.code, appendix: appendix.numeral, line: row.from, severity: 'decision' as const };
      const years = cell(appendix, row, 'due');
      const [from, to] = [...years.matchAll(/\b(20\d\d)\b/g)].map((match) => Number(match[1]));
      const total = readMoney(cell(appendix, row, 'total'));
      const allotted = readMoney(cell(appendix, row, 'allotted'));
      const title = quoted(cell(appendix, row, 'title'), 60);
      const found: Observation[] = [];
      for (const role of moneyRoles) {
        const text = cell(appendix, row, role);
        if (text !== '' && readMoney(text) === null)
          found.push({
            ...at,
            code: 'amount-unreadable',
            printed: text,
            vi: `${row.code}: “${text}” không đọc được thành số tiền.`,
            en: `${row.code}: “${text}” cannot be read as an amount.`,
          });
      }
      if (allotted && from && Number.isFinite(year) && (year > (to ?? from) || year < from))
        found.push({
          ...at,
          code: 'allotted-outside-period',
          printed: years,
          vi: `${row.code} “${title}”: thời gian ${years} nhưng được phân khai ${printNumber(allotted)} năm ${year}.`,
          en: `${row.code} “${title}”: its period is ${years}, yet ${printNumber(allotted)} is allotted in ${year}.`,
          figures: { from, to: to ?? from, year, allotted },
        });
      if (allotted !== null && total !== null && allotted > total)
        found.push({
          ...at,
          code: 'allotted-over-total',
          printed: printNumber(allotted),
          vi: `${row.code} “${title}”: vốn phân khai ${printNumber(allotted)} lớn hơn tổng mức ${printNumber(total)}.`,
          en: `${row.code} “${title}”: ${printNumber(allotted)} is allotted out of a total of ${printNumber(total)}.`,
          figures: { allotted, total },
        });
      return found;
    }),
  );
}

/** What a money column's million đồng are called after a figure; nothing when the table prints another unit. */
const unitOf = (appendix: Appendix) =>
  /triệu/iu.test(appendix.unit) ? { vi: ' triệu đồng', en: ' million đồng' } : { vi: '', en: '' };

/** 8530 for 8350: the same digits with two neighbours changed round. */
function isDigitSwap(a: number, b: number): boolean {
  const [x, y] = [String(a), String(b)];
  if (x.length !== y.length) return false;
  const differing = [...x].flatMap((digit, i) => (digit === y[i] ? [] : [i]));
  const [i = 0, j = 0] = differing;
  return differing.length === 2 && j === i + 1 && x[i] === y[j] && x[j] === y[i];
}

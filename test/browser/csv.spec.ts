import { csv, defused } from '../../apps/web/src/tasks/register/csv.js';

describe('a table for a spreadsheet', () => {
  it.each(['=HYPERLINK("http://x")', '+1+1', '@SUM(A1)', '-cmd', '\tx', '\rx'])('does not let %j run', (cell) =>
    expect(defused(cell)).toBe(`'${cell}`),
  );
  it.each(['-12', '-3,5', 'Sở Y tế', ''])('leaves %j alone', (cell) => expect(defused(cell)).toBe(cell));
  it('begins with a byte order mark and keeps quotes, commas and line breaks inside their cells', () =>
    expect(csv([['a', 'b "c"', 'd,e', 'f\ng']])).toBe('\uFEFFa,"b ""c""","d,e","f\ng"\r\n'));
});

/** A cell that a spreadsheet would run (=, +, -, @, tab, return) gets an apostrophe; a plain negative number is left alone. */
export const defused = (cell: string): string =>
  /^[=+\-@\t\r]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell) ? `'${cell}` : cell;

/** RFC 4180 with CRLF and a byte order mark, without which Excel reads Vietnamese as Latin. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows
    .map((row) =>
      row
        .map(defused)
        .map((cell) => (/[",\r\n;]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell))
        .join(','),
    )
    .join('\r\n')}\r\n`;

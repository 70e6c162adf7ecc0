import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import {
  beginning,
  type Instant,
  type LocalDate,
  type PlanId,
  type Position,
  planId,
  type Recorded,
  Refusal,
  shown,
} from '#language';
import { dueInWords, statusLabels, TaskList, type TaskRow } from '#tasks';
import { mustTakeAFile, partialOf } from './destination.js';
import { Misuse } from './failing.js';
import type { Installation } from './installation.js';
import type { Screen } from './screen.js';

export interface ExportOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly plan?: string;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

/**
 * `tiendo export`: the whole log, one event a line (ndjson), or the register as a table (csv). A file appears under its name only when
 * it is whole. Without a file it goes to standard output.
 */
export async function exportTo(
  it: Installation,
  screen: Screen,
  path: string | undefined,
  options: ExportOptions,
): Promise<void> {
  const format = options.format ?? (path?.endsWith('.csv') ? 'csv' : 'ndjson');
  const counted = { lines: 0 };
  if (format === 'ndjson' && (options.plan ?? options.asOf ?? options.knownOn) !== undefined) throw onlyTheRegister();
  if (path !== undefined) await mustTakeAFile(path);
  const lines = format === 'csv' ? register(it, options, counted, screen) : log(it, counted, screen);
  if (path === undefined) return pipeline(lines, screen.out, { end: false });
  const partial = partialOf(path);
  const file = await open(partial, 'wx');
  try {
    await pipeline(lines, file.createWriteStream());
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const { say } = screen;
  screen.answer({ path, format, lines: counted.lines }, [
    format === 'csv'
      ? say(`Đã xuất ${counted.lines} nhiệm vụ vào ${path}.`, `${counted.lines} tasks written to ${path}.`)
      : say(`Đã xuất ${counted.lines} sự kiện vào ${path}.`, `${counted.lines} events written to ${path}.`),
  ]);
}

const page = 1_000;

async function* log({ store }: Installation, counted: { lines: number }, screen: Screen): AsyncGenerator<string> {
  const head = await store.head();
  const bar = screen.progress(screen.say('xuất', 'export'));
  try {
    for (let after: Position = beginning; after < head; ) {
      const events = await store.readLog({ after, limit: page });
      if (events.length === 0) return;
      after = events.at(-1)?.position ?? after;
      counted.lines += events.length;
      yield events.map(lineOf).join('');
      bar.at(Number(after), Number(head));
    }
  } finally {
    bar.end();
  }
}

const lineOf = ({ position, ...event }: Recorded): string => `${JSON.stringify({ position: position.toString(), ...event })}\n`;

type Column = readonly [vi: string, en: string, of: (row: TaskRow, screen: Screen) => string];
const day = (it: LocalDate | null) => (it === null ? '' : shown(it));
const number = (it: number | null) => (it === null ? '' : String(it).replace('.', ','));

const registerColumns: readonly Column[] = [
  ['Mã nhiệm vụ', 'Task', (row) => row.id],
  ['Mục', 'Item', (row) => row.item],
  ['Nhóm nhiệm vụ', 'Section', (row) => row.section],
  ['Nhiệm vụ', 'Title', (row) => row.title],
  ['Cơ quan chủ trì', 'Accountable agency', (row) => row.agency.name],
  ['Cơ quan phối hợp', 'Coordinating', (row) => row.coordinating.map((it) => it.printed).join('; ')],
  ['Thời hạn', 'Due', (row, { say }) => say(dueInWords(row.due).vi, dueInWords(row.due).en)],
  ['Hạn đầu tiên', 'First due', (row) => day(row.firstDue)],
  ['Hạn hiện hành', 'Due in force', (row) => day(row.dueOn)],
  ['Tình trạng', 'Status', (row, { say }) => say(statusLabels[row.status].vi, statusLabels[row.status].en)],
  ['Số ngày trễ', 'Days late', (row) => number(row.lateDays)],
  ['Tiến độ (%)', 'Progress (%)', (row) => number(row.progress)],
  ['Báo cáo gần nhất', 'Last report', (row) => day(row.reportedOn)],
  ['Số lần gia hạn', 'Extensions', (row) => number(row.extensions)],
  ['Mô phỏng', 'Simulated', (row, { say }) => (row.simulated ? say('có', 'yes') : '')],
];

/** Begins with a byte-order mark, so that spreadsheets read Vietnamese; cells that a spreadsheet would run are defused. */
function register(
  { queries, runner, store }: Installation,
  options: ExportOptions,
  counted: { lines: number },
  screen: Screen,
): NodeJS.ReadableStream {
  const plan: PlanId | undefined = options.plan === undefined ? undefined : planId(options.plan);
  const clocks = { ...(options.asOf && { asOf: options.asOf }), ...(options.knownOn && { knownOn: options.knownOn }) };
  async function* rows(): AsyncGenerator<readonly string[]> {
    if (!(await runner.waitFor('task-board', await store.head(), 60_000))) throw behind();
    yield registerColumns.map(([vi, en]) => screen.say(vi, en));
    for (let at = 1; ; at++) {
      const found = await queries.execute(new TaskList({ ...clocks, ...(plan && { plan }), sort: 'item', page: at, size: 200 }));
      for (const row of found.rows) yield registerColumns.map(([, , of]) => of(row, screen));
      counted.lines += found.rows.length;
      if (found.rows.length === 0 || counted.lines >= found.total) return;
    }
  }
  const table = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  pipeline(rows, table).catch((error: Error) => table.destroy(error));
  return table;
}

/** A log without some of its events is no log; what was true on a day is asked of the register. */
const onlyTheRegister = () =>
  new Misuse(
    '--plan, --as-of và --known-on chỉ dùng được khi xuất sổ theo dõi (--format csv); nhật ký luôn được xuất toàn bộ.',
    '--plan, --as-of and --known-on are for the register (--format csv); the log is always written whole.',
  );

const behind = () =>
  new Refusal('rows-behind', {
    kind: 'unavailable',
    vi: 'Bảng nhiệm vụ chưa theo kịp nhật ký nên chưa xuất được; xem /api/health hoặc chạy: tiendo rebuild task-board',
    en: 'The task board has not caught up with the log, so nothing is exported; see /api/health or run: tiendo rebuild task-board',
  });

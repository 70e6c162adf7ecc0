import { deflateRawSync } from 'node:zlib';
import { read } from '@e965/xlsx';
import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import { type Client, startTestServer, type TestServer } from '../server.js';

const head = [
  ['ỦY BAN NHÂN DÂN TỈNH HOA LƯ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
  ['Số: 7/KH-UBND | Hoa Lư, ngày 05 tháng 01 năm 2025'],
  ['KẾ HOẠCH'],
  ['PHÁT TRIỂN DU LỊCH NĂM 2025'],
  ['KT. CHỦ TỊCH | Trần Văn Hai'],
  ['PHỤ LỤC I'],
  ['NHIỆM VỤ'],
];
const columns = ['TT', 'Thời hạn', 'Công việc', 'Cơ quan thực hiện'];

/** A workbook of rows of text; `cells` may be richer. */
const workbook = async (rows: readonly (readonly Cell[])[]): Promise<Uint8Array> =>
  new Uint8Array(
    await writeXlsxFile(
      rows.map((row) => row.map((value): Cell => (typeof value === 'string' ? { value, type: String } : value))),
    ).toBuffer(),
  );

describe('a plan in .xlsx', () => {
  let server: TestServer;
  let standing: Client;
  const upload = (name: string, bytes: Uint8Array, query = 'dryRun=true') => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), name);
    return standing.send('POST', `/plans/import?${query}`, { raw: form });
  };
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    await server.watched();
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(() => server.close());

  const exported = async () => {
    const answer = await fetch(`${server.url}/api/plans/267-2025/workbook`, { headers: { cookie: standing.cookie } });
    expect(answer.status).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };

  it('is read by the same door: dates, percents and numbers as they are written, merged cells in every row', async () => {
    const day = { value: new Date('2025-06-30T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' };
    const bytes = await workbook([
      ...head,
      columns,
      ['1', day, 'Mở tuyến xe điện', 'Sở Xây dựng'],
      ['2', '', 'Sửa bến', 'Sở Xây dựng'],
    ]);
    const { status, body } = await upload('hoa-lu.xlsx', bytes);
    expect([status, body.plan, body.tasks, body.counts.items]).toEqual([200, '7-2025', 2, 2]);
    expect(body.findings.filter((it: { severity: string }) => it.severity === 'blocking')).toEqual([]);
    const imported = await upload('hoa-lu.xlsx', bytes, 'dryRun=false');
    const { rows } = (await standing.get(`/plans/7-2025/items?after=${imported.body.position}`)).body;
    expect(rows.map((it: { due: { on?: string } }) => it.due.on ?? null)).toEqual(['2025-06-30', null]);
  });

  it('names a bad row by its number in the sheet, and still shows the good ones', async () => {
    const bytes = await workbook([
      ...head,
      columns,
      ['1', 'Năm 2025', 'Mở tuyến', 'Sở Y tế'],
      ['', '', 'Không có số', 'Sở Y tế'],
    ]);
    const { body } = await upload('xau.xlsx', bytes);
    const blocking = body.findings.filter((it: { severity: string }) => it.severity === 'blocking');
    expect(blocking).toMatchObject([{ code: 'row-without-ordinal', line: 10, vi: expect.stringContaining('Dòng 10') }]);
    expect(body.counts.items).toBe(1);
  });

  it('comes in whole or not at all: every bad row is named in the refusal, and once mended all rows come in', async () => {
    const numbered = head.map(([text]) => [text?.replace('7/KH', '11/KH') ?? '']);
    const rows = (third: string) => [
      ...numbered,
      columns,
      ['1', 'Năm 2025', 'Mở tuyến', 'Sở Y tế'],
      ['', 'Năm 2025', 'Không có số', 'Sở Y tế'],
      [third, 'Năm 2025', 'Hai lần một số', 'Sở Xây dựng'],
    ];
    const log = async () => (await standing.get('/health')).body.projections[0].head;
    const before = await log();
    const bad = await workbook(rows('1'));
    const dry = await upload('xau.xlsx', bad);
    expect([dry.body.counts.items, dry.body.counts.findings.blocking, dry.body.eventsWritten]).toEqual([1, 2, 0]);
    const refused = await upload('xau.xlsx', bad, 'dryRun=false');
    expect([refused.status, refused.body.code]).toEqual([400, 'plan-has-blocking-findings']);
    for (const words of ['Chưa nhập gì: tệp có 2 lỗi chặn', '1 dòng khác đọc được', 'Dòng 10:', 'Dòng 11:'])
      expect(refused.body.detail).toContain(words);
    expect(refused.body.figures.findings.map((it: { line: number }) => it.line)).toEqual([10, 11]);
    expect(await log()).toBe(before);
    expect((await standing.get('/plans/11-2025')).status).toBe(404);
    const mended = rows('3').map((row) => (row[0] === '' ? ['2', ...row.slice(1)] : row));
    const done = await upload('xau.xlsx', await workbook(mended), 'dryRun=false');
    expect([done.status, done.body.counts.items, done.body.tasks]).toEqual([201, 3, 3]);
    // A plan in force is not touched by a bad file either.
    const inForce = await log();
    const worse = mended.map((row) =>
      row[0] === '2' ? ['', ...row.slice(1)] : row[0] === '1' ? ['1', 'Quý I/2025', ...row.slice(2)] : row,
    );
    const file = await workbook(worse);
    const { confirm } = { confirm: (await upload('xau.xlsx', file)).body.file.sha256 };
    expect((await upload('xau.xlsx', file, `dryRun=false&confirm=${confirm}`)).body.code).toBe('plan-has-blocking-findings');
    expect(await log()).toBe(inForce);
  });

  it('06.10 with bad rows has them named by number and the good ones not lost: they come in when somebody says so, the bad ones wait', async () => {
    const numbered = head.map(([text]) => [text?.replace('7/KH', '13/KH') ?? '']);
    const file = (bad: string, first = 'Năm 2025') =>
      workbook([
        ...numbered,
        columns,
        ['1', first, 'Mở tuyến', 'Sở Y tế'],
        [bad, 'Năm 2025', 'Sửa bến thuyền', 'Sở Xây dựng'],
        ['3', 'Năm 2025', 'Tập huấn', 'Sở Y tế'],
      ]);
    const bytes = await file('');
    const dry = await upload('dong-loi.xlsx', bytes, 'dryRun=true&leaveOut=true');
    expect([dry.body.mayLeaveOut, dry.body.counts.items, dry.body.tasks]).toEqual([true, 2, 2]);
    expect((await upload('dong-loi.xlsx', bytes, 'dryRun=false')).body).toMatchObject({
      code: 'plan-has-blocking-findings',
      figures: { mayLeaveOut: true },
    });
    const taken = await upload('dong-loi.xlsx', bytes, 'dryRun=false&leaveOut=true');
    expect([taken.status, taken.body.tasks, taken.body.eventsWritten]).toEqual([201, 2, dry.body.eventsWritten]);
    const plan = (await standing.get(`/plans/13-2025?after=${taken.body.position}`)).body;
    expect([plan.counts.items, plan.counts.tasks]).toEqual([2, 2]);
    const blocking = async () =>
      (await standing.get('/plans/13-2025/findings?severity=blocking&open=true')).body.rows as { id: string; printed: string }[];
    const [waiting] = await blocking();
    expect(waiting).toMatchObject({ line: 10, printed: ' | Năm 2025 | Sửa bến thuyền | Sở Xây dựng' });
    const settled = await standing.post(`/plans/13-2025/findings/${waiting?.id}/settlement`, { choice: 'change', value: '2' });
    expect([settled.status, settled.body.code]).toEqual([422, 'mend-in-the-file']);
    expect((await upload('dong-loi.xlsx', bytes, 'dryRun=false')).body).toMatchObject({ eventsWritten: 0, unchanged: true });
    // A row in force is not taken for removed while a row beside it cannot be read.
    const other = await file('', 'Quý III/2025');
    const seen = await upload('dong-loi.xlsx', other, 'dryRun=true&leaveOut=true');
    expect(seen.body.differences.map((it: { kind: string }) => it.kind)).toEqual(['changed']);
    const mended = await file('2');
    const shown = await upload('dong-loi.xlsx', mended);
    expect(shown.body.differences).toMatchObject([{ kind: 'added', code: 'I.2' }]);
    const done = await upload('dong-loi.xlsx', mended, `dryRun=false&confirm=${shown.body.file.sha256}`);
    expect([done.status, done.body.tasks]).toEqual([201, 3]);
    expect((await standing.get(`/plans/13-2025?after=${done.body.position}`)).body.counts).toMatchObject({ items: 3, tasks: 3 });
    expect(await blocking()).toEqual([]);
  });

  it('that lacks a whole appendix is refused even so: nobody knows what was cut off', async () => {
    const bytes = await workbook([
      ...head.map(([text]) => [text?.replace('7/KH', '14/KH') ?? '']).slice(0, 4),
      ['Chi tiết tại Phụ lục II kèm theo.'],
      ...head.slice(4),
      columns,
      ['1', 'Năm 2025', 'Mở tuyến', 'Sở Y tế'],
    ]);
    const answer = await upload('thieu.xlsx', bytes, 'dryRun=false&leaveOut=true');
    expect([answer.status, answer.body.code, answer.body.figures.mayLeaveOut]).toEqual([
      400,
      'plan-has-blocking-findings',
      false,
    ]);
  });

  it('of several sheets has its bad row named by the sheet and the number that Excel shows', async () => {
    const sheets = [
      {
        sheet: 'Kế hoạch',
        data: head.slice(0, 5).map(([text]) => [{ value: text?.replace('7/KH', '12/KH') ?? '', type: String }]),
      },
      {
        sheet: 'Phụ lục I',
        data: [...head.slice(5), columns, ['1', 'Năm 2025', 'Mở tuyến', 'Sở Y tế'], ['', 'Năm 2025', 'Thiếu số', 'Sở Y tế']].map(
          (row) => row.map((value) => ({ value: String(value), type: String })),
        ),
      },
    ];
    const bytes = new Uint8Array(await writeXlsxFile(sheets).toBuffer());
    const { body } = await upload('nhieu-trang.xlsx', bytes);
    const blocking = body.findings.filter((it: { severity: string }) => it.severity === 'blocking');
    expect(blocking).toMatchObject([
      {
        code: 'row-without-ordinal',
        vi: expect.stringMatching(/^Trang “Phụ lục I”, dòng 5:/),
        en: expect.stringMatching(/^Sheet “Phụ lục I”, row 5:/),
        figures: { sheet: 'Phụ lục I', row: 5 },
      },
    ]);
  });

  it('with something written beyond the last row that is read is refused, and not taken without it', async () => {
    const far: readonly (readonly Cell[])[] = [
      ...head,
      columns,
      ['1', 'Năm 2025', 'Mở tuyến', 'Sở Y tế'],
      ...Array.from({ length: 6_000 }, () => []),
      ['2', 'Năm 2025', 'Sửa bến', 'Sở Y tế'],
    ];
    const { status, body } = await upload('xa.xlsx', await workbook(far));
    expect([status, body.code, body.figures]).toEqual([413, 'file-too-large', { what: 'rows', count: far.length, most: 5_000 }]);
  });

  it('06.10 exported and imported with nothing changed writes nothing; one changed cell is one difference', async () => {
    const bytes = await exported();
    const dry = await upload('267-2025.xlsx', bytes);
    expect([dry.body.differences, dry.body.unchanged]).toEqual([[], true]);
    const again = await upload('267-2025.xlsx', bytes, 'dryRun=false');
    expect([again.status, again.body.eventsWritten, again.body.unchanged]).toEqual([200, 0, true]);
    const book = read(bytes, { type: 'buffer', dense: true });
    const rows = Array.from(book.Sheets[book.SheetNames[0] ?? '']?.['!data'] ?? [], (row) =>
      Array.from(row ?? [], (it) => String(it?.v ?? '')),
    );
    const at = rows.findIndex((row) => row[4] === 'Quí II/2025');
    expect(at).toBeGreaterThan(0);
    rows[at] = (rows[at] ?? []).map((text) => (text === 'Quí II/2025' ? 'Quí III/2025' : text));
    const changed = await upload('267-2025.xlsx', await workbook(rows));
    expect(changed.body.differences).toHaveLength(1);
    expect(changed.body.differences[0]).toMatchObject({ kind: 'changed', code: expect.stringMatching(/^IV\./) });
  });

  it('is exported without formulas: words that begin with = stay words', async () => {
    const evil = '=HYPERLINK("http://example.org")';
    await upload(
      'evil.xlsx',
      await workbook([
        ...head.map(([text]) => [text?.replace('7/KH', '9/KH') ?? '']),
        columns,
        ['1', 'Năm 2025', evil, 'Sở Y tế'],
      ]),
      'dryRun=false',
    );
    const answer = await fetch(`${server.url}/api/plans/9-2025/workbook`, { headers: { cookie: standing.cookie } });
    const book = read(new Uint8Array(await answer.arrayBuffer()), { type: 'buffer', dense: true });
    const cells = (book.Sheets[book.SheetNames[0] ?? '']?.['!data'] ?? []).flatMap((row) => Array.from(row ?? [], (it) => it));
    expect(cells.some((it) => it?.f !== undefined)).toBe(false);
    expect(cells.find((it) => it?.v === evil)?.t).toBe('s');
  });

  it('that unpacks to gigabytes, is damaged or has endless columns is refused in words, and soon', async () => {
    const bomb = zipOf('xl/workbook.xml', deflateRawSync(Buffer.alloc(40_000_000)));
    expect((await upload('bomb.xlsx', bomb)).body).toMatchObject({ status: 413, code: 'file-too-large' });
    const whole = await exported();
    expect((await upload('cut.xlsx', whole.subarray(0, whole.length - 300))).body).toMatchObject({ code: 'file-unreadable' });
    const wide = await workbook([...head, Array.from({ length: 100 }, (_, i) => `Cột ${i}`)]);
    expect((await upload('wide.xlsx', wide)).body).toMatchObject({
      status: 413,
      code: 'file-too-large',
      figures: { what: 'columns' },
    });
  });
});

/** A ZIP with one deflated part, sizes as its maker likes. */
function zipOf(name: string, packed: Buffer): Uint8Array {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(10, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(10, 24);
  entry.writeUInt16LE(name.length, 28);
  const directory = Buffer.concat([entry, Buffer.from(name)]);
  const before = local.length + name.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(before, 16);
  return new Uint8Array(Buffer.concat([local, Buffer.from(name), packed, directory, end]));
}

describe('findings settled in bulk', () => {
  let server: TestServer;
  let standing: Client;
  beforeAll(async () => {
    server = await startTestServer();
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(() => server.close());
  const open = async (after: string) => {
    const { body } = await standing.get(`/plans/267-2025/findings?open=true&after=${after}`);
    return body.rows as { id: string; code: string; proposed: string | null; printed: string }[];
  };

  it('are each an event with its author; what has no proposal is named with the reason, and the print stays', async () => {
    const before = await open('0');
    const some = before.filter((it) => it.proposed !== null && !it.code.startsWith('deadline')).slice(0, 5);
    const [without] = before.filter((it) => it.proposed === null);
    const findings = [...some.map((it) => it.id), without?.id ?? '', 'khong-co'];
    const first = await standing.post('/plans/267-2025/settlements', { findings, choice: 'accept' });
    expect(first.status).toBe(201);
    expect(first.body.settled.sort()).toEqual(some.map((it) => it.id).sort());
    expect(first.body.refused.map((it: { code: string }) => it.code)).toEqual(['nothing-proposed', 'unknown-finding']);
    const again = await standing.post('/plans/267-2025/settlements', { findings, choice: 'accept' });
    expect([again.status, again.body.settled, again.body.unchanged.length]).toEqual([200, [], 5]);
    const { body } = await standing.get(`/plans/267-2025/findings?open=false&after=${first.body.position}`);
    const mine = body.rows.filter((it: { id: string }) => some.some((one) => one.id === it.id));
    expect(mine).toHaveLength(5);
    for (const it of mine) {
      expect(it.settled).toMatchObject({ choice: 'accept', by: expect.stringMatching(/^u_/) });
      expect(it.printed).toBe(some.find((one) => one.id === it.id)?.printed);
    }
  });

  it('of one code are kept with a note, all at once; and nobody else may', async () => {
    const before = await open('0');
    const counts = before.reduce((all, it) => all.set(it.code, (all.get(it.code) ?? 0) + 1), new Map<string, number>());
    const [code, n] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    const kept = await standing.post('/plans/267-2025/settlements', { code, choice: 'keep', note: 'Theo bản in' });
    expect([kept.status, kept.body.settled.length]).toEqual([201, n]);
    expect((await open(kept.body.position)).some((it) => it.code === code)).toBe(false);
    const ofRow = await standing.post('/plans/267-2025/settlements', { item: 'IV.VI.3', choice: 'keep', note: 'Theo bản in' });
    expect(ofRow.status).toBe(201);
    const left = await open(ofRow.body.position);
    expect(left.some((it) => (it as { item?: string }).item === 'IV.VI.3')).toBe(false);
    expect(left.length).toBeGreaterThan(20);
    const notices = await standing.post('/plans/267-2025/settlements', { severity: 'notice', choice: 'keep' });
    const decisions = await open(notices.body.position);
    expect([...new Set(decisions.map((it) => (it as { severity?: string }).severity))]).toEqual(['decision']);
    const officer = await server.as('officer', 'so-y-te');
    expect((await officer.post('/plans/267-2025/settlements', { code, choice: 'keep' })).status).toBe(403);
  });
});

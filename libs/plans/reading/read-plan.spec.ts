import { readFileSync } from 'node:fs';
import { blocksOfText } from './blocks.js';
import { largestFile } from './decode.js';
import { cell, rowsOf } from './parsed-plan.js';
import { readPlan } from './read-plan.js';

const file = readFileSync('seeds/plans/267-KH-UBND.txt');
const text = file.toString('utf8');
const bytes = (it: string) => Buffer.from(it, 'utf8');
const lines = text.split('\n');
const upTo = (line: number) => bytes(lines.slice(0, line).join('\n'));
const refused = (code: string) => expect.objectContaining({ code });

describe('the published plan', () => {
  it('is read with its number, day, title, issuer and signer', async () => {
    const { plan } = await readPlan(file);
    expect(plan).toMatchObject({
      id: '267-2025',
      number: '267/KH-UBND',
      year: 2025,
      adoptedOn: '2024-12-10',
      title: 'KẾ HOẠCH THỰC HIỆN CHUYỂN ĐỔI SỐ NĂM 2025 CỦA TỈNH CÀ MAU',
      issuer: 'Ủy ban nhân dân tỉnh Cà Mau',
      signer: 'Nguyễn Minh Luân',
    });
  });
  it('has 24 results, 29 projects, 28 targets and 33 tasks, section by section', async () => {
    const { plan } = await readPlan(file);
    expect(plan.appendices.map((it) => [it.numeral, it.kind, it.sections.map((section) => section.rows.length)])).toEqual([
      ['I', 'results', [12, 5, 7]],
      ['II', 'projects', [21, 2, 6]],
      ['III', 'targets', [10, 6, 10, 2]],
      ['IV', 'tasks', [2, 3, 3, 8, 3, 4, 5, 5]],
    ]);
  });
  it('keeps every cell as printed, with its code and lines', async () => {
    const { plan } = await readPlan(file);
    const item = rowsOf(plan, 'tasks').find((it) => it.row.code === 'IV.VI.3');
    expect(item?.row).toMatchObject({
      from: 486,
      to: 487,
      cells: ['3', expect.stringMatching(/^Tăng cường kết nối/), expect.any(String), expect.any(String), ''],
    });
    for (const { row } of [
      ...rowsOf(plan, 'tasks'),
      ...rowsOf(plan, 'targets'),
      ...rowsOf(plan, 'results'),
      ...rowsOf(plan, 'projects'),
    ]) {
      const printed = lines.slice(row.from - 1, row.to).join('\n');
      for (const words of row.cells) expect(printed).toContain(words);
    }
  });
  it('has money under the right headings although half of the cells are blank lines', async () => {
    const { plan } = await readPlan(file);
    const project = rowsOf(plan, 'projects').find((it) => it.row.code === 'II.III.6');
    if (!project) throw new Error('II.III.6 is missing');
    expect([cell(project.appendix, project.row, 'owner'), cell(project.appendix, project.row, 'total')]).toEqual([
      'VP UBND tỉnh',
      '1.700',
    ]);
  });
});

describe('a plan of another place', () => {
  const other = [
    'ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |',
    'Số: 12/KH-UBND | Sơn La, ngày 03 tháng 02 năm 2026 |',
    'KẾ HOẠCH',
    'PHÁT TRIỂN DU LỊCH NĂM 2026',
    'TM. ỦY BAN NHÂN DÂN | KT. CHỦ TỊCH | PHÓ CHỦ TỊCH | Lò Thị Mai |',
    'Phụ lục 1',
    'Nhiệm vụ trọng tâm',
    'TT | Thời hạn | Nội dung công việc | Cơ quan thực hiện | Sản phẩm |',
    '1 | Trước 30/6 | Mở tuyến xe | Sở Xây dựng | Quyết định |',
    '2 |',
    '| Tập huấn | Sở Văn hóa |',
    '|',
  ];
  it('is read by its headings, whatever their order and names', async () => {
    const { plan, observations } = await readPlan(bytes(other.join('\n')));
    expect(plan).toMatchObject({ id: '12-2026', signer: 'Lò Thị Mai', place: 'Sơn La' });
    const [first, second] = rowsOf(plan, 'tasks');
    if (!first || !second) throw new Error('rows are missing');
    expect(first.row.code).toBe('I.1');
    expect(['title', 'lead', 'due', 'product'].map((role) => cell(first.appendix, first.row, role as 'title'))).toEqual([
      'Mở tuyến xe',
      'Sở Xây dựng',
      'Trước 30/6',
      'Quyết định',
    ]);
    expect(second.row.cells).toEqual(['2', '', 'Tập huấn', 'Sở Văn hóa', '']);
    expect(observations).toEqual([]);
  });
  it('with a row of too few cells names its line and keeps the others', async () => {
    const broken = [...other.slice(0, 8), '1 | Quý I | Một việc |', ...other.slice(9)];
    const { plan, observations } = await readPlan(bytes(broken.join('\n')));
    expect(observations).toContainEqual(
      expect.objectContaining({
        severity: 'blocking',
        code: 'row-with-too-few-cells',
        line: 9,
        figures: { cells: 3, columns: 5, from: 9, to: 9 },
      }),
    );
    expect(rowsOf(plan, 'tasks').map((it) => it.row.ordinal)).toEqual(['2']);
  });
  it('with a bar inside a cell is named as having too many', async () => {
    const broken = [...other.slice(0, 8), '1 | Quý I | Một | việc | Sở Xây dựng | x |', ...other.slice(9)];
    const { observations } = await readPlan(bytes(broken.join('\n')));
    expect(observations).toContainEqual(expect.objectContaining({ code: 'row-with-too-many-cells', line: 9 }));
  });
  it('with one ordinal twice cannot have two rows of one code', async () => {
    const broken = [...other.slice(0, 9), '1 | Quý II | Việc khác | Sở Xây dựng | x |'];
    const { observations } = await readPlan(bytes(broken.join('\n')));
    expect(observations).toContainEqual(expect.objectContaining({ severity: 'blocking', code: 'ordinal-twice', line: 10 }));
  });
  it('with a missing ordinal is asked about', async () => {
    const broken = [...other.slice(0, 9), '4 | Quý II | Việc khác | Sở Xây dựng | x |'];
    const { observations } = await readPlan(bytes(broken.join('\n')));
    expect(observations).toContainEqual(
      expect.objectContaining({ severity: 'decision', code: 'ordinal-gap', item: 'I.4', line: 10 }),
    );
  });
});

describe('a file that cannot be imported', () => {
  it('because it is no plan says what it lacks', () =>
    expect(readPlan(bytes('Kính gửi: Sở Y tế\nĐề nghị báo cáo.'))).rejects.toThrow(refused('not-a-plan')));
  it('because it is a plan without tasks is no plan to follow', () =>
    expect(readPlan(bytes('Số: 5/KH-UBND | Huế, ngày 1 tháng 2 năm 2026\nKẾ HOẠCH\nNĂM 2026\nChỉ có lời.'))).rejects.toThrow(
      refused('not-a-plan'),
    ));
  it('because it is empty', () => expect(readPlan(bytes(''))).rejects.toThrow(refused('file-empty')));
  it('because it is UTF-16 says so', () =>
    expect(readPlan(Buffer.from(`\ufeff${text}`, 'utf16le'))).rejects.toThrow(
      expect.objectContaining({ code: 'file-encoding', figures: { looksLike: 'UTF-16' } }),
    ));
  it('because it is Windows-1258 says so', () => {
    const tones: Readonly<Record<string, number>> = {
      '\u0300': 0xcc,
      '\u0301': 0xec,
      '\u0303': 0xde,
      '\u0309': 0xd2,
      '\u0323': 0xf2,
    };
    const old = [...text.slice(0, 9_000).normalize('NFD')].map(
      (it) => tones[it] ?? (it.charCodeAt(0) < 0x80 ? it.charCodeAt(0) : 0xe2),
    );
    return expect(readPlan(Uint8Array.from(old))).rejects.toThrow(
      expect.objectContaining({ code: 'file-encoding', figures: { looksLike: 'Windows-1258' } }),
    );
  });
  it('because it is a PDF', () => expect(readPlan(bytes('%PDF-1.7 …'))).rejects.toThrow(refused('file-not-text')));
  it('because it has more rows than any plan', () =>
    expect(readPlan(bytes(`Số TT | Nhiệm vụ | Chủ trì | Thời hạn |\n${'1 | a | b | c |\n'.repeat(1_001)}`))).rejects.toThrow(
      expect.objectContaining({ code: 'plan-too-long', kind: 'too-large' }),
    ));
  it('because it is 50 MB is refused before it is read', () =>
    expect(readPlan(new Uint8Array(50_000_000))).rejects.toThrow(
      expect.objectContaining({ code: 'file-too-large', kind: 'too-large', figures: { size: 50_000_000, limit: largestFile } }),
    ));
});

describe('a file cut in half', () => {
  it('in the running text names the appendices that are missing', async () => {
    const { observations } = await readPlan(upTo(200));
    const missing = observations.filter((it) => it.code === 'appendix-missing');
    expect(missing.map((it) => it.appendix)).toEqual(['I', 'II', 'III', 'IV']);
    expect(missing.every((it) => it.severity === 'blocking')).toBe(true);
  });
  it('between two appendices names those that are missing', async () => {
    const { observations } = await readPlan(upTo(386));
    expect(observations.filter((it) => it.code === 'appendix-missing').map((it) => it.appendix)).toEqual(['III', 'IV']);
  });
  it('inside a row names the line', async () => {
    const cut = text.slice(0, text.indexOf('| Các doanh nghiệp viễn thông | UBND cấp huyện, cấp xã | Năm 2025'));
    const { observations } = await readPlan(bytes(cut));
    expect(observations).toContainEqual(
      expect.objectContaining({ severity: 'blocking', code: 'row-with-too-few-cells', line: 460 }),
    );
  });
  it('after the heading of a section names the section', async () => {
    const { observations } = await readPlan(upTo(457));
    expect(observations).toContainEqual(
      expect.objectContaining({ severity: 'blocking', code: 'section-without-rows', line: 454 }),
    );
  });
  it('anywhere in its tables never reads a row otherwise than the whole file does', async () => {
    const whole = await readPlan(file);
    const known = new Map(
      whole.plan.appendices.flatMap((it) => it.sections.flatMap((s) => s.rows)).map((row) => [row.code, row.cells.join('|')]),
    );
    for (let line = 270; line < 507; line += 7) {
      const { plan } = await readPlan(upTo(line));
      for (const row of plan.appendices.flatMap((it) => it.sections.flatMap((s) => s.rows)))
        expect(known.get(row.code)).toBe(row.cells.join('|'));
    }
  });
});

describe('loose marks', () => {
  it('are joined, noticed, and change nothing else', async () => {
    const whole = await readPlan(file);
    const loose = await readPlan(bytes(text.normalize('NFD')));
    expect(loose.plan).toEqual(whole.plan);
    expect(loose.observations).toContainEqual(expect.objectContaining({ severity: 'notice', code: 'marks-joined' }));
  });
});

describe('a record in published text', () => {
  it('runs over lines until it has as many bars as the heading', () => {
    const blocks = blocksOfText('STT | Nhiệm vụ | Chủ trì | Thời hạn |\n1 | Việc |\n|\n| Năm 2025 |');
    // "1", "Việc", blank, "", … has one bar too many: the fourth bar ends the record, the fifth cell begins another.
    expect(blocks.filter((it) => it.kind === 'row')[0]).toMatchObject({ from: 2, to: 4 });
  });
  it('may have a cell of two lines', () => {
    const blocks = blocksOfText('STT | Nhiệm vụ | Chủ trì | Thời hạn |\n1 | Việc dài\nhai dòng | Sở A | Năm 2025 |');
    expect(blocks[1]).toEqual({ kind: 'row', cells: ['1', 'Việc dài\nhai dòng', 'Sở A', 'Năm 2025'], from: 2, to: 3 });
  });
});

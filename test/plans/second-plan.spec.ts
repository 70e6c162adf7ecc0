import { CommandBus } from '@nestjs/cqrs';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { RegisterAgencies, registrySeed } from '#agencies';
import { EVENT_STORE, type EventStore, newCommandId } from '#event-store';
import { userId } from '#language';
import { type Client, startTestServer, type TestServer } from '../server.js';

/** A small invented plan of another province: other section names, other columns in another order, other phrases, in .docx. */
const table = (rows: readonly (readonly string[])[]) =>
  new Table({
    rows: rows.map(
      (cells) => new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
    ),
  });

const invented = () =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            'ỦY BAN NHÂN DÂN TỈNH HOA LƯ',
            'Số: 7/KH-UBND',
            'Hoa Lư, ngày 05 tháng 01 năm 2026',
            'KẾ HOẠCH',
            'PHÁT TRIỂN DU LỊCH XANH NĂM 2026',
            'Chi tiết tại Phụ lục I kèm theo. Chỉ tiêu tại Phụ lục II kèm theo.',
            'KT. CHỦ TỊCH',
            'Trần Văn Hai',
            'PHỤ LỤC I',
            'DANH MỤC CÔNG VIỆC',
          ]
            .map((text): Paragraph | Table => new Paragraph(text))
            .concat(
              table([
                ['TT', 'Thời hạn', 'Công việc', 'Sản phẩm', 'Cơ quan thực hiện', 'Đơn vị phối hợp'],
                ['A', '', 'Bến bãi và đường', '', '', ''],
                [
                  '1',
                  'Trước ngày 30/6/2026',
                  'Mở tuyến xe điện vào khu bảo tồn',
                  'Tuyến xe',
                  'Sở Du lịch Hoa Lư',
                  'Huyện Trường Yên',
                ],
                ['2', 'Quý III năm 2026', 'Sửa bến thuyền', 'Bến thuyền', 'Huyện Trường Yên', ''],
                ['B', '', 'Con người', '', '', ''],
                ['1', 'Thường xuyên', 'Tập huấn hướng dẫn viên', 'Lớp học', 'Các huyện', 'Sở Du lịch Hoa Lư'],
                ['2', '', 'Đẩy mạnh thanh toán không dùng tiền mặt trong cơ sở y tế', 'Báo cáo', 'Sở Du lịch Hoa Lư', ''],
              ]),
              new Paragraph('PHỤ LỤC II'),
              new Paragraph('CHỈ TIÊU'),
              table([
                ['TT', 'Chỉ tiêu', 'Đơn vị thực hiện', 'Cơ quan theo dõi'],
                ['A', 'Khách', '', ''],
                ['1', 'Đón trên 1.200.000 lượt khách', 'Các huyện', 'Sở Du lịch Hoa Lư'],
              ]),
            ),
        },
      ],
    }),
  );

const registry = registrySeed({
  agencies: [
    { id: 'so-du-lich-hoa-lu', name: 'Sở Du lịch Hoa Lư', kind: 'so', bloc: null, ratable: true, source: '' },
    { id: 'huyen-truong-yen', name: 'Huyện Trường Yên', kind: 'huyen', bloc: null, ratable: true, source: '' },
    { id: 'huyen-gia-vien', name: 'Huyện Gia Viễn', kind: 'huyen', bloc: null, ratable: true, source: '' },
  ],
  groups: [
    { id: 'cac-huyen', name: 'Các huyện', membership: 'listed', source: '', members: ['huyen-truong-yen', 'huyen-gia-vien'] },
  ],
});

/** The next year's plan of the same province as the first: some of the same matter, other figures. */
const nextYear = `ỦY BAN NHÂN DÂN TỈNH CÀ MAU | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 8/KH-UBND | Cà Mau, ngày 02 tháng 01 năm 2026
KẾ HOẠCH
CHUYỂN ĐỔI SỐ NĂM 2026
Chi tiết tại Phụ lục I kèm theo.
KT. CHỦ TỊCH | Trần Văn Ba
PHỤ LỤC I
NHIỆM VỤ
STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian thực hiện
I | Nhận thức | | |
1 | TASK | Sở Y tế | Sở Tài chính | Năm 2026
PHỤ LỤC II
CHỈ TIÊU
STT | Chỉ tiêu | Cơ quan thực hiện | Cơ quan theo dõi đánh giá
I | Nhận thức | |
1 | TARGET | Sở Y tế | Sở Y tế
`;

describe('a second plan', () => {
  let server: TestServer;
  let standing: Client;
  const head = async () => String(await server.running.app.get<EventStore>(EVENT_STORE).head());
  const upload = (name: string, bytes: string | Uint8Array<ArrayBuffer>) => {
    const form = new FormData();
    form.append('file', new Blob([bytes]), name);
    return standing.send('POST', '/plans/import?dryRun=false', { raw: form });
  };

  beforeAll(async () => {
    server = await startTestServer({ now: '2026-01-06T09:00:00+07:00' });
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    const actor = { user: userId('u_admin'), agency: null, role: 'admin' } as const;
    await server.running.app.get(CommandBus).execute(new RegisterAgencies(registry, { actor, commandId: newCommandId() }));
  }, 120_000);
  afterAll(() => server.close());

  it('of another province, in .docx, with other sections, columns and phrases, is imported by the same door', async () => {
    const imported = await upload('hoa-lu.docx', new Uint8Array(await invented()));
    expect([imported.status, imported.body.code ?? null]).toEqual([201, null]);
    expect(imported.body).toMatchObject({ plan: '7-2026', tasks: 5, counts: { items: 4, targets: 1 } });
    const { body } = await standing.get(`/tasks?plan=7-2026&sort=item&after=${await head()}`);
    const lines = body.rows.map(
      (it: { item: string; section: string; agency: { id: string }; due: { kind: string }; dueOn: string }) => [
        it.item,
        it.section,
        it.agency.id,
        it.due.kind,
        it.dueOn,
      ],
    );
    expect(lines).toEqual([
      ['I.A.1', 'Bến bãi và đường', 'so-du-lich-hoa-lu', 'date', expect.stringMatching(/^2026-06-(29|30)$/)],
      ['I.A.2', 'Bến bãi và đường', 'huyen-truong-yen', 'date', '2026-09-30'],
      ['I.B.1', 'Con người', 'huyen-gia-vien', 'continuous', null],
      ['I.B.1', 'Con người', 'huyen-truong-yen', 'continuous', null],
      ['I.B.2', 'Con người', 'so-du-lich-hoa-lu', 'unset', null],
    ]);
    const items = (await standing.get(`/plans/7-2026/items?after=${await head()}`)).body.rows;
    expect(items[0]).toMatchObject({ product: 'Tuyến xe', coordinating: 'Huyện Trường Yên' });
    expect((await standing.get('/plans')).body.rows).toHaveLength(2);
  });

  it('of the next year ties its rows to those before it, as proposed and as a person says', async () => {
    const before = await standing.get('/plans/267-2025/items');
    const [row] = before.body.rows.filter((it: { code: string }) => it.code === 'IV.VIII.3');
    const target = (await standing.get('/plans/267-2025/targets')).body.rows[0];
    const text = nextYear.replace('TASK', row.title).replace('TARGET', target.title.replace(/\d+/g, '99'));
    const imported = await upload('2026.txt', text);
    expect([imported.status, imported.body.plan]).toEqual([201, '8-2026']);
    const { body } = await standing.get(`/plans/8-2026/links?earlier=267-2025&after=${await head()}`);
    expect(body.rows.map((it: { code: string; proposed: { code: string } | null }) => [it.code, it.proposed?.code])).toEqual([
      ['I.I.1', 'IV.VIII.3'],
      ['II.I.1', target.code],
    ]);
    const linked = await standing.post('/plans/8-2026/links', { earlier: '267-2025' });
    expect([linked.status, linked.body.events]).toEqual([201, ['rows-linked']]);
    expect((await standing.post('/plans/8-2026/links', { earlier: '267-2025' })).status).toBe(200);
    const other = await standing.post('/plans/8-2026/links', {
      earlier: '267-2025',
      rows: [{ code: 'I.I.1', earlier: 'IV.X.9' }],
    });
    expect(other.body).toMatchObject({ status: 404, code: 'unknown-row' });
  });

  it('has a row that is not the same after all untied, and tied again to what a person says', async () => {
    const removal = { earlier: '267-2025', rows: ['II.I.1', 'I.I.9'] };
    const untied = await standing.post('/plans/8-2026/links/removal', removal);
    expect([untied.status, untied.body.events]).toEqual([201, ['rows-unlinked']]);
    expect((await standing.post('/plans/8-2026/links/removal', removal)).status).toBe(200);
    const linked = async () => {
      const { body } = await standing.get(`/plans/8-2026/links?earlier=267-2025&after=${await head()}`);
      return body.rows.map((it: { linked: string | null }) => it.linked);
    };
    expect(await linked()).toEqual(['IV.VIII.3', null]);
    await standing.post('/plans/8-2026/links', { earlier: '267-2025', rows: [{ code: 'II.I.1', earlier: 'III.I.1' }] });
    expect(await linked()).toEqual(['IV.VIII.3', 'III.I.1']);
    const officer = await server.as('officer', 'so-y-te');
    expect((await officer.post('/plans/8-2026/links/removal', removal)).status).toBe(403);
  });

  it('shows a target through the years, with what each plan asks and whether it was met', async () => {
    await server.settled();
    const { body } = await standing.get('/plans/8-2026/rows/II.I.1/years');
    expect(body.rows.map((it: { plan: string; code: string; kind: string }) => [it.plan, it.code, it.kind])).toEqual([
      ['267-2025', 'III.I.1', 'target'],
      ['8-2026', 'II.I.1', 'target'],
    ]);
    expect(
      body.rows.map((it: { target: { status: string; components: { asks: { vi: string } }[] } }) => it.target),
    ).toMatchObject([
      { status: 'not-measured', components: [{ asks: { vi: '≥ 100%' } }] },
      { status: 'not-measured', components: [{ asks: { vi: '≥ 99%' } }] },
    ]);
    const same = await standing.get(`/plans/267-2025/rows/III.I.1/years?after=${await head()}`);
    expect(same.body.rows).toEqual(body.rows);
    expect((await standing.get('/plans/267-2025/rows/III.I.2/years')).body.rows).toHaveLength(1);
  });

  it('lists what is unfinished and where each would go on, and takes over one alone when one is named', async () => {
    const { body } = await standing.get('/plans/8-2026/carry-overs?earlier=267-2025');
    expect(body.carried).toEqual([]);
    const tied = body.open.filter((it: { linked: boolean }) => it.linked);
    expect(tied).toMatchObject([
      { from: '267-2025/IV.VIII.3/so-y-te', to: '8-2026/I.I.1/so-y-te', agency: { name: 'Sở Y tế' }, status: 'overdue' },
    ]);
    const stray = await standing.post('/plans/8-2026/carry-overs', {
      earlier: '267-2025',
      document: '8/KH-UBND',
      tasks: ['267-2025/IV.V.1/so-thong-tin-va-truyen-thong'],
    });
    expect([stray.status, stray.body.code]).toEqual([422, 'not-unfinished']);
    const one = body.open.find((it: { linked: boolean }) => !it.linked).from;
    const done = await standing.post('/plans/8-2026/carry-overs', { earlier: '267-2025', document: '8/KH-UBND', tasks: [one] });
    expect([done.status, done.body.tasks.map((it: { from: string }) => it.from)]).toEqual([201, [one]]);
    const left = (await standing.get('/plans/8-2026/carry-overs?earlier=267-2025')).body;
    expect([left.open.length, left.carried.length]).toEqual([body.open.length - 1, 1]);
  });

  it('takes over what was not finished, with its deadline and its history, counted once; and again takes nothing over', async () => {
    const open = (await standing.get('/tasks?plan=267-2025&size=1&asOf=2026-01-06')).body.counts;
    const unfinished = open.overdue + open['due-soon'] + open['on-track'] + open['not-started'] + open['no-deadline'];
    const carried = await standing.post('/plans/8-2026/carry-overs', { earlier: '267-2025', document: '8/KH-UBND' });
    expect(carried.status).toBe(201);
    // One was taken over before, alone.
    expect(carried.body.tasks).toHaveLength(unfinished + 1);
    expect(carried.body.tasks).toContainEqual({ from: '267-2025/IV.VIII.3/so-y-te', to: '8-2026/I.I.1/so-y-te' });
    const own = carried.body.tasks.find((it: { to: string }) => it.to.includes('/CT.'));
    const task = (await standing.get(`/tasks/${own.to}?after=${await head()}`)).body;
    const old = (await standing.get(`/tasks/${own.from}`)).body;
    expect([task.title, task.due.on ?? null, task.section]).toEqual([
      old.title,
      old.due.on ?? null,
      'Chuyển tiếp từ 267/KH-UBND',
    ]);
    expect(old.status).toBe('suspended');
    expect((await standing.get(`/tasks/${own.from}?asOf=2025-12-31`)).body.status).not.toBe('suspended');
    const years = (await standing.get('/plans/8-2026/rows/I.I.1/years?agency=so-y-te')).body.tasks;
    expect(years).toMatchObject([
      { id: '267-2025/IV.VIII.3/so-y-te', status: 'suspended', due: '2025-12-31', carriedBy: null },
      { id: '8-2026/I.I.1/so-y-te', due: '2026-12-31', carriedBy: '8/KH-UBND' },
    ]);
    const again = await standing.post('/plans/8-2026/carry-overs', { earlier: '267-2025', document: '8/KH-UBND' });
    expect([again.status, again.body.events]).toEqual([200, 0]);
    const officer = await server.as('officer', 'so-y-te');
    expect((await officer.post('/plans/8-2026/carry-overs', { earlier: '267-2025', document: 'x' })).status).toBe(403);
  });
});

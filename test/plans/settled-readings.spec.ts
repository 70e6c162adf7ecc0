import { type Client, startTestServer, type TestServer } from '../server.js';

/** A small plan whose cells leave open who leads, who monitors, who owns and how much. */
const open = `ỦY BAN NHÂN DÂN TỈNH HOA LƯ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 21/KH-UBND | Hoa Lư, ngày 05 tháng 01 năm 2025 |
KẾ HOẠCH
PHÁT TRIỂN DU LỊCH NĂM 2025
KT. CHỦ TỊCH | Trần Văn Hai |
PHỤ LỤC I
NHIỆM VỤ
TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian thực hiện |
1 | Mở tuyến xe điện | | Sở Xây dựng | |
2 | Sửa bến thuyền | Hội Đò ngang | Sở Xây dựng | Năm 2025 |
PHỤ LỤC II
MỤC TIÊU
TT | Mục tiêu | Cơ quan thực hiện | Cơ quan theo dõi đánh giá |
1 | 90% bến thuyền có phao | Sở Xây dựng | |
PHỤ LỤC III
DỰ ÁN NĂM 2025
TT | Tên dự án | Chủ đầu tư | Thời gian thực hiện | Tổng mức đầu tư | Vốn năm 2025 |
1 | Bến thuyền số 1 | Ban quản lý bến | 2025 | một nghìn | 500 |
`;

describe('a settled finding changes the reading, and never the printed words', () => {
  let server: TestServer;
  let standing: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-02-10T09:00:00+07:00' });
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
  }, 120_000);
  afterAll(() => server.close());

  const settle = async (finding: string, body: unknown, plan = '267-2025') => {
    const answer = await standing.post(`/plans/${plan}/findings/${finding}/settlement`, body);
    if (answer.status < 300) {
      await standing.get(`/targets?after=${answer.body.position}`);
      await standing.get(`/projects?after=${answer.body.position}`);
      await standing.get(`/tasks?after=${answer.body.position}`);
    }
    return answer;
  };
  const target = async (id: string) => (await standing.get(`/targets/${id}`)).body;
  const ids = (it: { executors: { id: string }[] }) => it.executors.map((one) => one.id);
  const upload = async (text: string) => {
    const form = new FormData();
    form.append('file', new Blob([text]), 'hoa-lu.txt');
    const answer = await standing.send('POST', '/plans/import?dryRun=false', { raw: form });
    if (answer.body.position) await standing.get(`/plans?after=${answer.body.position}`);
    return answer;
  };
  const finding = async (plan: string, code: string, item?: string) => {
    const { rows } = (await standing.get(`/plans/${plan}/findings`)).body;
    const found = rows.find((it: { code: string; item: string }) => it.code === code && (!item || it.item === item));
    if (!found) throw new Error(`${plan} has no finding ${code}`);
    return found;
  };

  it('gives a blank executor its body when the proposal is accepted: that body may then measure, and the print stays blank', async () => {
    const officer = await server.as('officer', 'so-ke-hoach-va-dau-tu');
    const figure = {
      value: '9,5',
      basis: 'measured',
      source: 'Cục Thống kê',
      period: { from: '2025-01-01', to: '2025-01-31' },
    };
    const before = await officer.post('/targets/267-2025/III.II.6/measurements', figure);
    expect([before.status, before.body.code]).toEqual([403, 'not-an-implementing-body']);
    expect((await settle('executor-blank-iii-ii-6', { choice: 'change', value: 'Sở Kế hoạch và Đầu tư' })).status).toBe(201);
    const view = await target('267-2025/III.II.6');
    expect([ids(view), view.printedExecutor]).toEqual([['so-ke-hoach-va-dau-tu'], '']);
    expect((await officer.post('/targets/267-2025/III.II.6/measurements', figure)).status).toBe(201);
  });

  it('takes a body by its id too, refuses one that nobody knows by what would be right, and leaves the finding open', async () => {
    const refused = await settle('executor-blank-iii-ii-3', { choice: 'change', value: 'Cục Không Có' });
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, 'body-unknown', 'value']);
    expect(refused.body.detail).toContain('“Cục Không Có”');
    expect((await finding('267-2025', 'executor-blank', 'III.II.3')).settled).toBeNull();
    await settle('executor-blank-iii-ii-3', { choice: 'change', value: 'so-tai-chinh; Sở Công thương' });
    expect(ids(await target('267-2025/III.II.3'))).toEqual(['so-tai-chinh', 'so-cong-thuong']);
    await settle('executor-blank-iii-ii-3', { choice: 'keep', note: 'Chờ UBND tỉnh phân công' });
    expect(ids(await target('267-2025/III.II.3'))).toEqual([]);
  });

  it('does so in bulk, each with its own event', async () => {
    const { body } = await standing.post('/plans/267-2025/settlements', { code: 'executor-blank', choice: 'accept' });
    await standing.get(`/targets?after=${body.position}`);
    expect([body.settled.length, body.refused]).toEqual([4, []]);
    expect(ids(await target('267-2025/III.III.5'))).toEqual(['ngan-hang-nha-nuoc-chi-nhanh-tinh-ca-mau']);
    const { rows } = (await standing.get('/targets/267-2025/III.III.5/history')).body;
    expect(rows.map((it: { type: string }) => it.type)).toEqual(['target-set', 'bodies-changed']);
  });

  it('reads the row that was cut off from the whole sentence and the whole list of bodies', async () => {
    const was = await target('267-2025/III.I.10');
    expect(ids(was)).toEqual(['so-ban-nganh', 'ubnd-cap-huyen']);
    const half = await settle('row-cut-off-iii-i-10', { choice: 'change', value: 'Sở, ban, ngành' });
    expect([half.status, half.body.code]).toEqual([400, 'value-has-other-parts']);
    expect((await settle('row-cut-off-iii-i-10', { choice: 'accept' })).status).toBe(201);
    const now = await target('267-2025/III.I.10');
    expect(ids(now)).toEqual(['so-ban-nganh', 'ubnd-cap-huyen', 'ubnd-cap-xa']);
    expect(now.components[0].of).toContain('thông qua môi trường số và hệ thống thông tin');
    expect([now.title, now.printedExecutor]).toEqual([was.title, was.printedExecutor]);
  });

  it('names a group more narrowly: the row printed twice follows in both places, and tasks too many are named, not dropped', async () => {
    const { id } = await finding('267-2025', 'members-not-named', undefined).then(async () => {
      const { rows } = (await standing.get('/plans/267-2025/findings')).body;
      return rows.find((it: { printed: string }) => it.printed === 'Sở, ban, ngành có liên quan');
    });
    const { body } = await settle(id, { choice: 'change', value: 'Sở Tư pháp; Sở Y tế' });
    expect(ids(await target('267-2025/III.IV.2'))).toEqual(['so-tu-phap', 'so-y-te']);
    expect(body.leftToOthers).toHaveLength(17);
    expect(body.leftToOthers[0]).toMatchObject({ code: 'lead-dropped', vi: expect.stringContaining('“Sở Tư pháp; Sở Y tế”') });
  });

  it('assigns the task of a row that named nobody, from that day, with the deadline that was settled before', async () => {
    const imported = await upload(open);
    expect([imported.status, imported.body.tasks]).toEqual([201, 0]);
    const plan = '21-2025';
    await settle((await finding(plan, 'deadline-blank')).id, { choice: 'change', value: '30/6/2025' }, plan);
    await settle((await finding(plan, 'lead-blank')).id, { choice: 'change', value: 'Sở Giao thông vận tải' }, plan);
    const task = (await standing.get(`/tasks/${plan}/I.1/so-giao-thong-van-tai`)).body;
    expect([task.due.on, task.assignedOn, task.printedLead]).toEqual(['2025-06-30', '2025-02-10', '']);
    const lead = await finding(plan, 'lead-unknown');
    await settle(lead.id, { choice: 'change', value: 'Sở Xây dựng' }, plan);
    expect((await standing.get(`/tasks/${plan}/I.2/so-xay-dung`)).body.printedLead).toBe('Hội Đò ngang');
    const again = await upload(open);
    expect([again.body.eventsWritten, again.body.unchanged, again.body.leftToOthers, again.body.tasks]).toEqual([0, true, [], 2]);
  });

  it('gives a target its monitor, a project its owner and its money, by the plan’s own document', async () => {
    const plan = '21-2025';
    await settle((await finding(plan, 'monitor-blank')).id, { choice: 'change', value: 'Sở Tài chính' }, plan);
    expect((await target(`${plan}/II.1`)).monitor).toMatchObject({ id: 'so-tai-chinh' });
    await settle((await finding(plan, 'party-unknown')).id, { choice: 'change', value: 'Sở Xây dựng' }, plan);
    await settle((await finding(plan, 'amount-unreadable')).id, { choice: 'change', value: '1.000,5' }, plan);
    const project = (await standing.get(`/projects/${plan}/III.1`)).body;
    expect([project.owner.id, project.total, project.printedOwner, project.printedTotal]).toEqual([
      'so-xay-dung',
      '1000.5',
      'Ban quản lý bến',
      null,
    ]);
    const bad = await settle((await finding(plan, 'amount-unreadable')).id, { choice: 'change', value: 'nhiều' }, plan);
    expect([bad.status, bad.body.code]).toEqual([400, 'not-a-number']);
  });
});

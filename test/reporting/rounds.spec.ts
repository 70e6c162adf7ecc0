import { CommandBus } from '@nestjs/cqrs';
import { ChangeGroup } from '#agencies';
import { newCommandId } from '#event-store';
import { agencyId, instant, localDate, userId } from '#language';
import { type Answer, type Client, startTestServer, type TestServer } from '../server.js';

/** A quarter over HTTP: opened, reported, returned, closed, reopened, supplemented; and what is asked of it afterwards. */
describe('reporting rounds over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  let head: Client;
  let standing: Client;
  let other: Client;
  let otherHead: Client;
  const round = '/rounds/267-2025/2025-Q1';
  const posted = (answer: Answer) => {
    expect(answer.status === 201 ? '' : `${answer.status} ${answer.text.slice(0, 400)}`).toBe('');
    return answer.body as { position: string; version: number; events: string[] };
  };
  const on = async (day: string) => {
    server.clock.set(instant(`${day}T09:00:00+07:00`));
    officer = await server.as('officer', 'so-y-te');
    head = await server.as('head', 'so-y-te');
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    other = await server.as('officer', 'so-tu-phap');
    otherHead = await server.as('head', 'so-tu-phap');
  };

  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    await on('2025-03-10');
  }, 120_000);
  afterAll(() => server.close());

  it('opens with who is expected, each with the reason, and says how long they have', async () => {
    expect((await officer.post('/rounds', { plan: '267-2025', round: '2025-Q1' })).body.code).toBe('not-allowed');
    const body = { plan: '267-2025', round: '2025-Q1', agencies: ['bao-ca-mau'], groups: ['bao-dai'] };
    const key = { 'idempotency-key': 'mo-ky-quy-1' };
    const { position } = posted(await standing.post('/rounds', body, key));
    expect((await standing.post('/rounds', body, key)).status).toBe(200);
    expect((await standing.post('/rounds', body)).body).toMatchObject({ status: 409, code: 'round-already-opened' });
    const { body: it } = await standing.get(`${round}?after=${position}`);
    expect(it).toMatchObject({
      title: 'Báo cáo quý I/2025',
      strategy: 'decree-09-2019',
      from: '2024-12-15',
      cutOff: '2025-03-14',
      closesOn: '2025-03-18',
      closed: false,
      workingDaysLeft: 6,
    });
    const yTe = it.agencies.find((one: { agency: { id: string } }) => one.agency.id === 'so-y-te');
    expect(yTe).toMatchObject({ agency: { name: 'Sở Y tế' }, standing: 'missing', because: [{ kind: 'leads' }] });
    expect(yTe.because[0].tasks).toBe(yTe.tasks);
    const named = it.agencies.find((one: { agency: { id: string } }) => one.agency.id === 'bao-ca-mau');
    expect(named.because.map((one: { kind: string }) => one.kind)).toContain('named');
    expect(it.figures.missing).toBe(it.figures.due);
  });

  it('keeps the members of the day on which it opened: who joins a group later is not expected', async () => {
    const because = async () =>
      (await standing.get(round)).body.agencies
        .filter((one: { because: { kind: string }[] }) => one.because.some((it) => it.kind === 'member'))
        .map((one: { agency: { id: string } }) => one.agency.id);
    const before = await because();
    expect(before).toContain('bao-ca-mau');
    const actor = { user: userId('u_admin'), agency: null, role: 'admin' } as const;
    const join = { type: 'join', agency: agencyId('tinh-doan'), from: localDate('2025-03-11'), source: 'thử' } as const;
    await server.running.app
      .get(CommandBus, { strict: false })
      .execute(new ChangeGroup('bao-dai', join, { actor, commandId: newCommandId() }));
    expect(await because()).toEqual(before);
  });

  it('offers what was reported on the tasks in the window, ready to be filed', async () => {
    const owed = (await officer.get(`${round}/reports/so-y-te`)).body.owed;
    const [first] = owed;
    posted(
      await officer.post(`/tasks/${first.task}/milestones`, {
        progress: 35,
        narrative: 'Đã triển khai tại 5 trung tâm y tế',
        evidence: [],
        occurredOn: '2025-03-07',
      }),
    );
    const after = (await officer.get(`${round}/reports/so-y-te`)).body;
    expect(after.owed[0].suggested).toMatchObject({
      said: 'reported',
      progress: 35,
      words: 'Đã triển khai tại 5 trung tâm y tế',
      reports: 1,
    });
    expect(after.owed[1].suggested).toBeNull();
  });

  it('06.6 tells no report, zero, not applicable and exempt apart, and every rate has both its figures', async () => {
    const { owed } = (await officer.get(`${round}/reports/so-y-te`)).body;
    const entries = [
      { task: owed[0].task, said: 'reported', progress: 35, words: owed[0].suggested.words },
      { task: owed[1].task, said: 'zero', words: 'Trong kỳ chưa phát sinh' },
      { task: owed[2].task, said: 'not-applicable', words: 'Chưa đến giai đoạn triển khai' },
    ];
    posted(await officer.post(`${round}/reports/so-y-te`, { summary: 'Báo cáo quý I', entries }));
    expect((await officer.post(`${round}/reports/so-y-te/signature`)).body.code).toBe('not-allowed');
    posted(await head.post(`${round}/reports/so-y-te/signature`));
    posted(await standing.post(`${round}/exemptions`, { agency: 'bao-ca-mau', reason: 'Không được giao nhiệm vụ trong kỳ' }));
    // Filed with nothing in it.
    posted(await other.post(`${round}/reports/so-tu-phap`, { summary: '', entries: [] }));
    const { position } = posted(await otherHead.post(`${round}/reports/so-tu-phap/signature`));
    const { body } = await standing.get(`${round}?after=${position}`);
    const of = (id: string) => body.agencies.find((one: { agency: { id: string } }) => one.agency.id === id);
    expect(of('so-y-te')).toMatchObject({ standing: 'on-time', told: 3, blank: 0, empty: false });
    expect(of('bao-ca-mau')).toMatchObject({ standing: 'exempt', exemptBecause: 'Không được giao nhiệm vụ trong kỳ' });
    expect(of('so-tu-phap')).toMatchObject({ standing: 'on-time', empty: true });
    const { expected, exempt, due, onTime, missing, empty } = body.figures;
    expect([exempt, due, onTime, missing, empty]).toEqual([1, expected - 1, 2, due - 2, 1]);
    expect(body.rates.received).toMatchObject({ numerator: 2, denominator: due });
    const said = await Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        const rows = (await officer.get(`/tasks/${owed[n].task}/occurrences?after=${position}`)).body.rows;
        return rows[0].said;
      }),
    );
    expect(said).toEqual(['reported', 'zero', 'not-applicable', 'no-report']);
  });

  it('a returned report comes again, late by the working days since the closing day', async () => {
    posted(await standing.post(`${round}/reports/so-y-te/return`, { reason: 'Thiếu số văn bản minh chứng' }));
    await on('2025-03-20');
    const { owed } = (await officer.get(`${round}/reports/so-y-te`)).body;
    const entries = [{ task: owed[0].task, said: 'reported', progress: 35, words: 'Kèm 12/BC-SYT' }];
    posted(await officer.post(`${round}/reports/so-y-te`, { summary: 'Gửi lại', entries }));
    const { position } = posted(await head.post(`${round}/reports/so-y-te/signature`));
    const of = async (query = '') =>
      (await standing.get(`${round}?after=${position}${query}`)).body.agencies.find(
        (one: { agency: { id: string } }) => one.agency.id === 'so-y-te',
      );
    expect(await of()).toMatchObject({ standing: 'late', lateDays: 2, firstReceivedOn: '2025-03-10', returns: 1 });
    // As it was on the closing day, nothing of this is to be seen yet.
    expect((await of('&asOf=2025-03-18')).lateDays).toBe(0);
  });

  it('is locked when closed, with the figures of that moment; reopened and supplemented by events of their own', async () => {
    const { position } = posted(await standing.post(`${round}/closing`));
    const closed = (await standing.get(`${round}?after=${position}`)).body;
    expect(closed).toMatchObject({ closed: true, closedOn: '2025-03-20' });
    expect(closed.closing.figures).toEqual(closed.figures);
    expect((await other.post(`${round}/reports/so-tu-phap`, { summary: 'Muộn', entries: [] })).body.code).toBe('round-closed');
    const late = await server.as('officer', 'so-cong-thuong');
    expect((await late.post(`${round}/reports/so-cong-thuong`, { summary: '', entries: [] })).body).toMatchObject({
      status: 409,
      code: 'round-closed',
    });
    const { owed } = (await other.get(`${round}/reports/so-tu-phap`)).body;
    const entries = [{ task: owed[0].task, said: 'reported', progress: 20, words: 'Bổ sung số liệu' }];
    posted(await other.post(`${round}/reports/so-tu-phap/supplements`, { reason: 'Số liệu có sau ngày chốt', entries }));
    const again = posted(await standing.post(`${round}/reopening`, { reason: 'Ủy ban yêu cầu rà soát lại' }));
    expect((await standing.get(`${round}?after=${again.position}`)).body).toMatchObject({ closed: false });
    const { position: last } = posted(await standing.post(`${round}/closing`));
    const history = (await (await server.as('auditor')).get(`/history?q=chốt&limit=50&after=${last}`)).body.rows;
    expect(history.map((it: { type: string }) => it.type)).toEqual(
      expect.arrayContaining(['round-closed', 'round-report-supplemented']),
    );
  });

  it('06.8 a continuous task keeps one record a round, reported or not', async () => {
    const continuous = (await standing.get('/tasks?status=continuous&size=1')).body.rows[0];
    await on('2025-06-10');
    posted(await standing.post('/rounds', { plan: '267-2025', round: '2025-Q2' }));
    await on('2025-06-20');
    const { position } = posted(await standing.post('/rounds/267-2025/2025-Q2/closing'));
    const { rows } = (await standing.get(`/tasks/${continuous.id}/occurrences?after=${position}`)).body;
    expect(rows.map((it: { round: string; said: string }) => [it.round, it.said])).toEqual([
      ['2025-Q1', 'no-report'],
      ['2025-Q2', 'no-report'],
    ]);
  });

  it('06.2 a task without a date, silent for two rounds, is on the committee’s list', async () => {
    const committee = await server.as('committee');
    const { body } = await committee.get('/silent-tasks/267-2025');
    expect(body.silentRounds).toBe(2);
    expect(body.rows.length).toBeGreaterThan(0);
    for (const it of body.rows) {
      expect(it.rounds).toEqual(['2025-Q2', '2025-Q1']);
      expect(['continuous', 'no-deadline']).toContain(it.row.status);
    }
    expect((await committee.get('/silent-tasks/267-2025?asOf=2025-05-01')).body.rows).toEqual([]);
  });

  it('is not opened for a plan that is not on record, before the plan, or years ahead', async () => {
    const asked = async (body: object) => {
      const answer = await standing.post('/rounds', { plan: '267-2025', ...body });
      return [answer.status, answer.body.code];
    };
    expect(await asked({ plan: '999-2025', round: '2025-Q3', agencies: ['so-y-te'] })).toEqual([404, 'unknown-plan']);
    expect(await asked({ round: '1999-Q1' })).toEqual([422, 'round-before-the-plan']);
    expect(await asked({ round: '2030-Q1' })).toEqual([422, 'round-too-far-ahead']);
    const past = { title: 'Đột xuất', from: '2024-01-01', cutOff: '2024-02-01', closesOn: '2024-02-10' };
    expect(await asked(past)).toEqual([422, 'round-before-the-plan']);
  });

  it('calls an ad hoc round with days of its own, not a day after the cut-off', async () => {
    const adHoc = { plan: '267-2025', title: 'Báo cáo đột xuất về an toàn thông tin', from: '2025-06-01', cutOff: '2025-06-25' };
    expect((await standing.post('/rounds', { ...adHoc, closesOn: '2025-06-25' })).body.code).toBe('closes-too-soon');
    expect((await standing.post('/rounds', { plan: '267-2025' })).body.code).toBe('window-incomplete');
    const { position } = posted(await standing.post('/rounds', { ...adHoc, closesOn: '2025-06-27' }));
    expect((await standing.get(`/rounds/267-2025/2025-DX-0625?after=${position}`)).body).toMatchObject({
      kind: 'ad-hoc',
      strategy: null,
    });
  });

  it('two campaigns may end on one day; the same one is not called twice', async () => {
    const twin = {
      plan: '267-2025',
      title: 'Báo cáo đột xuất về dữ liệu dân cư',
      from: '2025-06-01',
      cutOff: '2025-06-25',
      closesOn: '2025-06-30',
      agencies: ['so-y-te'],
    };
    expect(posted(await standing.post('/rounds', twin))).toMatchObject({ stream: 'round-267-2025/2025-DX-0625-2' });
    expect((await standing.post('/rounds', twin)).body.code).toBe('round-already-opened');
  });

  it('cuts a period by calendar months where the standing agency says so, instead of from the 15th to the 14th', async () => {
    const { rows } = (await standing.get('/round-periods/267-2025?year=2025&strategy=calendar')).body;
    expect(rows.find((it: { round: string }) => it.round === '2025-9M')).toMatchObject({
      from: '2025-01-01',
      cutOff: '2025-09-30',
    });
    const body = { plan: '267-2025', round: '2025-M06', strategy: 'calendar' };
    const { position } = posted(await standing.post('/rounds', body));
    expect((await standing.get(`/rounds/267-2025/2025-M06?after=${position}`)).body).toMatchObject({
      strategy: 'calendar',
      from: '2025-06-01',
      cutOff: '2025-06-30',
      closesOn: '2025-07-02',
    });
    expect((await standing.post('/rounds', { ...body, strategy: 'lunar' })).status).toBe(400);
  });

  it('gives one agency more time, with the reason: it owes nothing until then, and the round stays open for it', async () => {
    const adHoc = '/rounds/267-2025/2025-DX-0625';
    const more = { agency: 'so-y-te', until: '2025-07-04', reason: 'Hệ thống đang nâng cấp' };
    expect((await officer.post(`${adHoc}/extensions`, more)).body.code).toBe('not-allowed');
    expect((await standing.post(`${adHoc}/extensions`, { ...more, until: '2025-06-26' })).body).toMatchObject({
      code: 'not-later',
      field: 'until',
    });
    const { position } = posted(await standing.post(`${adHoc}/extensions`, more));
    await on('2025-07-01');
    const it = (await standing.get(`${adHoc}?after=${position}`)).body;
    const of = (id: string) => it.agencies.find((one: { agency: { id: string } }) => one.agency.id === id);
    expect(it.extended).toMatchObject([{ agency: 'so-y-te', until: '2025-07-04', reason: 'Hệ thống đang nâng cấp' }]);
    expect(of('so-y-te')).toMatchObject({ closesOn: '2025-07-04', lateDays: 0, standing: 'missing' });
    expect(of('so-tu-phap')).toMatchObject({ closesOn: '2025-06-27', lateDays: 2 });
    expect((await standing.post(`${adHoc}/closing`)).body.code).toBe('still-open-for-reports');
    await on('2025-06-20');
  });

  it('shows what was said in the round before beside what is to be said now', async () => {
    const { owed } = (await officer.get('/rounds/267-2025/2025-DX-0625/reports/so-y-te')).body;
    expect(owed[0].before).toEqual({
      said: 'reported',
      progress: 35,
      words: 'Kèm 12/BC-SYT',
      round: '2025-Q1',
      title: 'Báo cáo quý I/2025',
    });
    expect(owed.at(-1).before).toBeNull();
  });

  it('puts the reports of a round together item by item, each word with who said it, and counts what nothing was said of', async () => {
    const { body } = await standing.get(`${round}/synthesis`);
    const entries = body.items.flatMap((it: { entries: object[] }) => it.entries);
    const told = Object.values(body.told as Record<string, number>).reduce((sum, count) => sum + count, 0);
    expect(told).toBe(entries.length);
    // An entry without words tells nothing, whatever it is marked as: the reports count it so too.
    const wordless = entries.filter(
      (it: { said: string; words: string }) => it.words === '' && !['no-report', 'exempt'].includes(it.said),
    );
    expect(wordless.every((it: { said: string }) => it.said === 'blank')).toBe(true);
    expect(body.told.blank).toBe(wordless.length);
    expect(entries).toContainEqual(
      expect.objectContaining({
        agency: { id: 'so-y-te', name: 'Sở Y tế' },
        said: 'reported',
        progress: 35,
        words: 'Kèm 12/BC-SYT',
      }),
    );
    // Said after the closing, and told so.
    expect(entries).toContainEqual(expect.objectContaining({ words: 'Bổ sung số liệu', supplement: true }));
    expect(body.summaries).toEqual([{ agency: { id: 'so-y-te', name: 'Sở Y tế' }, words: 'Gửi lại' }]);
    expect(body.without).toContainEqual({ agency: expect.objectContaining({ id: 'bao-ca-mau' }), standing: 'exempt' });
    expect(body.items[0].title).not.toBe('');
    expect((await standing.get(`${round}/synthesis?asOf=2025-03-12`)).body.told.reported).toBe(0);
    expect((await standing.get('/rounds/267-2025/2025-Q9/synthesis')).status).toBe(404);
  });

  it('shows agencies by rounds: who was on time, late by how much, owing, exempt, or not expected at all', async () => {
    const { body } = await standing.get('/round-matrix/267-2025');
    expect(body.rounds.map((it: { round: string }) => it.round)).toEqual([
      '2025-Q1',
      '2025-Q2',
      '2025-DX-0625-2',
      '2025-DX-0625',
      '2025-M06',
    ]);
    const of = (id: string) => body.rows.find((it: { agency: { id: string } }) => it.agency.id === id);
    const [late, owing, , running] = of('so-y-te').cells;
    expect(late).toMatchObject({ standing: 'late', lateDays: 2, returns: 1, owing: false });
    expect(owing).toMatchObject({ standing: 'missing', owing: true });
    // Still open on 20 June: no report yet, and no debt.
    expect(running).toMatchObject({ standing: 'missing', owing: false });
    expect(of('so-y-te')).toMatchObject({ owing: 1, onTime: { numerator: 0, denominator: 2 } });
    expect(of('bao-ca-mau').cells[0]).toMatchObject({ standing: 'exempt', exemptBecause: 'Không được giao nhiệm vụ trong kỳ' });
    expect(of('bao-ca-mau').cells[1]).toBeNull();
    // Who sends early is on time when the round is over, with those who have not sent: not before.
    const before = of('so-tu-phap').onTime;
    posted(await other.post('/rounds/267-2025/2025-DX-0625/reports/so-tu-phap', { summary: 'Gửi sớm', entries: [] }));
    const { position } = posted(await otherHead.post('/rounds/267-2025/2025-DX-0625/reports/so-tu-phap/signature'));
    const sent = (await standing.get(`/round-matrix/267-2025?after=${position}`)).body.rows;
    const early = sent.find((it: { agency: { id: string } }) => it.agency.id === 'so-tu-phap');
    expect(early.cells[3]).toMatchObject({
      standing: 'on-time',
      closesOn: expect.stringMatching(/^2025-06-2[0-9]|^2025-0[7-9]/),
    });
    expect(early.onTime).toEqual(before);
    const then = (await standing.get('/round-matrix/267-2025?asOf=2025-03-18')).body;
    expect(then.rounds).toHaveLength(1);
    expect(then.rows.find((it: { agency: { id: string } }) => it.agency.id === 'so-y-te').owing).toBe(0);
  });

  it('lists the rounds that the calendar has, with the days that opening one would give it, and how an agency stands in each', async () => {
    const { body } = await standing.get('/round-periods/267-2025?year=2025');
    expect(body.strategy).toBe('decree-09-2019');
    const of = (id: string) => body.rows.find((it: { round: string }) => it.round === id);
    expect(of('2025-Q1')).toMatchObject({ opened: true, from: '2024-12-15', cutOff: '2025-03-14', closesOn: '2025-03-18' });
    expect(of('2025-Q3')).toMatchObject({ opened: false, title: 'Báo cáo quý III/2025' });
    expect(of('2025-M07')).toMatchObject({ kind: 'month', opened: false });
    expect((await standing.get('/round-periods/267-2025')).status).toBe(400);
    const { rows } = (await officer.get('/rounds?plan=267-2025&agency=so-y-te')).body;
    const own = Object.fromEntries(
      rows.map((it: { round: string; own: { agency: string; standing: string }[] }) => [
        it.round,
        it.own.map(({ agency, standing: how }) => `${agency} ${how}`),
      ]),
    );
    expect(own).toEqual({
      '2025-Q1': ['so-y-te late'],
      '2025-Q2': ['so-y-te missing'],
      '2025-DX-0625': ['so-y-te missing'],
      '2025-DX-0625-2': ['so-y-te missing'],
      '2025-M06': ['so-y-te missing'],
    });
  });
});

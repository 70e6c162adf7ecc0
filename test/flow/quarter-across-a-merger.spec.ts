import { readFileSync } from 'node:fs';
import { instant } from '#language';
import { type Answer, type Client, startTestServer, type TestServer } from '../server.js';

/**
 * A whole quarter as its people live it, each step over HTTP by whoever may take it: the plan comes in, its groups become
 * agencies, a round is opened, reported, returned and reported again too late, a department is merged into another from a
 * day that has passed, and the quarter is closed. What was so before stays so, and every sum is the same on both sides.
 */

const plan = '267-2025';
const round = '/rounds/267-2025/2025-Q1';
const tttt = 'so-thong-tin-va-truyen-thong';
const khcn = 'so-khoa-hoc-va-cong-nghe';

const act = {
  succession: 'so-tttt-vao-so-khcn',
  kind: 'merge',
  title: 'Hợp nhất Sở Thông tin và Truyền thông vào Sở Khoa học và Công nghệ',
  on: '2025-03-01',
  basis: { number: '12/NQ-HĐND', on: '2025-02-20', source: '' },
  from: [tttt],
  to: [khcn],
};

/** Findings that say that two figures, or two sentences, of the plan cannot both be right. */
const contradictions = {
  'subtotal-differs': 1, // phụ lục II, mục III: in 8.530, các dòng cộng 8.350
  'allotted-outside-period': 1, // II.I.6: 2021-2022, mà cấp vốn năm 2024
  'rate-differs': 1, // 349.605/356.257: in 98,67%, đúng 98,13%
  'figures-disagree': 2, // 818.508 = 96.613 + 724.895; 200.583/202.583 còn 1.569
  'remainder-differs': 1, // 14.981 - 14.960: in 214, đúng 21
  'rate-conflict': 1, // 2.490 là 52,42% và là 74,1%
  'nearly-equal-figures': 1, // 277.959 và 277.909
  'count-over-whole': 1, // 277.909 người trên 27.457 hồ sơ
  'unmeasured-reason-conflict': 1, // bộ đo, mà bộ chưa có hướng dẫn
  'unit-count-differs': 1, // 86/101 xã, mà từ 01/12/2024 là 100
};

type Four = Readonly<Record<'onTime' | 'late' | 'openInTime' | 'overdue' | 'suspended' | 'cancelled' | 'noDate', number>>;
interface OfAgency {
  readonly agency: { readonly id: string };
}

describe('a quarter of the plan, from its import to its closing, across a merger', () => {
  let server: TestServer;
  let who: Readonly<
    Record<'standing' | 'officer' | 'head' | 'ttttHead' | 'other' | 'committee' | 'interior' | 'auditor', Client>
  >;
  /** Where the log stood after the last thing that was done. */
  let last = '0';

  const on = async (day: string, time = '09:00') => {
    server.clock.set(instant(`${day}T${time}:00+07:00`));
    who = {
      // Accounts do not move by themselves: whoever keeps the plan after the merger does so for the body that took over.
      standing: await server.as('standing', day < '2025-03-22' ? tttt : khcn),
      officer: await server.as('officer', 'so-y-te'),
      head: await server.as('head', 'so-y-te'),
      ttttHead: await server.as('head', tttt),
      other: await server.as('officer', 'so-tu-phap'),
      committee: await server.as('committee', 'ban-chi-dao-chuyen-doi-so-tinh'),
      interior: await server.as('interior', 'so-noi-vu'),
      auditor: await server.as('auditor', 'thanh-tra-tinh'),
    };
  };
  const done = (answer: Answer, status = 201) => {
    expect(answer.status === status ? '' : `${answer.status} ${answer.text.slice(0, 400)}`).toBe('');
    if (answer.body.position) last = answer.body.position;
    return answer.body;
  };
  const refused = (answer: Answer) => [answer.status, answer.body.code];
  const seen = async (client: Client, path: string) => {
    const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}after=${last}`);
    expect(answer.status === 200 ? '' : answer.text.slice(0, 400)).toBe('');
    return answer.body;
  };
  const brought = (client: Client, query = '') => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(readFileSync('seeds/plans/267-KH-UBND.txt'))]), '267-KH-UBND.txt');
    return client.send('POST', `/plans/import${query}`, { raw: form });
  };
  const tasks = async (query: string) => {
    const { rows, total } = await seen(who.auditor, `/tasks?size=200&${query}`);
    expect(rows).toHaveLength(total);
    return rows as readonly { id: string; item: string; agency: { id: string }; status: string; inheritedOverdue: boolean }[];
  };
  const of = <T extends OfAgency>(rows: readonly T[], id: string): T | undefined => rows.find((it) => it.agency.id === id);
  const sums = (rows: readonly { readonly four: Four }[]) => {
    const sum = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };
    for (const { four } of rows) for (const cell of Object.keys(sum) as (keyof Four)[]) sum[cell] += four[cell];
    return sum;
  };
  const cards = async (asOf: string, known = '') =>
    (await seen(who.interior, `/scorecards?plan=${plan}&asOf=${asOf}${known}`)).rows as readonly (OfAgency & { four: Four })[];
  /** What the year looked like on a day, before anybody had heard of the merger. */
  let february: Awaited<ReturnType<typeof cards>>;
  let firstOfMarch: Awaited<ReturnType<typeof cards>>;

  beforeAll(async () => {
    server = await startTestServer({ now: '2024-12-11T09:00:00+07:00', sample: 'empty' });
    await on('2024-12-11');
  }, 120_000);
  afterAll(() => server.close());

  it('begins with an empty register, and only the standing agency may bring the plan in', async () => {
    expect((await seen(who.standing, '/plans')).rows).toEqual([]);
    expect(refused(await brought(who.officer))).toEqual([403, 'not-allowed']);
    expect(refused(await brought(who.auditor, '?dryRun=false'))).toEqual([403, 'not-allowed']);
  });

  it('reads 33 tasks, 28 targets and 11 contradictions of figures, and writes nothing until told to', async () => {
    const dry = done(await brought(who.standing), 200);
    expect(dry.counts).toEqual({
      items: 33,
      targets: 28,
      results: 24,
      projects: 29,
      findings: { blocking: 0, decision: 37, notice: 60 },
    });
    const codes = dry.findings.map((it: { code: string }) => it.code) as string[];
    const counted = Object.fromEntries(Object.keys(contradictions).map((it) => [it, codes.filter((one) => one === it).length]));
    expect(counted).toEqual(contradictions);
    expect(Object.values(counted).reduce((sum, n) => sum + n, 0)).toBe(11);
    expect((await seen(who.standing, '/plans')).rows).toEqual([]);
    const { eventsWritten, tasks: made } = done(await brought(who.standing, '?dryRun=false'));
    expect([eventsWritten, made]).toEqual([dry.eventsWritten, 141]);
    expect(done(await brought(who.standing, '?dryRun=false'), 200)).toMatchObject({ eventsWritten: 0, unchanged: true });
  });

  it('makes of a row led by a group one task for each member: IV.VIII.1 is nine districts’', async () => {
    const all = await tasks(`plan=${plan}`);
    expect([all.length, new Set(all.map((it) => it.item)).size]).toEqual([141, 33]);
    const led = all.filter((it) => it.item === 'IV.VIII.1').map((it) => it.agency.id);
    expect(led.sort()).toEqual([
      'ubnd-huyen-cai-nuoc',
      'ubnd-huyen-dam-doi',
      'ubnd-huyen-nam-can',
      'ubnd-huyen-ngoc-hien',
      'ubnd-huyen-phu-tan',
      'ubnd-huyen-thoi-binh',
      'ubnd-huyen-tran-van-thoi',
      'ubnd-huyen-u-minh',
      'ubnd-thanh-pho-ca-mau',
    ]);
    const members = ['IV.III.3', 'IV.IV.1', 'IV.IV.7', 'IV.IV.8', 'IV.VI.4', 'IV.VIII.1', 'IV.VIII.2'].map(
      (item) => all.filter((it) => it.item === item).length,
    );
    expect(members).toEqual([3, 28, 19, 19, 28, 9, 9]);
  });

  it('opens the first quarter, 15/12 to 14/3, owed until 18/3 by the 31 bodies that lead', async () => {
    await on('2024-12-16');
    expect(refused(await who.officer.post('/rounds', { plan, round: '2025-Q1' }))).toEqual([403, 'not-allowed']);
    expect(refused(await who.auditor.post('/rounds', { plan, round: '2025-Q1' }))).toEqual([403, 'not-allowed']);
    done(await who.standing.post('/rounds', { plan, round: '2025-Q1' }));
    const it = await seen(who.standing, round);
    expect(it).toMatchObject({ from: '2024-12-15', cutOff: '2025-03-14', closesOn: '2025-03-18', closed: false });
    expect(it.figures).toEqual({ expected: 31, exempt: 0, due: 31, onTime: 0, late: 0, returned: 0, missing: 31, empty: 0 });
  });

  it('has a task of Sở Y tế done, and the one who did it is not the one who accepts it', async () => {
    await on('2025-03-10');
    const task = `/tasks/${plan}/IV.VIII.3/so-y-te`;
    const report = { narrative: 'Đã kết nối 9/9 trung tâm y tế', evidence: [], occurredOn: '2025-03-07' };
    expect(refused(await who.other.post(`${task}/milestones`, { ...report, progress: 100 }))).toEqual([
      403,
      'not-the-accountable-agency',
    ]);
    done(await who.officer.post(`${task}/milestones`, { ...report, progress: 100 }));
    done(await who.officer.post(`${task}/completion`, { ...report, document: { number: '45/BC-SYT' } }));
    const { claims } = await seen(who.officer, task);
    expect(refused(await who.officer.post(`${task}/completion/${claims[0].claim}/acceptance`))).toEqual([403, 'not-allowed']);
    done(await who.standing.post(`${task}/completion/${claims[0].claim}/acceptance`, { note: 'Đủ minh chứng' }));
    expect(await seen(who.officer, task)).toMatchObject({ status: 'completed-on-time' });
  });

  it('receives the reports of two departments, signed by their heads and by nobody else', async () => {
    const { owed } = await seen(who.officer, `${round}/reports/so-y-te`);
    expect(owed).toHaveLength(5);
    const entries = owed.map(({ task }: { task: string }) => ({
      task,
      said: 'reported',
      progress: 40,
      words: 'Đang triển khai',
    }));
    const content = { summary: 'Báo cáo quý I/2025 của Sở Y tế', entries };
    expect(refused(await who.other.post(`${round}/reports/so-y-te`, content))).toEqual([403, 'not-the-reporting-agency']);
    done(await who.officer.post(`${round}/reports/so-y-te`, content));
    expect(refused(await who.officer.post(`${round}/reports/so-y-te/signature`))).toEqual([403, 'not-allowed']);
    expect(refused(await who.ttttHead.post(`${round}/reports/so-y-te/signature`))).toEqual([403, 'not-the-head']);
    done(await who.head.post(`${round}/reports/so-y-te/signature`));
    const own = (await seen(who.standing, `${round}/reports/${tttt}`)).owed;
    expect(own).toHaveLength(20);
    const said = own.map(({ task }: { task: string }) => ({ task, said: 'zero', words: 'Trong kỳ chưa phát sinh' }));
    done(await who.standing.post(`${round}/reports/${tttt}`, { summary: 'Báo cáo quý I/2025', entries: said }));
    done(await who.ttttHead.post(`${round}/reports/${tttt}/signature`));
    expect((await seen(who.standing, round)).figures).toMatchObject({ onTime: 2, missing: 29 });
  });

  it('returns one of them with a reason, and its own to nobody', async () => {
    await on('2025-03-17');
    const reason = { reason: 'Thiếu số văn bản minh chứng' };
    expect(refused(await who.officer.post(`${round}/reports/so-y-te/return`, reason))).toEqual([403, 'not-allowed']);
    expect(refused(await who.standing.post(`${round}/reports/${tttt}/return`, reason))).toEqual([403, 'own-report']);
    done(await who.standing.post(`${round}/reports/so-y-te/return`, reason));
    expect((await seen(who.standing, round)).figures).toMatchObject({ onTime: 1, returned: 1, missing: 29 });
    // The last day for reporting is not over.
    await on('2025-03-18');
    expect(refused(await who.standing.post(`${round}/closing`))).toEqual([422, 'still-open-for-reports']);
  });

  it('shows the report that came again as late by two working days (◐), and late it stays', async () => {
    await on('2025-03-20');
    const { owed } = await seen(who.officer, `${round}/reports/so-y-te`);
    const entries = [{ task: owed[0].task, said: 'reported', progress: 40, words: 'Kèm báo cáo số 12/BC-SYT' }];
    done(await who.officer.post(`${round}/reports/so-y-te`, { summary: 'Gửi lại', entries }));
    done(await who.head.post(`${round}/reports/so-y-te/signature`));
    const it = await seen(who.standing, round);
    expect(of(it.agencies, 'so-y-te')).toMatchObject({
      standing: 'late',
      lateDays: 2,
      returns: 1,
      firstReceivedOn: '2025-03-10',
    });
    expect(it.figures).toEqual({ expected: 31, exempt: 0, due: 31, onTime: 1, late: 1, returned: 0, missing: 29, empty: 0 });
    expect(it.rates).toEqual({
      received: { numerator: 2, denominator: 31, percent: 6.45 },
      onTime: { numerator: 1, denominator: 31, percent: 3.23 },
    });
    // On its own day it had been on time; both are true, each of its day.
    expect(of((await seen(who.standing, `${round}?asOf=2025-03-14`)).agencies, 'so-y-te')).toMatchObject({ standing: 'on-time' });
  });

  it('is merged from 1/3 by a resolution acted upon on 21/3, and not while one duty has no successor', async () => {
    await on('2025-03-21');
    february = await cards('2025-02-28');
    firstOfMarch = await cards('2025-03-01');
    for (const client of [who.officer, who.committee, who.auditor])
      expect(refused(await client.post('/successions', { act }))).toEqual([403, 'not-allowed']);
    expect(refused(await who.standing.post('/successions', { act: { ...act, to: ['so-khong-co'] } }))).toEqual([
      422,
      'unknown-agency',
    ]);
    done(await who.standing.post('/successions', { act }));
    const wizard = async () => {
      const { duties, counts } = await seen(who.standing, `/successions/${act.succession}`);
      const open = duties.filter((it: { kind: string }) => it.kind === 'task');
      return { open, counts, orphaned: open.filter((it: { orphaned: boolean }) => it.orphaned).length };
    };
    const before = await wizard();
    expect([before.open.length, before.orphaned]).toEqual([20, 20]);
    expect(refused(await who.standing.post(`/successions/${act.succession}/conclusion`))).toEqual([422, 'duties-orphaned']);
    expect(refused(await who.standing.post(`/successions/${act.succession}/directions`, { to: 'so-tu-phap' }))).toEqual([
      422,
      'not-a-successor',
    ]);
    // One row expressly parked, one by hand, the rest in bulk.
    const [first, second] = before.open.map(({ kind, id }: { kind: string; id: string }) => ({ kind, id }));
    done(
      await who.standing.post(`/successions/${act.succession}/parkings`, {
        duties: [first],
        reason: 'Chờ Ban Chỉ đạo phân công',
      }),
    );
    done(await who.standing.post(`/successions/${act.succession}/directions`, { duties: [second], to: khcn }));
    const early = await who.standing.post(`/successions/${act.succession}/conclusion`);
    expect(refused(early)).toEqual([422, 'duties-orphaned']);
    done(await who.standing.post(`/successions/${act.succession}/directions`));
    expect(await wizard()).toMatchObject({ orphaned: 0, counts: { orphaned: 0, parked: 1 } });
    done(await who.standing.post(`/successions/${act.succession}/conclusion`));
    expect(await seen(who.standing, `/successions/${act.succession}`)).toMatchObject({ phase: 'carried' });
    expect((await seen(who.standing, '/successions-orphaned')).rows).toEqual([]);
  });

  it('shows the auditor 28/2 and 1/3 as they were, and what was known of 1/3 before the merger was recorded', async () => {
    const ledBy = async (agency: string, asOf: string, known = '') =>
      (await tasks(`plan=${plan}&agency=${agency}&asOf=${asOf}${known}`)).length;
    const [t, k] = [tttt, khcn];
    expect([await ledBy(t, '2025-02-28'), await ledBy(k, '2025-02-28')]).toEqual([20, 4]);
    expect([await ledBy(t, '2025-03-01'), await ledBy(k, '2025-03-01')]).toEqual([1, 23]);
    const then = '&knownOn=2025-03-20';
    expect([await ledBy(t, '2025-03-01', then), await ledBy(k, '2025-03-01', then)]).toEqual([20, 4]);
    const members = async (day: string) =>
      (await seen(who.auditor, `/agency-groups?on=${day}`)).rows
        .find((it: { id: string }) => it.id === 'so-ban-nganh')
        .members.map((it: { agency: string }) => it.agency);
    expect([(await members('2025-02-28')).length, (await members('2025-03-01')).length]).toEqual([19, 18]);
    expect(await members('2025-03-01')).not.toContain(tttt);
    expect((await seen(who.auditor, `/agencies/${tttt}?on=2025-03-01`)).exists).toBe(false);
    const { rows } = await seen(who.auditor, `/history?type=reassigned&agency=${khcn}&limit=50`);
    expect(rows).toHaveLength(19);
    expect(rows[0]).toMatchObject({ on: '2025-03-01', vi: expect.stringContaining('Sở Khoa học và Công nghệ') });
    expect(rows[0].vi).toContain('12/NQ-HĐND');
    expect(rows[0].recordedAt.slice(0, 10)).toBe('2025-03-21');
    expect(refused(await who.officer.get(`/history?agency=${khcn}`))).toEqual([403, 'not-your-history']);
  });

  it('gives the committee a board of either day whose totals are one', async () => {
    const board = (asOf: string) => seen(who.committee, `/overdue?plan=${plan}&asOf=${asOf}`);
    const [before, after] = [await board('2025-02-28'), await board('2025-03-01')];
    const totals = { onTime: 0, late: 0, openInTime: 139, overdue: 2, suspended: 0, cancelled: 0, noDate: 4 };
    expect([before.totals, after.totals]).toEqual([totals, totals]);
    expect([sums(before.rows), sums(after.rows)]).toEqual([totals, totals]);
    expect([of<OfAgency & { four: Four }>(before.rows, tttt)?.four, of(before.rows, khcn)]).toMatchObject([
      { openInTime: 18, overdue: 2 },
      { four: { openInTime: 4, overdue: 0 } },
    ]);
    // The row that was parked is still with the body that is no more; it is the first one, and it is overdue.
    expect([of<OfAgency & { four: Four }>(after.rows, tttt)?.four, of(after.rows, khcn)]).toMatchObject([
      { openInTime: 0, overdue: 1 },
      { four: { openInTime: 22, overdue: 1 } },
    ]);
    const inherited = await tasks(`plan=${plan}&agency=${khcn}&status=overdue&asOf=2025-03-01`);
    expect(inherited.map((it) => it.inheritedOverdue)).toEqual([true]);
  });

  it('leaves what was counted before the merger as it was, and sums equal on both sides of it', async () => {
    expect((await cards('2025-02-28')).map((it) => [it.agency.id, it.four])).toEqual(
      february.map((it) => [it.agency.id, it.four]),
    );
    expect((await cards('2025-03-01', '&knownOn=2025-03-20')).map((it) => it.four)).toEqual(firstOfMarch.map((it) => it.four));
    expect(sums(await cards('2025-03-01'))).toEqual(sums(firstOfMarch));
    const { agencies, figures } = await seen(who.auditor, round);
    expect(of(agencies, tttt)).toMatchObject({ standing: 'on-time', told: 20 });
    expect(figures).toMatchObject({ expected: 31, onTime: 1, late: 1, missing: 29 });
  });

  it('is closed by the standing agency, with the sums that it had; a report after it is refused', async () => {
    await on('2025-03-24');
    const before = await seen(who.standing, round);
    expect(refused(await who.officer.post(`${round}/closing`))).toEqual([403, 'not-allowed']);
    expect(refused(await who.committee.post(`${round}/closing`))).toEqual([403, 'not-allowed']);
    done(await who.standing.post(`${round}/closing`));
    const after = await seen(who.standing, round);
    expect(after).toMatchObject({ closed: true, closedOn: '2025-03-24' });
    const figures = { expected: 31, exempt: 0, due: 31, onTime: 1, late: 1, returned: 0, missing: 29, empty: 0 };
    expect([before.figures, after.figures, after.closing.figures]).toEqual([figures, figures, figures]);
    const late = { summary: 'Báo cáo quý I/2025', entries: [] };
    expect(refused(await who.other.post(`${round}/reports/so-tu-phap`, late))).toEqual([409, 'round-closed']);
    expect(refused(await who.head.post(`${round}/reports/so-y-te/signature`))).toEqual([409, 'round-closed']);
    expect(refused(await who.standing.post(`${round}/reports/so-y-te/return`, { reason: 'Muộn' }))).toEqual([
      409,
      'round-closed',
    ]);
    expect((await seen(who.auditor, round)).figures).toEqual(figures);
  });

  it('is scored by the rules in force on the day, the same for reviewers and for the head who is scored', async () => {
    const seenBy = (client: Client, agency: string, asOf: string) =>
      seen(client, `/scorecards/${agency}?plan=${plan}&asOf=${asOf}`);
    const card = await seenBy(who.interior, khcn, '2025-03-14');
    expect(card).toMatchObject({
      agency: { name: 'Sở Khoa học và Công nghệ', ratable: true },
      four: { onTime: 0, late: 0, openInTime: 22, overdue: 1 },
      inheritedOverdue: 1,
      rules: { version: 1, effectiveFrom: '2024-01-01', source: 'Báo cáo 1270/BC-TCTTTg ngày 27/12/2017' },
    });
    const yTe = await seenBy(who.interior, 'so-y-te', '2025-03-14');
    expect(yTe.four).toMatchObject({ onTime: 1, late: 0, openInTime: 4, overdue: 0 });
    const own = await seenBy(who.head, 'so-y-te', '2025-03-14');
    expect([own.four, own.figures]).toEqual([yTe.four, yTe.figures]);
    expect(refused(await who.head.get(`/scorecards/${khcn}`))).toEqual([403, 'not-your-scorecard']);
    const { total, rows } = await seen(who.interior, `/scorecards?plan=${plan}&asOf=2025-03-14`);
    expect(total.four).toEqual({ onTime: 1, late: 0, openInTime: 138, overdue: 2, suspended: 0, cancelled: 0, noDate: 4 });
    expect(sums(rows)).toEqual(total.four);
  });

  it('is told to the auditor by the log itself: who did each step, on which day and when', async () => {
    const { rows } = await seen(who.auditor, '/history?limit=200&from=2024-12-16');
    const kinds = rows.map((it: { type: string }) => it.type);
    const steps = ['round-opened', 'completed', 'completion-accepted', 'round-report-returned', 'succession-concluded'];
    expect(steps.filter((it) => kinds.filter((one: string) => one === it).length !== 1)).toEqual([]);
    expect(kinds.filter((it: string) => it === 'round-report-signed')).toHaveLength(3);
    expect(kinds.filter((it: string) => it === 'reassigned')).toHaveLength(19);
    expect(kinds[0]).toBe('round-closed');
  });
});

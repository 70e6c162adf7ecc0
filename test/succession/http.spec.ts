import { CommandBus } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '#event-store';
import { instant } from '#language';
import { CarrySuccessions } from '#succession';
import { type Client, startTestServer, type TestServer } from '../server.js';

const year = 'from=2025-01-01&to=2025-12-31';
const gone = 'so-thong-tin-va-truyen-thong';
const heir = 'so-khoa-hoc-va-cong-nghe';

const merger = {
  succession: 'so-tttt-vao-so-khcn',
  kind: 'merge',
  title: 'Hợp nhất Sở Thông tin và Truyền thông vào Sở Khoa học và Công nghệ',
  on: '2025-03-01',
  basis: { number: '12/NQ-HĐND', on: '2025-02-20', source: '' },
  from: [gone],
  to: [heir],
};

/** Everything that the body owes on the day, by kind. */
const owed = { task: 20, coordination: 49, target: 1, 'target-monitoring': 15, project: 15, report: 1 };
const open = Object.values(owed).reduce((sum, it) => sum + it, 0);

interface Four {
  readonly four: Readonly<Record<string, number>>;
}

describe('a succession over HTTP', () => {
  let server: TestServer;
  let standing: Client;
  let auditor: Client;
  let committee: Client;
  let admin: Client;
  let registers: unknown;
  let before: readonly (Four & { readonly agency: { readonly id: string } })[];
  const head = async () => String(await server.running.app.get<EventStore>(EVENT_STORE).head());
  const wizard = async () => (await standing.get(`/successions/${merger.succession}?after=${await head()}`)).body;
  const sums = (rows: readonly Four[]) =>
    rows.reduce<Record<string, number>>((all, { four }) => {
      for (const [cell, n] of Object.entries(four)) all[cell] = (all[cell] ?? 0) + n;
      return all;
    }, {});
  const cards = async (asOf: string) => (await auditor.get(`/scorecards?asOf=${asOf}&after=${await head()}`)).body.rows;
  const events = async (type = 'reassigned') => {
    const log = await server.running.app.get<EventStore>(EVENT_STORE).readLog({ types: [type], limit: 1000 });
    return log.map((it) => it.stream);
  };
  const byKind = (duties: readonly { readonly kind: string }[]) =>
    Object.fromEntries(
      [...new Set(duties.map((it) => it.kind))].map((kind) => [kind, duties.filter((it) => it.kind === kind).length]),
    );
  /** What must be the same whoever holds it: targets and their rate, the money of projects, the reports owed. */
  const registersOn = async (asOf: string) => {
    const after = await head();
    const targets = (await auditor.get(`/targets?plan=267-2025&asOf=${asOf}&after=${after}`)).body;
    const projects = (await auditor.get(`/projects?plan=267-2025&asOf=${asOf}&after=${after}`)).body;
    const round = (await auditor.get(`/rounds/267-2025/2025-Q1?asOf=${asOf}&after=${after}`)).body;
    return { targets: [targets.total, targets.rate], projects: [projects.total, projects.grand], round: round.figures };
  };

  beforeAll(async () => {
    server = await startTestServer({ now: '2025-02-25T09:00:00+07:00' });
    standing = await server.as('standing', gone);
    auditor = await server.as('auditor', 'thanh-tra-tinh');
    committee = await server.as('committee', 'ban-chi-dao-chuyen-doi-so-tinh');
    admin = await server.as('admin');
    await admin.post(`/agencies/${gone}/heads`, { subject: 'u_cu', office: 'Giám đốc', from: '2024-01-01', source: '' });
    before = await cards('2025-02-25');
    expect((await standing.post('/rounds', { plan: '267-2025', round: '2025-Q1' })).status).toBe(201);
    registers = await registersOn('2025-02-25');
  }, 120_000);
  afterAll(() => server.close());

  it('is refused when a body is unknown, and to whoever may not arrange it', async () => {
    const unknown = await standing.post('/successions', { act: { ...merger, from: ['so-khong-co'] } });
    expect(unknown.body).toMatchObject({ status: 422, code: 'unknown-agency' });
    const shapeless = await standing.post('/successions', { act: { ...merger, on: '31/02' } });
    expect(shapeless.body).toMatchObject({ status: 400, code: 'not-a-date', field: 'act.on' });
    expect((await committee.post('/successions', { act: merger })).status).toBe(403);
  });

  it('lists every open duty with the successor proposed, and does not finish while one is orphaned', async () => {
    const opened = await standing.post('/successions', { act: merger });
    expect([opened.status, opened.body.events]).toEqual([201, ['succession-opened']]);
    expect((await standing.post('/successions', { act: merger })).status).toBe(200);
    const shown = await wizard();
    expect(byKind(shown.duties)).toEqual(owed);
    expect(shown.counts).toMatchObject({ open, orphaned: open, directed: 0, parked: 0 });
    expect(shown.duties.every((it: { proposed: { id: string } }) => it.proposed.id === heir)).toBe(true);
    expect(shown.groups).toContainEqual({
      group: { id: 'so-ban-nganh', name: 'Sở, ban, ngành tỉnh' },
      agency: { id: gone, name: 'Sở Thông tin và Truyền thông' },
      change: 'leaves',
    });
    const early = await standing.post(`/successions/${merger.succession}/conclusion`);
    expect(early.body).toMatchObject({ status: 422, code: 'duties-orphaned' });
    expect(early.body.figures).toMatchObject({ orphans: open, of: open });
  });

  it('directs and parks row by row and in bulk, and is then concluded before its day with nothing passed on yet', async () => {
    const { duties } = await wizard();
    const [first, second] = duties;
    const ref = ({ kind, id }: { kind: string; id: string }) => ({ kind, id });
    expect((await standing.post(`/successions/${merger.succession}/directions`, { duties: [ref(first)], to: heir })).status).toBe(
      201,
    );
    const parked = { duties: [ref(second)], reason: 'Chờ Ban Chỉ đạo phân công' };
    expect((await standing.post(`/successions/${merger.succession}/parkings`, parked)).status).toBe(201);
    expect((await standing.post(`/successions/${merger.succession}/directions`, {})).status).toBe(201);
    expect((await wizard()).counts).toMatchObject({ open, orphaned: 0, directed: open - 1, parked: 1 });
    const concluded = await standing.post(`/successions/${merger.succession}/conclusion`);
    expect([concluded.status, concluded.body.events]).toEqual([201, ['succession-concluded']]);
    expect(await events()).toEqual([]);
  });

  it('is carried out on its day, each task once, however many carry at once and again', async () => {
    server.clock.set(instant('2025-03-01T00:30:00+07:00'));
    // Sessions end after a while; who worked in February signs in again in March.
    standing = await server.as('standing', gone);
    auditor = await server.as('auditor', 'thanh-tra-tinh');
    const carry = () => server.running.app.get(CommandBus).execute(new CarrySuccessions());
    await Promise.all([carry(), carry(), carry()].map((it) => it.catch(() => undefined)));
    await carry();
    const moved = await events();
    expect([moved.length, new Set(moved).size]).toEqual([19, 19]);
    expect(await events('coordination-changed')).toHaveLength(owed.coordination);
    expect(await events('bodies-changed')).toHaveLength(owed.target + owed['target-monitoring']);
    expect(await events('owner-changed')).toHaveLength(owed.project);
    expect(await events('round-duty-passed')).toHaveLength(owed.report);
    expect((await wizard()).phase).toBe('carried');
    expect((await standing.get('/successions-orphaned')).body.rows).toEqual([]);
  });

  it('leaves the past as it was and every sum equal before and after (06.4)', async () => {
    const then = await cards('2025-02-25');
    expect(then.map((it: Four) => it.four)).toEqual(before.map((it) => it.four));
    const after = await cards('2025-03-01');
    expect(sums(after)).toEqual(sums(before));
    expect(await registersOn('2025-02-25')).toEqual(registers);
    expect(await registersOn('2025-03-01')).toEqual(registers);
    const of = (rows: typeof before, id: string) => rows.find((it) => it.agency.id === id)?.four.openInTime ?? 0;
    expect(of(after, gone)).toBe(1);
    expect(of(after, heir)).toBe(of(before, heir) + 19 - (await overdueOf(after, heir)));
  });
  const overdueOf = async (rows: readonly (Four & { agency: { id: string } })[], id: string) =>
    rows.find((it) => it.agency.id === id)?.four.overdue ?? 0;

  it('leaves no list that names the body that ended, and the successor answers for the report it owed', async () => {
    const after = await head();
    const targets = (await auditor.get(`/targets?plan=267-2025&asOf=2025-03-01&after=${after}`)).body.rows;
    const named = (it: { monitor: { id: string } | null; executors: { id: string | null }[] }) => [
      it.monitor?.id,
      ...it.executors.map((one) => one.id),
    ];
    expect(targets.flatMap(named)).not.toContain(gone);
    expect(targets.flatMap(named)).toContain(heir);
    const projects = (await auditor.get('/projects?plan=267-2025&asOf=2025-03-01')).body.rows;
    expect(projects.map((it: { owner: { id: string } | null }) => it.owner?.id)).not.toContain(gone);
    const coordinating = (await auditor.get(`/tasks?asOf=2025-03-01&size=200&after=${after}`)).body.rows
      .filter((it: { status: string }) => !it.status.startsWith('completed'))
      .flatMap((it: { coordinating: { id: string | null; printed: string }[] }) => it.coordinating);
    expect(coordinating.map((it: { id: string }) => it.id)).not.toContain(gone);
    expect(coordinating).toContainEqual({ printed: 'Sở Khoa học và Công nghệ', kind: 'agency', id: heir });
    const { agencies } = (await auditor.get(`/rounds/267-2025/2025-Q1?asOf=2025-03-01&after=${after}`)).body;
    const line = agencies.find((it: { agency: { id: string } }) => it.agency.id === gone);
    expect([line.standing, line.answeredBy]).toEqual(['missing', { id: heir, name: 'Sở Khoa học và Công nghệ' }]);
    const report = `/rounds/267-2025/2025-Q1/reports/${gone}`;
    const nobody = await (await server.as('officer', gone)).post(report, { summary: 'x', entries: [] });
    expect(nobody.body.code).toBe('not-the-reporting-agency');
    expect((await (await server.as('officer', heir)).post(report, { summary: 'Số liệu quý I', entries: [] })).status).toBe(201);
    expect((await (await server.as('head', heir)).post(`${report}/signature`)).status).toBe(201);
  });

  it('shows what was overdue already as inherited, and not as the new body’s doing (06.5)', async () => {
    const { body } = await auditor.get(`/tasks?agency=${heir}&status=overdue&asOf=2025-03-01&after=${await head()}`);
    expect(body.rows.length).toBeGreaterThan(0);
    for (const row of body.rows) expect(row).toMatchObject({ inheritedOverdue: true });
    const card = (await auditor.get(`/scorecards/${heir}?asOf=2025-03-01`)).body;
    expect(card.inheritedOverdue).toBe(body.rows.length);
  });

  it('ends the head’s tenure on the day, splits what each answers for, and reads both ways', async () => {
    const { body } = await auditor.get(`/agencies/${gone}/responsibility?${year}&after=${await head()}`);
    expect(
      body.spans.map((it: { from: string; heads: { subject: string }[] }) => [it.from, it.heads.map((one) => one.subject)]),
    ).toEqual([
      ['2025-01-01', ['u_cu']],
      ['2025-03-01', []],
    ]);
    for (const { account } of body.spans)
      expect(account.taken + account.received).toBe(
        account.passedOn + account.onTime + account.late + account.cancelled + account.left,
      );
    const [first, last] = body.spans;
    expect([first.account.passedOn, last.account.passedOn]).toEqual([0, 19]);
    const today = (await auditor.get(`/agencies/${heir}/responsibility?${year}`)).body;
    expect(today.predecessors.map((it: { id: string }) => it.id)).toEqual([gone]);
    const total = (four: Four['four']) => ['onTime', 'late', 'openInTime', 'overdue'].reduce((n, it) => n + (four[it] ?? 0), 0);
    expect(total(today.withPredecessors)).toBe(total(today.own) + 1);
  });

  it('says how many tenures one answer has no room for, and gives them when asked from there', async () => {
    const admin = await server.as('admin');
    const days = Array.from({ length: 43 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10));
    for (const [i, day] of days.slice(0, -1).entries()) {
      const subject = `u_${i}`;
      const came = { subject, office: 'Quyền Giám đốc', from: day, source: '' };
      expect((await admin.post('/agencies/so-y-te/heads', came)).status).toBe(201);
      const left = { subject, on: days[i + 1], source: '' };
      expect((await admin.post('/agencies/so-y-te/heads/departures', left)).status).toBe(201);
    }
    const asked = async (from: string) =>
      (await auditor.get(`/agencies/so-y-te/responsibility?from=${from}&to=2024-02-29&after=${await head()}`)).body;
    const first = await asked('2024-01-01');
    expect([first.spans.length, first.moreSpans]).toEqual([40, 3]);
    const rest = await asked(first.spans.at(-1).to);
    expect([rest.spans.length, rest.moreSpans]).toEqual([3, 0]);
  }, 120_000);

  it('changes the groups on the day and not before, and ends the body', async () => {
    const members = async (on: string) => {
      const { body } = await auditor.get(`/agency-groups?on=${on}`);
      return body.rows.find((it: { id: string }) => it.id === 'so-ban-nganh').members.map((it: { agency: string }) => it.agency);
    };
    expect(await members('2025-02-28')).toContain(gone);
    expect(await members('2025-03-01')).not.toContain(gone);
    expect((await auditor.get(`/agencies/${gone}?on=2025-03-01`)).body).toMatchObject({ exists: false, to: '2025-03-01' });
  });
});

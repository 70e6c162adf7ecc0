import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { EVENT_STORE, type EventStore } from '#event-store';
import { beginning, planId, type Recorded } from '#language';
import { SteeredClock, simulateYear, wholeYear } from '#simulation';
import { firstStart } from '../../apps/server/seeds.js';
import { type Client, startTestServer, type TestServer } from '../server.js';

describe('the whole simulated year', () => {
  let server: TestServer;
  let auditor: Client;
  let log: readonly Recorded[];
  const store = () => server.running.app.get<EventStore>(EVENT_STORE);
  const everything = async () => {
    const all: Recorded[] = [];
    for (let page = await store().readLog({ limit: 1_000 }); page.length > 0; ) {
      all.push(...page);
      page = await store().readLog({ after: page.at(-1)?.position ?? beginning, limit: 1_000 });
    }
    return all;
  };
  beforeAll(async () => {
    server = await startTestServer({ now: '2026-03-02T09:00:00+07:00', sample: 'year' });
    auditor = await server.as('auditor', 'thanh-tra-tinh');
    log = await everything();
  }, 240_000);
  afterAll(() => server.close());
  const counted = (type: string) => log.filter((it) => it.type === type).length;

  it('has every kind of thing that can be told of targets, projects, rounds, obstacles and meetings', () => {
    const wanted = {
      targets: ['measured', 'judged', 'bodies-changed'],
      projects: ['disbursed', 'disbursement-withdrawn', 'project-accepted', 'owner-changed'],
      rounds: ['round-opened', 'agency-exempted', 'round-duty-passed', 'round-closed', 'round-reopened'],
      reports: ['prepared', 'signed', 'returned', 'supplemented'].map((it) => `round-report-${it}`),
      obstacles: ['raised', 'escalated', 'answered', 'resolved'].map((it) => `obstacle-${it}`),
      meetings: ['meeting-convened', 'agenda-frozen', 'concluded', 'conclusion-carried', 'conclusion-followed-up'],
      heads: ['head-appointed', 'head-left'],
      tasks: ['objective-cause-accepted', 'coordination-changed', 'reassigned'],
    };
    expect(
      Object.values(wanted)
        .flat()
        .filter((type) => counted(type) === 0),
    ).toEqual([]);
    expect(counted('conclusion-refused')).toBe(0);
  });

  it('shows every state of a target and of a project, and a typed percentage that is not the ratio’s', async () => {
    const { counts, rows } = (await auditor.get('/targets?plan=267-2025&asOf=2026-02-28')).body;
    for (const status of ['met', 'not-met', 'awaiting-judgement', 'not-measured', 'not-measurable', 'exempt'])
      expect([status, counts[status] > 0]).toEqual([status, true]);
    const warnings = rows.flatMap((it: { components: { figure: { warnings: string[] } | null }[] }) =>
      it.components.flatMap((one) => one.figure?.warnings ?? []),
    );
    expect(warnings).toEqual(expect.arrayContaining(['typed-differs', 'estimated']));
    const projects = (await auditor.get('/projects?plan=267-2025&asOf=2025-12-31')).body;
    for (const status of ['accepted', 'disbursing', 'not-started'])
      expect([status, projects.counts[status] > 0]).toEqual([status, true]);
    expect(projects.rows.flatMap((it: { oddities: string[] }) => it.oddities)).toContain('over-allotted');
  });

  it('has rounds with reports on time, late by days, missing and exempt, and each closing adds up', async () => {
    const { rows } = (await auditor.get('/rounds?plan=267-2025&asOf=2026-02-28')).body;
    expect(rows.map((it: { round: string }) => it.round).sort()).toEqual(['2025', '2025-9M', '2025-H1', '2025-Q1']);
    const sum = (key: string) =>
      rows.reduce((all: number, it: { figures: Record<string, number> }) => all + (it.figures[key] ?? 0), 0);
    for (const key of ['onTime', 'late', 'missing', 'exempt']) expect([key, sum(key) > 0]).toEqual([key, true]);
    for (const { figures: it, closed } of rows) {
      expect(closed).toBe(true);
      expect(it.onTime + it.late + it.returned + it.missing).toBe(it.due);
      expect(it.due + it.exempt).toBe(it.expected);
    }
  });

  it('leaves no open duty with a body that was merged or ended', async () => {
    expect((await auditor.get('/successions-orphaned')).body.rows).toEqual([]);
  });

  it('has heads with terms, some of whom were followed by another, so that tenures split what a body answers for', async () => {
    const { rows } = (await auditor.get('/agencies')).body;
    const headed = rows.filter((it: { heads: unknown[] }) => it.heads.length > 0);
    expect(headed.length).toBeGreaterThan(20);
    const followed = headed.filter((it: { heads: unknown[] }) => it.heads.length > 1);
    expect(followed.length).toBeGreaterThan(0);
    for (const { id, heads } of followed) {
      expect([id, heads[0].to]).toEqual([id, heads[1].from]);
      const asked = `/agencies/${id}/responsibility?from=2025-01-01&to=2025-12-31&plan=267-2025`;
      const { spans } = (await auditor.get(asked)).body;
      // A body that begins in the year has nobody before.
      const held = spans.map((it: { heads: unknown[] }) => it.heads.length).filter((it: number) => it > 0);
      expect([id, held]).toEqual([id, [1, 1]]);
    }
  });

  it('names a body that was renamed as it was called before, and as it is called now', async () => {
    const { rows } = (await auditor.get('/successions')).body;
    const renaming = rows.find((it: { kind: string }) => it.kind === 'rename');
    const { changes } = (await auditor.get(`/successions/${renaming.succession}`)).body;
    expect(changes).toMatchObject([{ name: 'Ban Dân tộc tỉnh', newName: 'Sở Dân tộc và Tôn giáo' }]);
  });

  it('is marked as simulated in all that happened after the plan, and is signed by heads', () => {
    const lived = log.filter((it) => it.recordedAt >= '2025-01-01' && it.recordedAt < '2026-03-01');
    expect(lived.filter((it) => it.meta.simulated !== true).map((it) => it.type)).toEqual([]);
    expect(new Set(log.filter((it) => it.type === 'round-report-signed').map((it) => it.meta.actor.role))).toEqual(
      new Set(['head']),
    );
  });

  it('lived again writes nothing', async () => {
    const { app } = server.running;
    const seeds = firstStart();
    const before = await store().head();
    const { steps, repeated } = await simulateYear({
      commands: app.get(CommandBus),
      queries: app.get(QueryBus),
      clock: app.get(SteeredClock, { strict: false }),
      calendar: app.get<WorkingCalendar>(WORKING_CALENDAR),
      plan: planId('267-2025'),
      year: 2025,
      deciders: seeds.deciders,
      reorganisation: seeds.reorganisation,
      reminders: seeds.reminders,
      chapters: wholeYear(store()),
      seed: seeds.seed,
    });
    expect([repeated, await store().head()]).toEqual([steps, before]);
  }, 120_000);
});

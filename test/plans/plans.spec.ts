import { readFileSync } from 'node:fs';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { AgenciesModule, agencyProjections, RegisterAgencies, registrySeedIn } from '#agencies';
import { holidayTablesIn, readDeadline, WORKING_CALENDAR, workingCalendar } from '#calendar';
import { DatabaseModule } from '#database';
import {
  AGGREGATES,
  type Aggregates,
  type Envelope,
  EVENT_STORE,
  type EventStore,
  EventStoreModule,
  eventStoreMigrations,
  newCommandId,
  ProjectionRunner,
} from '#event-store';
import { type AgencyId, CLOCK, instant, itemCode, type LocalDate, planId, SetClock, taskId, type UserId } from '#language';
import {
  ImportPlan,
  type ImportReport,
  PlanById,
  PlanFindings,
  PlanList,
  PlanRows,
  PlansModule,
  planStream,
  plansProjections,
  SettleFinding,
} from '#plans';
import { ProjectsModule, projectProjections } from '#projects';
import { TargetsModule, targetProjections } from '#targets';
import { attentionRulesIn, ChangeCoordination, ChangeDue, TaskById, TasksModule, tasksProjections, taskUpcasters } from '#tasks';
import { freshDatabase } from '../postgres.js';

const published = readFileSync('seeds/plans/267-KH-UBND.txt');
const text = published.toString('utf8');
const plan = planId('267-2025');
const envelope = (): Envelope => ({
  actor: { user: 'u_standing' as UserId, agency: 'so-thong-tin-va-truyen-thong' as AgencyId, role: 'standing' },
  commandId: newCommandId(),
});

@Global()
@Module({
  providers: [
    { provide: CLOCK, useValue: new SetClock(instant('2025-01-06T03:00:00Z')) },
    { provide: WORKING_CALENDAR, useFactory: () => workingCalendar(holidayTablesIn('seeds/holidays')) },
  ],
  exports: [CLOCK, WORKING_CALENDAR],
})
class WorldModule {}

describe('a plan in a province’s database', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let app: INestApplicationContext;
  let store: EventStore;
  /** The file in force, once the plan was amended. */
  let newest: Buffer = published;
  const commands = () => app.get(CommandBus);
  const queries = () => app.get(QueryBus);
  const bring = (bytes: Uint8Array, options: { dryRun: boolean; confirm?: string; document?: string }): Promise<ImportReport> =>
    commands().execute(new ImportPlan({ name: 'plan.txt', bytes }, options, envelope()));
  const head = async () => String(await store.head());

  beforeAll(async () => {
    database = await freshDatabase();
    const { url } = database;
    @Module({
      imports: [
        DatabaseModule.forRoot({ url, migrations: eventStoreMigrations }),
        EventStoreModule.forRoot({
          url,
          projections: [
            ...agencyProjections,
            ...plansProjections,
            ...tasksProjections,
            ...targetProjections,
            ...projectProjections,
          ],
          upcasters: taskUpcasters,
        }),
        CqrsModule.forRoot(),
        WorldModule,
        AgenciesModule,
        TasksModule.forRoot({ attention: attentionRulesIn('seeds/rules/attention.json') }),
        TargetsModule,
        ProjectsModule,
        PlansModule,
      ],
    })
    class ProvinceModule {}
    app = await NestFactory.createApplicationContext(ProvinceModule, { logger: ['error'] });
    store = app.get(EVENT_STORE);
    await commands().execute(
      new RegisterAgencies(registrySeedIn('seeds/agencies'), { ...envelope(), actor: { ...envelope().actor, role: 'admin' } }),
    );
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('is shown by a dry run, which writes nothing', async () => {
    const before = await head();
    const report = await bring(published, { dryRun: true });
    expect(report).toMatchObject({
      dryRun: true,
      plan: '267-2025',
      counts: { items: 33, targets: 28, results: 24, projects: 29, findings: { blocking: 0 } },
      unchanged: false,
      differences: [],
    });
    expect(report.findings.filter((it) => it.code === 'lead-is-group' || it.code === 'lead-group-without-members')).toHaveLength(
      7,
    );
    expect(report.findings.filter((it) => it.code === 'deadline-on-day-off')).toHaveLength(2);
    expect(report.findings.filter((it) => it.code === 'unit-count-differs')).toHaveLength(1);
    expect(await head()).toBe(before);
  });

  it('cut in half is refused whole: nothing is half-loaded', async () => {
    const before = await head();
    const half = Buffer.from(text.split('\n').slice(0, 400).join('\n'));
    await expect(bring(half, { dryRun: false })).rejects.toThrow(expect.objectContaining({ code: 'plan-has-blocking-findings' }));
    expect(await head()).toBe(before);
  });

  it('is imported with its tasks, as many events as the dry run said', async () => {
    const expected = await bring(published, { dryRun: true });
    const before = await store.head();
    const report = await bring(published, { dryRun: false });
    expect(report.eventsWritten).toBe(expected.eventsWritten);
    expect(Number((await store.head()) - before)).toBe(report.eventsWritten);
    const found = await queries().execute(new PlanById(plan, await head()));
    expect(found).toMatchObject({
      number: '267/KH-UBND',
      signer: 'Nguyễn Minh Luân',
      adoptedOn: '2024-12-10',
      counts: { items: 33, tasks: report.tasks, targets: 28, results: 24, projects: 29, findings: report.findings.length },
    });
    expect(found.sections.filter((it) => it.appendix === 'IV').map((it) => it.rows)).toEqual([2, 3, 3, 8, 3, 4, 5, 5]);
    expect((await queries().execute(new PlanList())).rows.map((it) => it.id)).toEqual(['267-2025']);
  });

  it('imported again from the same file writes no event', async () => {
    const before = await head();
    const report = await bring(published, { dryRun: false });
    expect(report).toMatchObject({ eventsWritten: 0, unchanged: true, differences: [] });
    expect(await head()).toBe(before);
  });

  it('gives its rows as printed, in order', async () => {
    const { rows } = await queries().execute(new PlanRows(plan, 'items'));
    expect(rows).toHaveLength(33);
    expect(rows[1]).toMatchObject({
      code: 'IV.I.2',
      section: 'I',
      lead: 'Sở Thông tin và Truyền thông',
      due: { kind: 'date', on: '2025-09-30', printed: 'Quí III/2025', rule: 'quarter-end' },
    });
    const projects = await queries().execute(new PlanRows(plan, 'projects'));
    expect(projects.rows.reduce((sum, row) => sum + Number(row.total), 0)).toBe(122_656);
    const results = await queries().execute(new PlanRows(plan, 'results'));
    expect(results.rows.filter((row) => row.verdict === 'met')).toHaveLength(19);
    await expect(queries().execute(new PlanRows(planId('9-2031'), 'items'))).rejects.toThrow(
      expect.objectContaining({ code: 'unknown-plan' }),
    );
  });

  it('has a settled deadline passed on to the task, and the printed words stay blank', async () => {
    await commands().execute(
      new SettleFinding(
        plan,
        'deadline-blank-iv-vi-3',
        { choice: 'change', value: 'Quý II/2025', note: 'Theo họp ngày 06/01' },
        envelope(),
      ),
    );
    const { rows } = await queries().execute(new PlanFindings(plan, { item: 'IV.VI.3' }, await head()));
    expect(rows.find((it) => it.code === 'deadline-blank')?.settled).toMatchObject({
      by: 'u_standing',
      on: '2025-01-06',
      choice: 'change',
      value: 'Quý II/2025',
    });
    const id = taskId(plan, itemCode('IV.VI.3'), 'so-thong-tin-va-truyen-thong' as AgencyId);
    const task = await queries().execute(new TaskById(id));
    expect(task).toMatchObject({ due: { kind: 'date', on: '2025-06-30', printed: '' } });
    const open = await queries().execute(new PlanFindings(plan, { open: true, severity: 'decision' }));
    expect(open.rows.some((it) => it.id === 'deadline-blank-iv-vi-3')).toBe(false);
    expect((await bring(published, { dryRun: false })).eventsWritten).toBe(0);
  });

  it('has a settlement killed after its tasks finished by settling again: no task is told twice, none is named as left', async () => {
    const settle = () =>
      commands().execute(
        new SettleFinding(plan, 'deadline-dependent-iv-ii-3', { choice: 'change', value: '31/03/2025' }, envelope()),
      );
    const aggregates = app.get<Aggregates>(AGGREGATES);
    const execute = aggregates.execute.bind(aggregates);
    aggregates.execute = (rules, stream, ...rest) =>
      stream === planStream(plan) ? Promise.reject(new Error('killed')) : execute(rules, stream, ...rest);
    await expect(settle()).rejects.toThrow('killed');
    aggregates.execute = execute;
    const before = await store.head();
    const again = await settle();
    expect(again.leftToOthers).toEqual([]);
    expect(again.events.map((it) => it.type)).toEqual(['finding-settled']);
    expect(Number((await store.head()) - before)).toBe(1);
    expect((await settle()).events).toEqual([]);
    const id = taskId(plan, itemCode('IV.II.3'), 'so-thong-tin-va-truyen-thong' as AgencyId);
    expect(await queries().execute(new TaskById(id))).toMatchObject({ dueOn: '2025-03-31' });
  });

  it('has a clear day off moved by the plan’s own document, and a settlement recorded even where a task refuses it', async () => {
    const settle = (finding: string, envelope_: Envelope) =>
      commands().execute(new SettleFinding(plan, finding, { choice: 'accept' }, envelope_));
    const own = await settle('deadline-on-day-off-iv-i-1', envelope());
    expect(own.events.map((it) => it.type)).toEqual(['finding-settled']);
    expect(own.leftToOthers.map((it) => it.code)).toEqual(['own-task']);

    const office = { ...envelope(), actor: { ...envelope().actor, agency: 'van-phong-ubnd-tinh' as AgencyId } };
    expect((await settle('deadline-on-day-off-iv-ii-1', office)).leftToOthers).toEqual([]);
    const id = taskId(plan, itemCode('IV.II.1'), 'so-thong-tin-va-truyen-thong' as AgencyId);
    const task = await queries().execute(new TaskById(id));
    expect(task).toMatchObject({ firstDue: '2025-01-31', due: { on: '2025-02-03', printed: 'Tháng 01/2025' } });
    expect(task.dueHistory.at(-1)).toMatchObject({ how: 'changed', document: { number: '267/KH-UBND' } });
    const { rows } = await queries().execute(new PlanFindings(plan, { open: true }, await head()));
    expect(rows.filter((it) => it.code === 'deadline-on-day-off')).toEqual([]);
  });

  it('settled by somebody who saw an older version changes neither the finding nor a task', async () => {
    const before = await head();
    const settling = new SettleFinding(
      plan,
      'deadline-dependent-iv-ii-3',
      { choice: 'change', value: '30/06/2025' },
      { ...envelope(), expectedVersion: 1 },
    );
    await expect(commands().execute(settling)).rejects.toThrow(expect.objectContaining({ code: 'version-conflict' }));
    expect(await head()).toBe(before);
  });

  it('has a finding changed to what nobody can read refused before anything is written', async () => {
    const before = await head();
    const settling = commands().execute(
      new SettleFinding(plan, 'deadline-dependent-iv-ii-3', { choice: 'change', value: 'sớm' }, envelope()),
    );
    await expect(settling).rejects.toThrow(expect.objectContaining({ code: 'deadline-unreadable' }));
    expect(await head()).toBe(before);
  });

  it('in a changed file shows the difference first, and is amended once that is confirmed', async () => {
    const changed = Buffer.from(
      text
        .replace('Quí III/2025', 'Quí IV/2025')
        .replace(
          '| Sở Y tế | Công an tỉnh; Sở Thông tin và Truyền thông; UBND cấp huyện; các cơ sở y tế | Năm 2025',
          '| Sở Y tế | Công an tỉnh; Sở Thông tin và Truyền thông; UBND cấp huyện; các cơ sở y tế | Quý III/2025',
        ),
    );
    const before = await head();
    const seen = await bring(changed, { dryRun: true });
    expect(seen.differences.map(({ code, kind }) => [code, kind])).toEqual([
      ['IV.I.2', 'changed'],
      ['IV.VIII.3', 'changed'],
    ]);
    await expect(bring(changed, { dryRun: false })).rejects.toThrow(
      expect.objectContaining({ code: 'difference-not-confirmed' }),
    );
    expect(await head()).toBe(before);

    const done = await bring(changed, { dryRun: false, confirm: seen.file.sha256 });
    const { rows } = await queries().execute(new PlanRows(plan, 'items', await head()));
    expect(rows[1]).toMatchObject({ code: 'IV.I.2', due: { on: '2025-12-31' } });
    const others = taskId(plan, itemCode('IV.VIII.3'), 'so-y-te' as AgencyId);
    expect(await queries().execute(new TaskById(others))).toMatchObject({ due: { on: '2025-09-30', printed: 'Quý III/2025' } });
    // Nobody moves a deadline of their own agency, not even by amending the plan: that one is left to the committee.
    const own = taskId(plan, itemCode('IV.I.2'), 'so-thong-tin-va-truyen-thong' as AgencyId);
    expect(done.leftToOthers.map(({ task, code }) => [task, code])).toEqual([[own, 'own-task']]);
    expect(await queries().execute(new TaskById(own))).toMatchObject({ due: { on: '2025-09-30', printed: 'Quí III/2025' } });
    expect((await bring(changed, { dryRun: false })).eventsWritten).toBe(0);
  });

  it('amended by a decision and killed between is finished by the same file; what no command carries is named', async () => {
    const swap = (from: string, ...changes: readonly (readonly [string, string])[]) =>
      changes.reduce((was, [before, after]) => {
        if (!was.includes(before)) throw new Error(`the plan does not say “${before}”`);
        return was.replace(before, after);
      }, from);
    const removed = text.split('\n').find((line) => line.includes('| Sở Tài nguyên và Môi trường | Các đơn vị')) ?? '';
    const changed = Buffer.from(
      swap(
        text,
        ['Quí III/2025', 'Quí IV/2025'],
        [
          '| Sở Y tế | Công an tỉnh; Sở Thông tin và Truyền thông; UBND cấp huyện; các cơ sở y tế | Năm 2025',
          '| Sở Y tế | Công an tỉnh; UBND cấp huyện | Quý II/2025',
        ],
        ['| Sở Giao thông vận tải | UBND cấp huyện; các', '| Sở Xây dựng | UBND cấp huyện; các'],
        ['5 | Phát triển hệ thống hỗ trợ tư vấn', '5 | Xây dựng hệ thống hỗ trợ tư vấn'],
        [`${removed}\n`, ''],
      ),
    );
    newest = changed;
    const { sha256 } = (await bring(changed, { dryRun: true })).file;
    const decided = { dryRun: false, confirm: sha256, document: '512/QĐ-UBND' };
    const task = (item: string, agency: string) => taskId(plan, itemCode(item), agency as AgencyId);
    const health = task('IV.VIII.3', 'so-y-te');

    // The process dies when the plan is amended and no task is.
    const bus = commands();
    const execute = bus.execute.bind(bus);
    bus.execute = async (command: Parameters<typeof execute>[0]) => {
      if (command instanceof ChangeDue || command instanceof ChangeCoordination) throw new Error('killed');
      return execute(command);
    };
    await expect(bring(changed, decided)).rejects.toThrow('killed');
    bus.execute = execute;
    expect(await queries().execute(new TaskById(health))).toMatchObject({ due: { printed: 'Quý III/2025' } });

    const again = await bring(changed, { dryRun: false });
    expect(again).toMatchObject({ differences: [], unchanged: false });
    const carried = await queries().execute(new TaskById(health));
    expect(carried).toMatchObject({ due: { on: '2025-06-30', printed: 'Quý II/2025' } });
    expect(carried.dueHistory.at(-1)?.document).toEqual({ number: '512/QĐ-UBND' });
    expect(carried.coordinating.map((it) => it.printed)).toEqual(['Công an tỉnh', 'UBND cấp huyện']);
    expect(await queries().execute(new TaskById(task('IV.VII.4', 'so-xay-dung')))).toMatchObject({ printedLead: 'Sở Xây dựng' });
    const left = [
      ['267-2025/IV.I.2/so-thong-tin-va-truyen-thong', 'own-task'],
      ['267-2025/IV.VII.4/so-giao-thong-van-tai', 'lead-dropped'],
      ['267-2025/IV.VII.5/so-tai-nguyen-va-moi-truong', 'row-removed'],
      ['267-2025/IV.VIII.5/so-lao-dong-thuong-binh-va-xa-hoi', 'wording-not-carried'],
    ];
    expect(again.leftToOthers.map((it) => [it.task, it.code]).sort()).toEqual(left);

    const before = await head();
    const third = await bring(changed, { dryRun: false });
    expect(third).toMatchObject({ eventsWritten: 0, unchanged: true });
    expect(third.leftToOthers.map((it) => [it.task, it.code]).sort()).toEqual(left);
    expect(await head()).toBe(before);
  });

  it('imported again leaves alone what was decided about its tasks since', async () => {
    const health = taskId(plan, itemCode('IV.VIII.3'), 'so-y-te' as AgencyId);
    const { due, coordinating } = await queries().execute(new TaskById(health));
    const document = { number: '99/UBND-KGVX' };
    const later = readDeadline('30/11/2025', { planYear: 2025, adoptedOn: '2024-12-10' as LocalDate });
    if (later.kind !== 'date') throw new Error('a day is a date');
    await commands().execute(
      new ChangeDue(health, { due: { ...later, printed: due.printed }, reason: 'Theo đề nghị', document }, envelope()),
    );
    await commands().execute(
      new ChangeCoordination(health, { coordinating: coordinating.slice(0, 1), reason: 'Theo đề nghị' }, envelope()),
    );
    expect(await bring(newest, { dryRun: false })).toMatchObject({ eventsWritten: 0, unchanged: true });
    const task = await queries().execute(new TaskById(health));
    expect(task).toMatchObject({ dueOn: '2025-11-30' });
    expect(task.coordinating).toHaveLength(1);
  });

  it('has the same rows after a rebuild', async () => {
    const all = async () => [
      (await queries().execute(new PlanRows(plan, 'items', await head()))).rows,
      (await queries().execute(new PlanFindings(plan))).rows,
      (await queries().execute(new PlanList())).rows,
    ];
    const live = await all();
    await app.get(ProjectionRunner).rebuild('plans');
    expect(JSON.stringify(await all())).toBe(JSON.stringify(live));
  });
});

import { NestFactory } from '@nestjs/core';
import { type Query, QueryBus } from '@nestjs/cqrs';
import pg from 'pg';
import { AgencyList } from '#agencies';
import { History } from '#history';
import { type AgencyId, addDays, type Instant, type LocalDate, type PlanId, SetClock, type TaskId } from '#language';
import { MeetingList } from '#meetings';
import { ObstacleList } from '#obstacles';
import { PlanList } from '#plans';
import { ProjectList } from '#projects';
import { ReminderList } from '#reminders';
import { RoundList } from '#reporting';
import { ScorecardOf, Scorecards } from '#scorecards';
import { SuccessionList } from '#succession';
import { TargetList } from '#targets';
import { ExtensionsToDecide, MyTasks, OverdueBoard, TaskById, TaskList, TaskTally } from '#tasks';
import { Rooms } from '../../../apps/server/rooms.js';
import { countryOfTasks, fillCountry } from '../country.js';
import { percentile } from '../measuring.js';
import { statementsOf, worstPlan } from '../plans.js';
import { shown } from '../report.js';
import type { Bench, Goal, Section } from '../section.js';

interface World {
  readonly agencies: readonly AgencyId[];
  readonly plans: readonly PlanId[];
  readonly tasks: readonly TaskId[];
  readonly today: LocalDate;
  /** Of how much is asked. */
  readonly size: string;
}

/** What people ask, and how; `nth` varies whom it is about. */
type Ask = (nth: number) => Query<unknown>;

const at = <T>(all: readonly T[], nth: number): T => {
  const one = all[(nth * 7_919) % all.length];
  if (one === undefined) throw new Error('the country is empty');
  return one;
};

function asksOf({ agencies, plans, tasks, today }: World): readonly (readonly [what: string, ask: Ask])[] {
  const list = (filter: ConstructorParameters<typeof TaskList>[0]) => () => new TaskList(filter);
  const inPlan = (filter: ConstructorParameters<typeof TaskList>[0]) => (nth: number) =>
    new TaskList({ ...filter, plan: at(plans, nth) });
  const past = addDays(today, -120);
  return [
    ['register, the whole country', list({})],
    ...(['item', 'due', 'agency', 'progress', 'reported'] as const).map(
      (sort) => [`register, the whole country by ${sort}`, list({ sort })] as const,
    ),
    ['register, page 100', list({ page: 100 })],
    ['register, overdue only', list({ status: ['overdue'] })],
    ['register, a cell of the board', list({ cell: 'overdue' })],
    ['register, two statuses by reported', list({ status: ['completed-late', 'awaiting-acceptance'], sort: 'reported' })],
    ['register, due in a month', list({ due: ['2025-06'] })],
    ['register, one plan', inPlan({})],
    ['register, one plan by due', inPlan({ sort: 'due' })],
    ['register, one plan, a section', inPlan({ section: 'IV.III' })],
    ['register, one agency', (nth) => new TaskList({ agency: at(agencies, nth) })],
    ['register, one agency on a past day', (nth) => new TaskList({ agency: at(agencies, nth), asOf: past })],
    [
      'register, one agency on a past day as known then',
      (nth) => new TaskList({ agency: at(agencies, nth), asOf: past, knownOn: `${past}T12:00:00.000Z` as Instant }),
    ],
    ['register, words of few tasks', (nth) => new TaskList({ q: `hạng mục số ${1_000 + nth}` })],
    ['register, words of many tasks', list({ q: 'số hóa hồ sơ' })],
    ['register, words of many tasks in one plan', inPlan({ q: 'so hoa' })],
    ['a task', (nth) => new TaskById(at(tasks, nth))],
    ['my tasks', (nth) => new MyTasks(at(agencies, nth))],
    ['overdue board, the whole country', () => new OverdueBoard()],
    ['overdue board, one plan', (nth) => new OverdueBoard({ plan: at(plans, nth) })],
    ['extensions to decide, the whole country', () => new ExtensionsToDecide()],
    ['extensions to decide, one plan', (nth) => new ExtensionsToDecide({ plan: at(plans, nth) })],
    ['tally by agency', () => new TaskTally({ by: 'agency' })],
    ['scorecards, the whole country', () => new Scorecards()],
    ['scorecards, one plan', (nth) => new Scorecards({ plan: at(plans, nth) })],
    ['scorecard of an agency, every figure opened', (nth) => new ScorecardOf(at(agencies, nth))],
    ['history, the newest', () => new History({ limit: 50 })],
    ['history of an agency', (nth) => new History({ agency: at(agencies, nth), limit: 50 })],
    ['history of a task', (nth) => new History({ task: at(tasks, nth), limit: 50 })],
    ['history of a day', (nth) => new History({ from: addDays(past, nth % 60), to: addDays(past, nth % 60), limit: 50 })],
    ['history of a kind', () => new History({ type: 'extension-granted', limit: 50 })],
    ['history, words', () => new History({ q: 'gia hạn', limit: 50 })],
    ['agencies', () => new AgencyList()],
    ['plans', () => new PlanList()],
    ['targets', () => new TargetList()],
    ['projects', () => new ProjectList()],
    ['rounds', () => new RoundList()],
    ['obstacles', () => new ObstacleList()],
    ['meetings', (nth) => new MeetingList(at(plans, nth))],
    ['successions', () => new SuccessionList()],
    ['reminders', () => new ReminderList()],
  ];
}

async function worldOf(url: string): Promise<World> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const column = async (sql: string) => (await client.query<{ it: string }>(sql)).rows.map(({ it }) => it);
  const agencies = (await column('select distinct agency as it from task_now order by 1')) as AgencyId[];
  const plans = (await column('select distinct plan as it from task_now order by 1')) as PlanId[];
  const tasks = (await column('select task as it from task_now order by 1 limit 1000')) as TaskId[];
  const [last] = await column(`select (max(valid_from) + 1)::text as it from task_now`);
  const [size] = await column(
    `select to_char((select count(*) from task_now), 'FM999,999,999') || ' tasks and '
       || to_char((select position from log_head), 'FM999,999,999') || ' events, ' || count(distinct plan) || ' plans, '
       || count(distinct agency) || ' agencies' as it from task_now`,
  );
  await client.end();
  return { agencies, plans, tasks, today: last as LocalDate, size: size ?? '' };
}

/** Of so many tasks in a hundred a request waits while questions are asked: the country itself leaves none undecided. */
const waiting = 1;

/** Runs `ask` while requests for an extension wait, as rows; afterwards the rows are as before. */
async function withRequests<T>(url: string, ask: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const takeBack = () => client.query(`delete from task_extension_asked where request = 'bench'`);
  try {
    await takeBack();
    await client.query(
      `insert into task_extension_asked (task, request, plan, until, reason, asked_by, asked_on)
       select task, 'bench', plan, coalesce(due_on, valid_from) + 30, 'Chờ phê duyệt dự toán kinh phí.', agency, valid_from
       from task_now tablesample bernoulli ($1) repeatable (267) where standing in ('open', 'awaiting-acceptance')`,
      [waiting],
    );
    await client.query('analyze task_extension_asked');
    return await ask();
  } finally {
    await takeBack();
    await client.end();
  }
}

/** Whatever fits of tables and indexes is in memory afterwards. */
async function readOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create extension if not exists pg_prewarm');
  await client.query(
    `select sum(pg_prewarm(oid, 'read')) from pg_class where relkind in ('r', 'i', 't') and pg_relation_size(oid) > 0`,
  );
  await client.end();
}

export const section: Section = {
  name: 'queries',
  async run(bench: Bench) {
    const tasks = Number(process.env.BENCH_QUERY_TASKS ?? (bench.quick ? 600 : 50_000));
    const times = bench.quick ? 3 : 200;
    const filled = process.env.BENCH_QUERY_DATABASE;
    const url = filled ?? (await bench.database());
    bench.log(filled ? 'a database that was filled before' : `${tasks} tasks`);
    const took = filled ? null : await fillCountry(url, countryOfTasks(tasks));
    if (took) bench.log(`log ${shown(took.log)} s, rows ${shown(took.rows)} s`);
    else await readOnce(url);
    const world = await worldOf(url);
    const clock = new SetClock(`${world.today}T03:00:00.000Z` as Instant);
    const room = Rooms.over({ databaseUrl: url, eventStore: null, dataDir: bench.folder(), role: 'api', clock });
    const app = await NestFactory.createApplicationContext(room, { logger: false });
    try {
      const queries = app.get(QueryBus, { strict: false });
      const rows: (string | number)[][] = [];
      const plans: string[] = [];
      const goals: Goal[] = [];
      const began = performance.now();
      await queries.execute(new Scorecards());
      const cold = performance.now() - began;
      const measure = async (what: string, ask: Ask) => {
        const once = async (nth: number) => {
          const from = performance.now();
          await queries.execute(ask(nth));
          return performance.now() - from;
        };
        const spent: number[] = [];
        // Twice to warm up; a question that takes seconds is not asked hundreds of times.
        const warm = Math.max(await once(0), await once(1));
        const enough = warm > 1_000 ? 3 : times;
        for (let nth = 0; nth < enough; nth++) spent.push(await once(nth + 2));
        const p99 = percentile(spent, 0.99);
        rows.push([what, percentile(spent, 0.5), p99, spent.length]);
        goals.push({ what: `${what}, p99`, measured: p99, unit: 'ms', atMost: 50 });
        const plan = await worstPlan(url, await statementsOf(() => once(1)));
        plans.push(`<details><summary>${what}</summary>\n\n\`\`\`\n${plan}\n\`\`\`\n\n</details>`);
      };
      await withRequests(url, async () => {
        for (const [what, ask] of asksOf(world)) await measure(what, ask);
      });
      return {
        title: 'Queries',
        about: `The country of \`tiendo simulate\`: ${world.size}; ${took ? `the log took ${shown(took.log)} s, its rows ${shown(took.rows)} s` : 'filled before, and read once into the machine’s memory, where filling would have left it'}. Each question through the query bus as its page asks it, names and all, one after the other, about another agency, plan or task each time. \`BENCH_QUERY_TASKS=1000000 npm run bench -- queries\` asks them of a million tasks.`,
        tables: [{ columns: ['what', 'p50 ms', 'p99 ms', 'times'], rows }],
        goals,
        notes: [
          `Counting all tasks, which a server does when it starts and before midnight: ${shown(cold)} ms; from then on only agencies of which something changed are counted anew.`,
          `The country decides every request for an extension. While questions are asked, rows of a request that waits stand beside one in a hundred of the tasks in progress.`,
          'Of each question, the plan of the statement that took longest:',
          ...plans,
        ],
      };
    } finally {
      await app.close();
    }
  },
};

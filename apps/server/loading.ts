import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { RegisterAgencies } from '#agencies';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { commandIdFrom, type Envelope, EVENT_STORE, type EventStore, ProjectionRunner } from '#event-store';
import { Accounts, type NewAccount } from '#identity';
import { type Actor, instant, type LocalDate, type PlanId, planId, type Role, userId } from '#language';
import { CarryTables, ImportPlan, PlanList } from '#plans';
import { SteeredClock, simulatedUser, simulateYear, wholeYear } from '#simulation';
import type { Configuration } from './configuration.js';
import { Loaded, type LoadingStep } from './loaded.js';
import { type FirstStart, firstStart } from './seeds.js';

/** A sign-in to show once. */
export interface SignInToShow {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
}

/** How the first start tells people what it does. */
export interface Telling {
  say(line: string): void;
  progress(what: string, done: number, of: number): void;
  signIns(accounts: readonly SignInToShow[]): void;
}

/** Who loads: the installation itself, before anybody can sign in. */
const loader: Actor = { user: userId('installation'), agency: null, role: 'system' };

/** Any number will do as long as nobody else takes it. */
const loadingLock = 4_107_268;

/**
 * The first start: agencies, the plan, accounts, a simulated year. Each step is written down when done and may be run twice:
 * one that was killed in the middle is run again and finds its commands done. It runs before the server listens, because
 * the clock that everything reads is steered through the year meanwhile.
 */
@Injectable()
export class Loading {
  constructor(
    private readonly source: DataSource,
    private readonly loaded: Loaded,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly accounts: Accounts,
    private readonly clock: SteeredClock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly runner: ProjectionRunner,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
  ) {}

  /** Loads what is missing. A second start finds everything done and changes nothing. Several processes take turns. */
  async run({ sample, only }: Pick<Configuration, 'sample'> & { readonly only?: 'agencies' }, telling: Telling): Promise<void> {
    const turn = this.source.createQueryRunner();
    try {
      await turn.query('select pg_advisory_lock($1)', [loadingLock]);
      await this.load(sample, telling, only);
    } finally {
      this.clock.release();
      await turn.query('select pg_advisory_unlock($1)', [loadingLock]).catch(() => undefined);
      await turn.release();
    }
  }

  /** Agencies alone, for a command on a new installation: without them no name is read to a body. */
  async agencies({ sample }: Pick<Configuration, 'sample'>, telling: Telling): Promise<void> {
    if (!(await this.loaded.steps()).has('agencies')) await this.run({ sample, only: 'agencies' }, telling);
  }

  /** To be called when a command imported a plan. Where none was loaded yet, no sample is ever added to its record. */
  async begunByCommand(): Promise<void> {
    if (!(await this.loaded.steps()).has('plan')) await this.loaded.write('begun-by-command');
  }

  private async load(wanted: Configuration['sample'], telling: Telling, only?: 'agencies'): Promise<void> {
    const done = await this.loaded.steps();
    const sample = begunAs(done, wanted);
    const step = async (name: LoadingStep, run: () => Promise<void>) => {
      if (done.has(name)) return;
      await run();
      await this.caughtUp();
      this.clock.release();
      await this.loaded.write(name);
    };
    const seeds = firstStart();
    let complete: PlanId | null = null;
    // With sample data the record begins before the year that is lived through; else it begins today.
    const steer = (day: LocalDate, time: string) => {
      if (sample === 'year' && !done.has('plan')) this.clock.steer(instant(`${day}T${time}:00+07:00`));
    };
    await step('agencies', async () => {
      telling.say(`Nạp cơ quan (${seeds.agencies.agencies.length}) và nhóm cơ quan (${seeds.agencies.groups.length})…`);
      steer(seeds.beginsOn, '08:00');
      await this.commands.execute(new RegisterAgencies(seeds.agencies, this.envelope('agencies', sample)));
    });
    if (only === 'agencies') return;
    if (sample === 'empty') await step('begun-empty', async () => undefined);
    else
      await step('plan', async () => {
        complete = await this.importPlan(seeds, sample, telling, () => steer(seeds.plan.adoptedOn, '17:00'));
      });
    await step('tables', () => this.carryTables(complete));
    // What an installation began with stays: a sample cannot be added to a real record, nor taken out of one.
    if (sample === 'year' && !done.has('administrator')) {
      await step('sample-year', () => this.liveTheYear(seeds, telling));
      await step('sample-accounts', () => this.open(seeds.accounts.map(withSimulatedId), telling));
    } else if (!done.has('sample-accounts'))
      await step('administrator', () =>
        this.open([{ username: 'quantri', name: 'Quản trị hệ thống', role: 'admin', agency: null }], telling),
      );
  }

  private async importPlan(
    seeds: FirstStart,
    sample: Configuration['sample'],
    telling: Telling,
    steer: () => void,
  ): Promise<PlanId> {
    telling.say(`Nạp kế hoạch ${seeds.plan.name}…`);
    steer();
    const envelope = this.envelope(`plan ${seeds.plan.name}`, sample);
    const report = await this.commands.execute(new ImportPlan(seeds.plan, { dryRun: false }, envelope));
    const { items, targets, results, projects, findings } = report.counts;
    telling.say(
      `  ${report.number}: ${items} mục, ${report.tasks} nhiệm vụ, ${targets} chỉ tiêu, ${results} kết quả, ${projects} dự án; ` +
        `điểm cần làm rõ: ${findings.blocking} chặn, ${findings.decision} cần quyết định, ${findings.notice} lưu ý`,
    );
    return report.plan;
  }

  /** Plans imported by an earlier version get their targets, results and projects; the one just imported is complete. */
  private async carryTables(complete: PlanId | null): Promise<void> {
    await this.caughtUp();
    const { rows } = await this.queries.execute(new PlanList());
    for (const { id } of rows)
      if (id !== complete) await this.commands.execute(new CarryTables(planId(id), this.envelope(`tables ${id}`, 'none')));
  }

  private async liveTheYear(seeds: FirstStart, telling: Telling): Promise<void> {
    const year = seeds.plan.year;
    telling.say(`Mô phỏng năm ${year} (dữ liệu mô phỏng)…`);
    const plan = await this.planOf(seeds);
    const lived = await simulateYear({
      commands: this.commands,
      queries: this.queries,
      clock: this.clock,
      calendar: this.calendar,
      plan,
      year,
      deciders: seeds.deciders,
      reorganisation: seeds.reorganisation,
      reminders: seeds.reminders,
      chapters: wholeYear(this.store),
      seed: seeds.seed,
      onProgress: (done, of, day) => telling.progress(`mô phỏng, ngày ${day.split('-').reverse().join('/')}`, done, of),
    });
    telling.say(`  ${lived.steps} thao tác, ${lived.watched} lượt theo dõi hạn`);
  }

  /** The id of the plan in the seeds, by reading it again without writing. */
  private async planOf(seeds: FirstStart): Promise<PlanId> {
    const report = await this.commands.execute(new ImportPlan(seeds.plan, { dryRun: true }, this.envelope('which plan', 'year')));
    return report.plan;
  }

  /**
   * Opens accounts with generated passwords and shows them. When a start was killed before they were shown, nobody knows
   * them: they are made anew.
   */
  private async open(accounts: readonly NewAccount[], telling: Telling): Promise<void> {
    const existing = new Map((await this.accounts.all()).map((it) => [it.username, it]));
    const shown: SignInToShow[] = [];
    for (const account of accounts) {
      const before = existing.get(account.username);
      const password = before ? await this.accounts.setPassword(before.id) : (await this.accounts.add(account)).password;
      shown.push({ username: account.username, password, name: account.name, role: account.role });
    }
    telling.signIns(shown);
  }

  /** The next step reads rows that follow from what this one wrote. */
  private async caughtUp(): Promise<void> {
    const head = await this.store.head();
    for (const { name } of await this.runner.health())
      if (!(await this.runner.waitFor(name, head, 120_000))) throw new Error(`${name} has not come to position ${head}`);
  }

  private envelope(what: string, sample: Configuration['sample']): Envelope {
    const key = createHash('sha256').update(`${sample} ${what}`).digest('hex');
    return { actor: loader, commandId: commandIdFrom(loader.user, key) };
  }
}

/** What an installation began with stays, whatever it is asked to be later. */
function begunAs(done: ReadonlySet<string>, wanted: Configuration['sample']): Configuration['sample'] {
  // Another province's plan, imported before the first start, is not joined by ours.
  if (done.has('begun-empty') || done.has('begun-by-command')) return 'empty';
  return done.has('plan') && wanted === 'empty' ? 'none' : wanted;
}

const withSimulatedId = (account: NewAccount): NewAccount =>
  account.agency === null ? account : { ...account, id: simulatedUser(account.agency, account.role) };

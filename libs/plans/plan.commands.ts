import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope } from '#event-store';
import { CLOCK, type Clock, decide, fold, type PlanId, todayOf } from '#language';
import { type Finding, mayLeaveOut } from './finding.js';
import { type BesideTheFile, findingsOf } from './findings/all.js';
import { partyFindings } from './findings/parties.js';
import { assignmentsOf } from './plan.assignments.js';
import { carryOver, type LeftToOthers, readParties } from './plan.carrying.js';
import { carryTables, tableEvents } from './plan.carrying-tables.js';
import { type Difference, recoded } from './plan.difference.js';
import { draftOf, fileOf, type PlanDraft } from './plan.draft.js';
import { planStream } from './plan.events.js';
import { differencesOf, type Plan, plan } from './plan.js';
import { settledCells } from './plan.settled.js';
import { readPlanApart } from './reading/apart.js';

/** Nest's name for what the importer knows besides the file: days off and counts of districts and communes. */
export const BESIDE_THE_FILE = Symbol('BesideTheFile');

/** What an import read and wrote; the same shape for a dry run, which writes nothing. */
export interface ImportReport {
  readonly dryRun: boolean;
  readonly plan: PlanId;
  readonly number: string;
  readonly title: string;
  readonly file: { readonly name: string; readonly size: number; readonly sha256: string };
  readonly counts: {
    readonly items: number;
    readonly targets: number;
    readonly results: number;
    readonly projects: number;
    readonly findings: { readonly blocking: number; readonly decision: number; readonly notice: number };
  };
  /** Tasks that the items become, groups expanded. */
  readonly tasks: number;
  readonly findings: readonly Finding[];
  readonly differences: readonly Difference[];
  /** Events written, or, in a dry run, that would be written (0 when a confirmation is still needed). */
  readonly eventsWritten: number;
  /**
   * What the plan in force says otherwise than its tasks and this import could not carry over: refused by a task's rules
   * (nobody moves a deadline of their own agency), words for which no command is, tasks of removed rows and dropped leads.
   * Said at every import of the file for as long as it is so; a dry run does not ask the tasks.
   */
  readonly leftToOthers: readonly LeftToOthers[];
  /** Only single rows block: the others may be taken without them. */
  readonly mayLeaveOut: boolean;
  /** The file says nothing that is not on record. */
  readonly unchanged: boolean;
  readonly position: string | null;
}

/** Reads a plan file and, unless it is a dry run, records it, assigns its tasks, and sets its targets and projects. */
export class ImportPlan extends Command<ImportReport> {
  constructor(
    readonly file: { readonly name: string; readonly bytes: Uint8Array },
    readonly options: {
      readonly dryRun: boolean;
      readonly confirm?: string;
      /** Number of the document that decided the change; absent: the changed plan's own. */
      readonly document?: string;
      /** Take the rows that can be read and leave those that cannot for later. */
      readonly leaveOut?: boolean;
    },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(ImportPlan)
export class ImportPlanHandler implements ICommandHandler<ImportPlan> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(BESIDE_THE_FILE) private readonly besideTheFile: BesideTheFile,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ file, options, envelope }: ImportPlan): Promise<ImportReport> {
    const read = await readPlanApart(file.bytes);
    const stream = planStream(read.plan.id);
    const { state } = await this.aggregates.load(plan, stream);
    const parsed = recoded(read.plan, Object.values(state.rows), new Set(state.codes));
    const document = fileOf(file.name, file.bytes);
    const { sections } = draftOf(parsed, document, []);
    const parties = await readParties(this.queries, sections, parsed.adoptedOn);
    const findings = findingsOf({ ...read, plan: parsed }, this.besideTheFile, partyFindings(sections, parties));
    const draft = draftOf(parsed, document, findings);
    const differences = state.id === null || state.files.at(-1) === document.sha256 ? [] : differencesOf(state, draft);
    if (options.dryRun) {
      const tasks = assignmentsOf(draft.plan, draft.facts.adoptedOn, sections, parties).length;
      return {
        ...reportOf(draft, differences, tasks),
        dryRun: true,
        ...this.wouldWrite(state, draft, differences, tasks, options.leaveOut === true, envelope),
      };
    }

    const decidedBy = options.document?.normalize('NFC').trim() || null;
    const { leaveOut = false } = options;
    const command = { type: 'import' as const, draft, confirm: options.confirm ?? null, document: decidedBy, leaveOut };
    const outcome = await this.aggregates.execute(plan, stream, command, envelope);
    // By the record as it is now: a file in force whose import was interrupted is carried on, not only one that is new.
    const { state: inForce } = await this.aggregates.load(plan, stream);
    const { commands, queries } = this;
    const settled = settledCells(inForce);
    const bodies = await readParties(queries, sections, parsed.adoptedOn, settled);
    const assignments = assignmentsOf(draft.plan, draft.facts.adoptedOn, sections, bodies, settled);
    const carrier = { commands, queries, envelope, today: todayOf(this.clock) };
    const { outcomes, left } = await carryOver(inForce, assignments, carrier);
    const all = [outcome, ...outcomes, ...(await carryTables(inForce, carrier))];
    const eventsWritten = all.reduce((sum, it) => sum + (it.repeated ? 0 : it.events.length), 0);
    const [position = outcome.position] = all.map((it) => it.position).sort((a, b) => (a < b ? 1 : -1));
    return {
      ...reportOf(draft, differences, assignments.length),
      dryRun: false,
      eventsWritten,
      leftToOthers: left,
      unchanged: eventsWritten === 0,
      position: String(position),
    };
  }

  private wouldWrite(
    state: Plan,
    draft: PlanDraft,
    differences: readonly Difference[],
    tasks: number,
    leaveOut: boolean,
    { actor }: Envelope,
  ) {
    const blocked = draft.findings.some((it) => it.severity === 'blocking') && !(leaveOut && mayLeaveOut(draft.findings));
    const known = state.id !== null && differences.length === 0;
    const now = this.clock.now();
    const command = { type: 'import' as const, draft, confirm: draft.file.sha256, leaveOut };
    const events = blocked || known ? [] : decide(plan, state, command, { actor, now, today: todayOf(this.clock) });
    const first = state.id === null && !blocked ? tasks + tableEvents(fold(plan, events, state)) : 0;
    return { eventsWritten: events.length + first, leftToOthers: [], unchanged: known, position: null };
  }
}

function reportOf(draft: PlanDraft, differences: readonly Difference[], tasks: number) {
  const count = (kind: string) => draft.sections.flatMap((it) => it.rows).filter((row) => row.kind === kind).length;
  const severity = (name: string) => draft.findings.filter((finding) => finding.severity === name).length;
  return {
    plan: draft.plan,
    number: draft.facts.number,
    title: draft.facts.title,
    file: draft.file,
    counts: {
      items: count('item'),
      targets: count('target'),
      results: count('result'),
      projects: count('project'),
      findings: { blocking: severity('blocking'), decision: severity('decision'), notice: severity('notice') },
    },
    tasks,
    findings: draft.findings,
    mayLeaveOut: mayLeaveOut(draft.findings),
    differences,
  };
}

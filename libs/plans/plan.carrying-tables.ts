import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, commandIdFrom, type Envelope, type Outcome, partOf } from '#event-store';
import { CLOCK, type Clock, type PlanId, Refusal, todayOf } from '#language';
import { DropProject, ListProject, PrintSums } from '#projects';
import { DropTarget, SetTarget, ToBaseline } from '#targets';
import { atOnce, type Carrier, readParties } from './plan.carrying.js';
import type { DraftSection } from './plan.draft.js';
import { planStream } from './plan.events.js';
import { type Plan, plan } from './plan.js';
import { projectsOf, sumsOfTables } from './plan.projects.js';
import { settledCells } from './plan.settled.js';
import { baselinesOf, rowsOfKind, targetsOf } from './plan.targets.js';

/** Events that carrying a plan's tables for the first time writes: its rows, the links of its results, its printed sums. */
export const tableEvents = (state: Plan): number =>
  rowsOfKind(state, 'target').length +
  baselinesOf(state).reduce((sum, it) => sum + (it.alike ? 2 : 1), 0) +
  rowsOfKind(state, 'project').length +
  sumsOfTables(state).length;

/**
 * Brings targets, last year's results and projects to what a plan on record says, whatever was done of it before: sets those that
 * are missing, revises those printed otherwise, drops those that an amendment removed. What is so already writes nothing.
 */
export async function carryTables(state: Plan, { commands, queries, envelope }: Carrier): Promise<readonly Outcome[]> {
  const { facts } = state;
  if (!facts) return [];
  const parties = await readParties(queries, [...partySections(state)], facts.adoptedOn, settledCells(state));
  const document = state.amendments.at(-1)?.document ?? facts.number;
  const part = (id: string) => partOf(envelope, `carry/${id}`);
  const steps = [
    ...targetsOf(state, parties).map(({ id, row }) => new SetTarget(id, { row, document }, part(`target/${id}`))),
    ...baselinesOf(state).map(
      ({ id, row, alike }) => new ToBaseline(id, { type: 'record-baseline', row, alike, document }, part(`baseline/${id}`)),
    ),
    ...projectsOf(state, parties).map(({ id, row }) => new ListProject(id, { row, document }, part(`project/${id}`))),
    ...sumsOfTables(state).map(({ id, sums }) => new PrintSums(id, sums, part(`sums/${id}`))),
    ...removed(state).map(({ kind, id }) => {
      if (kind === 'target') return new DropTarget(id, { document }, part(`drop/${id}`));
      if (kind === 'result') return new ToBaseline(id, { type: 'drop-baseline', document }, part(`drop/${id}`));
      return new DropProject(id, { document }, part(`drop/${id}`));
    }),
  ];
  const outcomes: Outcome[] = [];
  for (let at = 0; at < steps.length; at += atOnce)
    outcomes.push(...(await Promise.all(steps.slice(at, at + atOnce).map((step) => sent(commands, step)))).flat());
  return outcomes;
}

/** The rows whose cells name bodies, as the readers of parties take them. */
const partySections = (state: Plan): readonly DraftSection[] =>
  Object.values(state.rows)
    .filter(({ row }) => row.kind === 'target' || row.kind === 'project')
    .map(({ appendix, section, row }) => ({ appendix, section, rows: [row] }));

/** Rows of the three tables that some amendment had and the plan in force has not. */
function removed({ id, amendments, rows }: Plan) {
  const gone = new Map<string, 'target' | 'result' | 'project'>();
  for (const { was } of amendments)
    for (const [code, known] of Object.entries(was)) {
      const kind = known?.row.kind;
      if (!rows[code] && (kind === 'target' || kind === 'result' || kind === 'project')) gone.set(code, kind);
    }
  return [...gone].map(([code, kind]) => ({ kind, id: `${id}/${code}` }));
}

/** A command sent before under the same id and with other readings of the same print was carried out then. */
async function sent(commands: CommandBus, command: Command<Outcome>): Promise<readonly Outcome[]> {
  try {
    return [await commands.execute(command)];
  } catch (error) {
    if (error instanceof Refusal && error.code === 'duplicate-with-other-content') return [];
    throw error;
  }
}

/** Carries the tables of a plan on record. For plans that were imported before targets and projects were kept. */
export class CarryTables extends Command<{ readonly eventsWritten: number }> {
  constructor(
    readonly plan: PlanId,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(CarryTables)
export class CarryTablesHandler implements ICommandHandler<CarryTables> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan: id, envelope }: CarryTables): Promise<{ readonly eventsWritten: number }> {
    const { state } = await this.aggregates.load(plan, planStream(id));
    // The id follows from the file in force, so that a run that was cut off goes on and a later file is another command.
    const commandId = commandIdFrom(envelope.actor.user, `carry tables ${id} ${state.files.at(-1) ?? ''}`);
    const { commands, queries } = this;
    const carrier = { commands, queries, envelope: { ...envelope, commandId }, today: todayOf(this.clock) };
    const outcomes = await carryTables(state, carrier);
    return { eventsWritten: outcomes.reduce((sum, it) => sum + (it.repeated ? 0 : it.events.length), 0) };
  }
}

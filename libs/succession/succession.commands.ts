import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry } from '#agencies';
import { AGGREGATES, type Aggregates, type Envelope, EVENT_STORE, type EventStore, type Outcome, partOf } from '#event-store';
import { type AgencyId, canonical, Refusal } from '#language';
import { CarrySuccessions } from './carrying.js';
import type { Duty } from './duties.js';
import { OpenDuties } from './open-duties.js';
import { groupChangesOf, heirOf, mustFit } from './succession.act.js';
import { type Act, type DutyRef, type SuccessionEvent, successionStream } from './succession.events.js';
import { type Succession, type SuccessionCommand, succession } from './succession.js';
import { dutyKey } from './succession.limits.js';
import { type SuccessionRow, SuccessionRows } from './succession.rows.js';

/** An act as somebody writes it: what it says nothing of follows from the registry. */
export type ActAsked = Omit<Act, 'groups'> & { readonly groups?: Act['groups'] };

export class OpenSuccession extends Command<Outcome<SuccessionEvent>> {
  constructor(
    readonly act: ActAsked,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** Which duties are meant; absent: every open one that is neither directed nor parked. */
export interface Chosen {
  readonly duties?: readonly DutyRef[];
}

/** Directs duties to a successor; without one, each to the successor proposed for it. Those for which none is proposed are left. */
export class DirectDuties extends Command<Outcome<SuccessionEvent>> {
  constructor(
    readonly succession: string,
    readonly chosen: Chosen & { readonly to?: AgencyId },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

export class ParkDuties extends Command<Outcome<SuccessionEvent>> {
  constructor(
    readonly succession: string,
    readonly chosen: Chosen & { readonly reason: string },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** Concludes it, and carries it out at once when its day has come. */
export class ConcludeSuccession extends Command<Outcome<SuccessionEvent>> {
  constructor(
    readonly succession: string,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

export class WithdrawSuccession extends Command<Outcome<SuccessionEvent>> {
  constructor(
    readonly succession: string,
    readonly reason: string,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(OpenSuccession)
export class OpenSuccessionHandler implements ICommandHandler<OpenSuccession> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
    private readonly rows: SuccessionRows,
  ) {}

  async execute({ act, envelope }: OpenSuccession): Promise<Outcome<SuccessionEvent>> {
    const stream = successionStream(act.succession);
    const { state } = await this.aggregates.load(succession, stream);
    const registry = await this.queries.execute(new AgencyRegistry(await this.rows.head()));
    const groups = act.groups ?? state.act?.groups ?? groupChangesOf(act, registry);
    const whole: Act = { ...act, groups };
    // An act on record was fitted when it was opened; since then its own changes may have been made.
    if (!state.act) {
      mustFit(whole, registry);
      mustBeAlone(whole, await this.rows.all());
    }
    return this.aggregates.execute(succession, stream, { type: 'open', act: whole }, envelope);
  }
}

/** Refuses an act that ends a body which another act under way ends too. */
function mustBeAlone({ succession: id, ends }: Act, others: readonly SuccessionRow[]): void {
  for (const { succession: other, state } of others) {
    const both = state.act?.ends.find((it) => ends.includes(it));
    if (other === id || !both || !['open', 'concluded'].includes(state.phase)) continue;
    throw new Refusal('already-being-succeeded', {
      kind: 'conflict',
      field: 'ends',
      vi: `“${both}” đã kết thúc trong lần kế thừa đang làm “${state.act?.title}”; rút lần đó trước.`,
      en: `“${both}” already ends in the succession “${other}”, which is under way; withdraw that one first.`,
      figures: { agency: both, succession: other },
    });
  }
}

/** What the three steps over duties share: the succession as it is, its open duties, and which of them are meant. */
abstract class OverDuties {
  constructor(
    @Inject(AGGREGATES) protected readonly aggregates: Aggregates,
    protected readonly commands: CommandBus,
    protected readonly duties: OpenDuties,
  ) {}

  protected async open(id: string): Promise<{ readonly state: Succession; readonly open: readonly Duty[] }> {
    const { state } = await this.aggregates.load(succession, successionStream(id));
    return { state, open: state.act ? await this.duties.of(state.act.from) : [] };
  }

  protected meant(state: Succession, open: readonly Duty[], { duties }: Chosen): readonly Duty[] {
    if (!duties) return open.filter((it) => !state.directions[dutyKey(it)]);
    const asked = new Set(duties.map(dutyKey));
    return open.filter((it) => asked.has(dutyKey(it)));
  }

  /** The id of the step follows from what it names: asked again after some duties passed on, it is another step and not a contradiction. */
  protected ask(id: string, command: SuccessionCommand, envelope: Envelope): Promise<Outcome<SuccessionEvent>> {
    const { expectedVersion } = envelope;
    const part = { ...partOf(envelope, canonical(command)), ...(expectedVersion !== undefined && { expectedVersion }) };
    return this.aggregates.execute(succession, successionStream(id), command, part);
  }
}

const named = ({ kind, id, agency }: Duty) => ({ kind, id, from: agency });

@CommandHandler(DirectDuties)
export class DirectDutiesHandler extends OverDuties implements ICommandHandler<DirectDuties> {
  async execute({ succession: id, chosen, envelope }: DirectDuties): Promise<Outcome<SuccessionEvent>> {
    const { state, open } = await this.open(id);
    const duties = this.meant(state, open, chosen).flatMap((it) => {
      const to = chosen.to ?? (state.act ? heirOf(state.act, it.agency) : null);
      return to ? [{ ...named(it), to }] : [];
    });
    return this.ask(id, { type: 'direct', duties }, envelope);
  }
}

@CommandHandler(ParkDuties)
export class ParkDutiesHandler extends OverDuties implements ICommandHandler<ParkDuties> {
  async execute({ succession: id, chosen, envelope }: ParkDuties): Promise<Outcome<SuccessionEvent>> {
    const { state, open } = await this.open(id);
    const duties = this.meant(state, open, chosen).map(named);
    return this.ask(id, { type: 'park', duties, reason: chosen.reason }, envelope);
  }
}

@CommandHandler(ConcludeSuccession)
export class ConcludeSuccessionHandler extends OverDuties implements ICommandHandler<ConcludeSuccession> {
  @Inject(EVENT_STORE) private readonly store: EventStore;

  async execute({ succession: id, envelope }: ConcludeSuccession): Promise<Outcome<SuccessionEvent>> {
    const { open } = await this.open(id);
    const outcome = await this.ask(id, { type: 'conclude', open: open.map(named) }, envelope);
    await this.commands.execute(new CarrySuccessions(id, envelope.simulated));
    // Who waits for what was done here waits for the carrying too.
    return { ...outcome, position: await this.store.head() };
  }
}

@CommandHandler(WithdrawSuccession)
export class WithdrawSuccessionHandler extends OverDuties implements ICommandHandler<WithdrawSuccession> {
  execute({ succession: id, reason, envelope }: WithdrawSuccession): Promise<Outcome<SuccessionEvent>> {
    return this.ask(id, { type: 'withdraw', reason }, envelope);
  }
}

export const successionCommandHandlers = [
  OpenSuccessionHandler,
  DirectDutiesHandler,
  ParkDutiesHandler,
  ConcludeSuccessionHandler,
  WithdrawSuccessionHandler,
];

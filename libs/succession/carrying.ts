import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, ChangeAgency, ChangeGroup, RegisterAgencies } from '#agencies';
import { AGGREGATES, type Aggregates, commandIdFrom, type Envelope } from '#event-store';
import { type AgencyId, CLOCK, type Clock, todayOf, userId } from '#language';
import type { Duty } from './duties.js';
import { OpenDuties } from './open-duties.js';
import { heirOf } from './succession.act.js';
import { type Act, successionStream } from './succession.events.js';
import { type Succession, succession } from './succession.js';
import { dutyKey } from './succession.limits.js';
import { SuccessionRows } from './succession.rows.js';

/** Who carries successions out, in the record. */
export const carrier = { user: userId('succession'), agency: null, role: 'system' } as const;

export interface Carried {
  readonly succession: string;
  readonly passed: number;
  /** Claims whose answer is awaited: they pass on when returned, and stay when accepted. */
  readonly waiting: number;
  /** Open duties of a body that is no more, with neither a successor nor parked: they arose after the conclusion. */
  readonly orphans: number;
  readonly done: boolean;
}

/** Carries out every concluded succession whose day has come, or the one named. */
export class CarrySuccessions extends Command<readonly Carried[]> {
  constructor(
    readonly only?: string,
    readonly simulated?: true,
  ) {
    super();
  }
}

/**
 * What was done is in the log, and every command's id follows from the succession and what it does: a run that was killed is
 * run again from the start, finds what was done, and goes on. It needs no checkpoint of its own.
 */
@CommandHandler(CarrySuccessions)
export class CarrySuccessionsHandler implements ICommandHandler<CarrySuccessions> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly rows: SuccessionRows,
    private readonly duties: OpenDuties,
  ) {}

  async execute({ only, simulated }: CarrySuccessions): Promise<readonly Carried[]> {
    const today = todayOf(this.clock);
    const due = only === undefined ? await this.rows.concludedBy(today) : [only];
    const carried: Carried[] = [];
    for (const id of due) {
      const { state } = await this.aggregates.load(succession, successionStream(id));
      if (state.act && state.phase === 'concluded' && state.act.on <= today)
        carried.push(await this.carry(state, state.act, simulated));
    }
    return carried;
  }

  private async carry(state: Succession, act: Act, simulated?: true): Promise<Carried> {
    const as = (what: string): Envelope => ({
      actor: carrier,
      commandId: commandIdFrom(carrier.user, `${act.succession} ${what}`),
      ...(simulated && { simulated }),
    });
    await this.changeRegistry(act, as);
    const count = { passed: 0, waiting: 0, orphans: 0 };
    for (const duty of await this.duties.of(act.from)) {
      const direction = state.directions[dutyKey(duty)];
      if (direction && 'parked' in direction) continue;
      const to = direction?.to ?? (act.ends.includes(duty.agency) ? heirOf(act, duty.agency) : null);
      if (to) await this.pass(act, duty, to, as, count);
      else if (act.ends.includes(duty.agency)) count.orphans += 1;
    }
    const done = count.waiting === 0 && count.orphans === 0;
    if (done)
      await this.aggregates.execute(succession, successionStream(act.succession), { type: 'record-carried' }, as('carried'));
    return { succession: act.succession, ...count, done };
  }

  private async pass(
    act: Act,
    duty: Duty,
    to: AgencyId,
    as: (what: string) => Envelope,
    count: { passed: number; waiting: number },
  ): Promise<void> {
    const passing = { act, duty, from: duty.agency, to };
    const outcome = await this.duties.kindOf(duty.kind).pass(passing, as(`${duty.kind} ${duty.id} ${to}`));
    if (outcome === 'passed') count.passed += 1;
    if (outcome === 'waits') count.waiting += 1;
  }

  /** New bodies first, so that duties have somebody to go to; the end of the old ones and of their heads' tenures with it. */
  private async changeRegistry(act: Act, as: (what: string) => Envelope): Promise<void> {
    const { source } = act.basis;
    const registered = act.bodies.map(({ aliases, ...body }) => ({
      register: {
        type: 'register' as const,
        ...body,
        from: act.on,
        source,
        aliases: aliases.map((alias) => ({ alias, source })),
      },
      dissolve: null,
    }));
    if (registered.length > 0)
      await this.commands.execute(new RegisterAgencies({ agencies: registered, groups: [] }, as('bodies')));
    for (const { agency, name, standing } of act.changes) {
      if (name !== null)
        await this.commands.execute(
          new ChangeAgency(agency, { type: 'rename', name, on: act.on, source }, as(`name of ${agency}`)),
        );
      if (standing !== null)
        await this.commands.execute(
          new ChangeAgency(agency, { type: 'reclassify', ...standing, on: act.on, source }, as(`standing of ${agency}`)),
        );
    }
    for (const { group, agency, change } of act.groups)
      await this.commands.execute(
        new ChangeGroup(
          group,
          change === 'joins'
            ? { type: 'join', agency, from: act.on, source }
            : { type: 'leave', agency, on: act.on, reason: act.title, source },
          as(`${agency} ${change} ${group}`),
        ),
      );
    const { agencies } = await this.queries.execute(new AgencyRegistry(await this.rows.head()));
    for (const agency of act.ends) {
      for (const { subject, from, to } of agencies.find((it) => it.id === agency)?.heads ?? [])
        if (to === null && from < act.on)
          await this.commands.execute(
            new ChangeAgency(agency, { type: 'head-leaves', subject, on: act.on, source }, as(`head ${subject} of ${agency}`)),
          );
      await this.commands.execute(
        new ChangeAgency(agency, { type: 'dissolve', on: act.on, reason: act.title, source }, as(`end of ${agency}`)),
      );
    }
  }
}

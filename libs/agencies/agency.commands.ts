import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome, partOf } from '#event-store';
import { type AgencyId, beginning, type Position } from '#language';
import { type AgencyEvent, agencyStream, type GroupEvent, groupStream } from './agency.events.js';
import { type AgencyCommand, agency } from './agency.js';
import { type GroupCommand, group } from './group.js';
import type { RegistrySeed } from './seed.js';

export interface Registered {
  readonly agencies: number;
  readonly groups: number;
  /** Events written; 0 when the registry says all of it already. */
  readonly events: number;
  /** Of the newest event behind what was loaded. */
  readonly position: Position;
}

/** Loads agencies and groups; loading the same again writes nothing, loading more adds what is new. */
export class RegisterAgencies extends Command<Registered> {
  constructor(
    readonly seed: RegistrySeed,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** One change to one agency: an alias, a name, a standing, a head, its end. */
export class ChangeAgency extends Command<Outcome<AgencyEvent>> {
  constructor(
    readonly agency: AgencyId,
    readonly change: Exclude<AgencyCommand, { type: 'register' }>,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** One agency joins or leaves a group. */
export class ChangeGroup extends Command<Outcome<GroupEvent>> {
  constructor(
    readonly group: string,
    readonly change: Exclude<GroupCommand, { type: 'define' }>,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(RegisterAgencies)
export class RegisterAgenciesHandler implements ICommandHandler<RegisterAgencies> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ seed, envelope }: RegisterAgencies): Promise<Registered> {
    const outcomes: Outcome[] = [];
    // The id of each part follows from what it says: a later seed with more in it is another command, the same seed the same.
    const part = (stream: string, command: unknown) => partOf(envelope, `${stream} ${JSON.stringify(command)}`);
    for (const { register, dissolve } of seed.agencies) {
      const stream = agencyStream(register.agency);
      outcomes.push(await this.aggregates.execute(agency, stream, register, part(stream, register)));
      if (dissolve) outcomes.push(await this.aggregates.execute(agency, stream, dissolve, part(stream, dissolve)));
    }
    for (const define of seed.groups) {
      const stream = groupStream(define.group);
      outcomes.push(await this.aggregates.execute(group, stream, define, part(stream, define)));
    }
    let newest = beginning;
    for (const { position } of outcomes) if (position > newest) newest = position;
    return {
      agencies: seed.agencies.length,
      groups: seed.groups.length,
      events: outcomes.reduce((sum, it) => sum + (it.repeated ? 0 : it.events.length), 0),
      position: newest,
    };
  }
}

@CommandHandler(ChangeAgency)
export class ChangeAgencyHandler implements ICommandHandler<ChangeAgency> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  execute({ agency: id, change, envelope }: ChangeAgency): Promise<Outcome<AgencyEvent>> {
    return this.aggregates.execute(agency, agencyStream(id), change, envelope);
  }
}

@CommandHandler(ChangeGroup)
export class ChangeGroupHandler implements ICommandHandler<ChangeGroup> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  execute({ group: id, change, envelope }: ChangeGroup): Promise<Outcome<GroupEvent>> {
    return this.aggregates.execute(group, groupStream(id), change, envelope);
  }
}

export const agencyCommandHandlers = [RegisterAgenciesHandler, ChangeAgencyHandler, ChangeGroupHandler];

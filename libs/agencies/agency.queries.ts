import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import { type AgencyId, CLOCK, type Clock, type LocalDate, todayOf } from '#language';
import { type ReadParty, readParties } from './reading.js';
import { type Agency, agenciesOn, agencyOn, type GroupRecord, holds, type Membership, type Registry } from './registry.js';
import { RegistryRows } from './registry.rows.js';
import { unknownAgency } from './unknown-agency.js';

/** The whole registry with all its days; agencyOn and membersOn read one day of it. */
export class AgencyRegistry extends Query<Registry> {
  constructor(readonly minPosition?: string) {
    super();
  }
}

/** Names by id, the present ones or those of a day; an id that nobody registered is left out. */
export class AgencyNames extends Query<ReadonlyMap<string, string>> {
  constructor(
    readonly ids: readonly string[],
    readonly day?: LocalDate,
  ) {
    super();
  }
}

export interface PartyText {
  /** The caller's name for the cell, `IV.VI.3/lead`; the answer is keyed by it. */
  readonly ref: string;
  readonly text: string;
  readonly role: 'lead' | 'coordinating' | 'executor' | 'monitor' | 'owner';
}

/** Reads the cells of a plan that name bodies, by the registry of one day. */
export class ReadParties extends Query<Readonly<Record<string, readonly ReadParty[]>>> {
  constructor(
    readonly texts: readonly PartyText[],
    readonly on: LocalDate,
  ) {
    super();
  }
}

export interface AgenciesOnDay {
  readonly rows: readonly Agency[];
  readonly on: LocalDate;
  readonly freshness: Freshness;
}

/** The agencies that exist on a day (today when absent), as they are on that day. */
export class AgencyList extends Query<AgenciesOnDay> {
  constructor(
    readonly on?: LocalDate,
    readonly minPosition?: string,
  ) {
    super();
  }
}

export interface AgencyView extends Agency {
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly from: LocalDate | null;
    readonly to: LocalDate | null;
  }[];
  readonly units: readonly { readonly id: AgencyId; readonly name: string }[];
  readonly on: LocalDate;
  readonly freshness: Freshness;
}

/** One agency on a day, with the groups it has ever been in and the units under it. */
export class AgencyById extends Query<AgencyView> {
  constructor(
    readonly agency: AgencyId,
    readonly on?: LocalDate,
    readonly minPosition?: string,
  ) {
    super();
  }
}

export interface GroupsOnDay {
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly names: GroupRecord['names'];
    readonly membership: GroupRecord['membership'];
    /** Members on the day asked for; every span when no day was. */
    readonly members: readonly (Membership & { readonly name: string })[];
    readonly source: string;
  }[];
  readonly on: LocalDate | null;
  readonly freshness: Freshness;
}

export class AgencyGroups extends Query<GroupsOnDay> {
  constructor(
    readonly on?: LocalDate,
    readonly minPosition?: string,
  ) {
    super();
  }
}

@QueryHandler(AgencyRegistry)
export class AgencyRegistryHandler implements IQueryHandler<AgencyRegistry> {
  constructor(private readonly rows: RegistryRows) {}

  async execute({ minPosition }: AgencyRegistry): Promise<Registry> {
    await this.rows.reached(minPosition);
    return this.rows.registry();
  }
}

@QueryHandler(AgencyNames)
export class AgencyNamesHandler implements IQueryHandler<AgencyNames> {
  constructor(private readonly rows: RegistryRows) {}

  execute({ ids, day }: AgencyNames): Promise<ReadonlyMap<string, string>> {
    return day === undefined ? this.rows.names(ids) : this.rows.namesOn(ids, day);
  }
}

@QueryHandler(ReadParties)
export class ReadPartiesHandler implements IQueryHandler<ReadParties> {
  constructor(private readonly rows: RegistryRows) {}

  /** Waits for everything recorded so far: a body that is registered and not yet in the rows must not be read as unknown. */
  async execute({ texts, on }: ReadParties): Promise<Readonly<Record<string, readonly ReadParty[]>>> {
    await this.rows.mustBeComplete();
    const registry = await this.rows.registry();
    return Object.fromEntries(texts.map(({ ref, text }) => [ref, readParties(text, registry, on)]));
  }
}

@QueryHandler(AgencyList)
export class AgencyListHandler implements IQueryHandler<AgencyList> {
  constructor(
    private readonly rows: RegistryRows,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ on = todayOf(this.clock), minPosition }: AgencyList): Promise<AgenciesOnDay> {
    const freshness = await this.rows.freshness(minPosition);
    const rows = [...agenciesOn(await this.rows.registry(), on).values()].filter((it) => it.exists);
    return { rows, on, freshness };
  }
}

@QueryHandler(AgencyById)
export class AgencyByIdHandler implements IQueryHandler<AgencyById> {
  constructor(
    private readonly rows: RegistryRows,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ agency, on = todayOf(this.clock), minPosition }: AgencyById): Promise<AgencyView> {
    const freshness = await this.rows.freshness(minPosition);
    const { agencies, groups } = await this.rows.registry();
    const record = agencies.find((it) => it.id === agency);
    if (!record) throw unknownAgency(agency);
    return {
      ...agencyOn(record, on),
      groups: groups.flatMap(({ id, name, members }) =>
        members.filter((it) => it.agency === agency).map(({ from, to }) => ({ id, name, from, to })),
      ),
      units: agencies
        .map((it) => agencyOn(it, on))
        .filter((it) => it.parent === agency && it.exists)
        .map(({ id, name }) => ({ id, name })),
      on,
      freshness,
    };
  }
}

@QueryHandler(AgencyGroups)
export class AgencyGroupsHandler implements IQueryHandler<AgencyGroups> {
  constructor(
    private readonly rows: RegistryRows,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ on, minPosition }: AgencyGroups): Promise<GroupsOnDay> {
    const freshness = await this.rows.freshness(minPosition);
    const { agencies, groups } = await this.rows.registry();
    const nameOf = new Map(agencies.map((it) => [it.id, agencyOn(it, on ?? todayOf(this.clock)).name]));
    const rows = groups.map(({ id, name, names, membership, members, source }) => ({
      id,
      name,
      names,
      membership,
      members: members
        .filter((it) => on === undefined || holds(it, on))
        .map((it) => ({ ...it, name: nameOf.get(it.agency) ?? it.agency })),
      source,
    }));
    return { rows, on: on ?? null, freshness };
  }
}

export const agencyQueryHandlers = [
  AgencyRegistryHandler,
  AgencyNamesHandler,
  ReadPartiesHandler,
  AgencyListHandler,
  AgencyByIdHandler,
  AgencyGroupsHandler,
];

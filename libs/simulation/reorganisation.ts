import type { CommandBus } from '@nestjs/cqrs';
import { RegisterAgencies, type RegistrySeed } from '#agencies';
import { commandIdFrom, type Envelope } from '#event-store';
import { type AgencyId, addDays, type LocalDate } from '#language';
import { type ActAsked, CarrySuccessions, ConcludeSuccession, DirectDuties, heirOf, OpenSuccession } from '#succession';
import { type Deciders, simulatedActor } from './pen.js';

export interface Reorganisation {
  readonly agencies: RegistrySeed;
  readonly acts: readonly ActAsked[];
}

/** Who stands in a body's place on a day. */
export type HeirOn = (agency: AgencyId, day: LocalDate) => AgencyId;

/** Follows the acts from body to body; a body that goes on stands for itself. */
export const afterwards =
  (acts: readonly ActAsked[]): HeirOn =>
  (agency, day) =>
    acts.reduce(
      (now, act) => (act.on <= day && act.ends.includes(now) ? (heirOf({ ...act, groups: [] }, now) ?? now) : now),
      agency,
    );

/** The days of the acts, and some after each: a claim that waited on the day may be returned and pass on later. */
export const carryDays = (acts: readonly ActAsked[]): readonly LocalDate[] =>
  [...new Set(acts.flatMap(({ on }) => Array.from({ length: 40 }, (_, days) => addDays(on, days))))].sort();

interface World {
  readonly commands: CommandBus;
  readonly deciders: Deciders;
  readonly seed: string;
}

/** What happens in the night of a day: its acts opened, every duty directed as proposed, concluded; and what waited is carried. */
export async function liveThrough({ agencies, acts }: Reorganisation, day: LocalDate, world: World): Promise<void> {
  const { commands, deciders, seed } = world;
  const standing = simulatedActor(afterwards(acts)(deciders.standing, addDays(day, -1)), 'standing');
  const envelope = (what: string): Envelope => ({
    actor: standing,
    commandId: commandIdFrom(standing.user, `${seed} ${what}`),
    simulated: true,
  });
  const today = acts.filter((it) => it.on === day);
  if (today.length > 0 && agencies.agencies.length > 0) {
    const system = { ...standing, agency: null, role: 'system' } as const;
    await commands.execute(new RegisterAgencies(agencies, { ...envelope('bodies'), actor: system }));
  }
  for (const act of today) {
    const id = act.succession;
    await commands.execute(new OpenSuccession(act, envelope(`${id} open`)));
    await commands.execute(new DirectDuties(id, {}, envelope(`${id} direct`)));
    await commands.execute(new ConcludeSuccession(id, envelope(`${id} conclude`)));
  }
  await commands.execute(new CarrySuccessions(undefined, true));
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, type Decider, decide, type Event, evolve, instant, type Situation, type UserId } from '#language';
import { agency } from './agency.js';
import { group } from './group.js';
import type { Registry } from './registry.js';
import { type RegistrySeed, registrySeed, together } from './seed.js';

/** Reads every `.json` of a folder as one seed, in the order of their names. Folders inside it are not read: they are loaded on demand. */
export function registrySeedIn(folder: string): RegistrySeed {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return together(files.map((name) => registrySeed(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name)));
}

/** The registry that loading a seed would give, without a store: for reading a plan before anything is recorded. */
export function registryFromSeed(seed: RegistrySeed): Registry {
  const now = instant('2000-01-01T00:00:00Z');
  const situation: Situation = {
    actor: { user: 'seed' as UserId, agency: null, role: 'system' },
    now,
    today: '2000-01-01' as Situation['today'],
  };
  const agencies = seed.agencies.map(({ register, dissolve }) => {
    const state = after(agency, null, register, situation);
    return dissolve ? after(agency, state, dissolve, situation) : state;
  });
  const groups = new Map<string, Registry['groups'][number] | null>();
  for (const define of seed.groups) groups.set(define.group, after(group, groups.get(define.group) ?? null, define, situation));
  return { agencies: agencies.filter((it) => it !== null), groups: [...groups.values()].filter((it) => it !== null) };
}

function after<State, C extends Command, E extends Event>(
  rules: Decider<State, C, E>,
  state: State,
  command: C,
  situation: Situation,
): State {
  return decide(rules, state, command, situation).reduce((so, event) => evolve(rules, so, event), state);
}

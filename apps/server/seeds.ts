import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RegistrySeed, registrySeed, registrySeedIn, together } from '#agencies';
import { type AgencyId, agencyId, type LocalDate, localDate, type Role, roles } from '#language';
import { laddersIn } from '#reminders';
import { type ActAsked, actsIn } from '#succession';
import { home } from './configuration.js';

export interface SampleAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencyId | null;
}

/** What a first start loads: data about one province and its plan, of which the code knows nothing. */
export interface FirstStart {
  readonly agencies: RegistrySeed;
  /** The day that the record begins on with sample data: before the plan was adopted, so that the year can be replayed. */
  readonly beginsOn: LocalDate;
  readonly plan: { readonly name: string; readonly bytes: Buffer; readonly adoptedOn: LocalDate; readonly year: number };
  readonly deciders: { readonly standing: AgencyId; readonly committee: AgencyId };
  /** What the sample year's bodies live through: bodies of which the plan knows nothing, and the acts by their days. */
  readonly reorganisation: { readonly agencies: RegistrySeed; readonly acts: readonly ActAsked[] };
  /** Working days from a due day on which the sample year reminds. */
  readonly reminders: readonly number[];
  readonly seed: string;
  readonly accounts: readonly SampleAccount[];
}

export const seedsFolder = join(home, 'seeds');

const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(seedsFolder, ...path), 'utf8'));

/** Reads seeds/first-start.json and what it names. Throws when it is not of its form: it is part of the product. */
export function firstStart(): FirstStart {
  const file = recordOf(json('first-start.json'), 'first-start');
  const plan = recordOf(file.plan, 'plan');
  const deciders = recordOf(file.deciders, 'deciders');
  const name = textOf(plan.file, 'plan.file');
  if (!Array.isArray(file.accounts) || typeof plan.year !== 'number')
    throw new Error('first-start.json: accounts is a list, plan.year a number');
  return {
    agencies: together(
      readdirSync(join(seedsFolder, 'agencies'))
        .filter((it) => it.endsWith('.json'))
        .sort()
        .map((it) => registrySeed(json('agencies', it), it)),
    ),
    beginsOn: localDate(textOf(file.beginsOn, 'beginsOn'), 'beginsOn'),
    plan: {
      name,
      bytes: readFileSync(join(seedsFolder, 'plans', name)),
      adoptedOn: localDate(textOf(plan.adoptedOn, 'plan.adoptedOn'), 'plan.adoptedOn'),
      year: plan.year,
    },
    deciders: {
      standing: agencyId(textOf(deciders.standing, 'deciders.standing')),
      committee: agencyId(textOf(deciders.committee, 'deciders.committee')),
    },
    reorganisation: reorganisationIn(join(seedsFolder, textOf(file.reorganisation, 'reorganisation'))),
    reminders: laddersIn(join(seedsFolder, 'rules', 'reminders.json')).flatMap((it) =>
      [...it.rungs, ...it.reports].map((rung) => rung.offset),
    ),
    seed: textOf(file.seed, 'seed'),
    accounts: file.accounts.map(accountOf),
  };
}

const reorganisationIn = (folder: string) => ({ agencies: registrySeedIn(folder), acts: actsIn(folder) });

function accountOf(it: unknown): SampleAccount {
  const account = recordOf(it, 'account');
  const role = roles.find((one) => one === account.role);
  if (!role) throw new Error(`first-start.json: the role ${String(account.role)} is unknown`);
  return {
    username: textOf(account.username, 'username'),
    name: textOf(account.name, 'name'),
    role,
    agency: account.agency === null ? null : agencyId(textOf(account.agency, 'agency')),
  };
}

function recordOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`first-start.json: ${field} is missing`);
  return { ...value };
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new Error(`first-start.json: ${field} is a text`);
  return value;
}

export * from './agencies.module.js';
export { ChangeAgency, ChangeGroup, RegisterAgencies, type Registered } from './agency.commands.js';
export * from './agency.events.js';
export { agency } from './agency.js';
export { agencyProjections } from './agency.projection.js';
export {
  type AgenciesOnDay,
  AgencyById,
  AgencyGroups,
  AgencyList,
  AgencyNames,
  AgencyRegistry,
  type AgencyView,
  type GroupsOnDay,
  type PartyText,
  ReadParties,
} from './agency.queries.js';
export { agenciesInAgencyEvent, describeAgencyEvent } from './agency.sentences.js';
export { groupsHaving, mustBeRegistered, namesOf } from './asking.js';
export { group } from './group.js';
export * from './reading.js';
export { registryFromSeed, registrySeedIn } from './registration.js';
export * from './registry.js';
export { type RegistrySeed, registrySeed, together } from './seed.js';
export * from './unknown-agency.js';

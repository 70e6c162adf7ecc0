import { Consumers1764000010000 } from '../consuming.js';
import { FollowedLog1764700000000 } from '../followed-log.js';
import { KeptTables1764000002000 } from '../projections/kept-tables.migration.js';
import { ProjectionTables1763900003000 } from '../projections/projection-tables.migration.js';
import { StateCompression1764500002000 } from '../projections/state-compression.migration.js';
import { StateVersions1764700001000 } from '../projections/state-versions.migration.js';
import { AppendEvents1763900002000, EventLog1763900001000 } from './event-log.migration.js';
import { JsonText1764000001000 } from './json-text.migration.js';
import { Snapshots1764000011000 } from './snapshots.js';

/** What PostgresEventStore and ProjectionRunner need of a database. Give them to DatabaseModule or openDatabase. */
export const eventStoreMigrations = [
  EventLog1763900001000,
  AppendEvents1763900002000,
  ProjectionTables1763900003000,
  JsonText1764000001000,
  Consumers1764000010000,
  Snapshots1764000011000,
  KeptTables1764000002000,
  StateCompression1764500002000,
  FollowedLog1764700000000,
  StateVersions1764700001000,
];

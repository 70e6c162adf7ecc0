export * from './database.module.js';
export { type EmbeddedOptions, type EmbeddedPostgres, mustBeUtf8, startEmbeddedPostgres } from './embedded.js';
export { fold } from './fold.js';
export * from './migrate.js';
export { beginRestoration, endRestoration, restorationUnderWay } from './restoration.js';

export * from './database.module.js';
export { fold } from './fold.js';
export * from './migrate.js';
export { beginRestoration, endRestoration, restorationUnderWay } from './restoration.js';

export { committed } from './committed.js';
export * from './database.module.js';
export { fold } from './fold.js';
export { Gathering } from './gathering.js';
export * from './migrate.js';
export { prepared } from './prepared.js';
export { beginRestoration, endRestoration, restorationUnderWay } from './restoration.js';
export { asNameVector, asQuery, asVector } from './words.js';

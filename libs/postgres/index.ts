export { type EmbeddedOptions, type EmbeddedPostgres, mustBeUtf8, startEmbeddedPostgres } from './embedded.js';
export { machineMemory, sharedBuffers } from './settings.js';

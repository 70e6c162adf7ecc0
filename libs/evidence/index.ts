export { EvidenceModule, evidenceMigrations } from './evidence.module.js';
export { type EvidenceFile, EvidenceOf } from './evidence.query.js';
export { KeptEvidence } from './kept.js';

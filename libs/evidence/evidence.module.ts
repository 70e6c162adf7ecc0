import { type DynamicModule, Module } from '@nestjs/common';
import { EvidenceController } from './evidence.controller.js';
import { Evidence1763900020000 } from './evidence.migration.js';
import { EvidenceOfHandler } from './evidence.query.js';
import { EVIDENCE_FOLDER, KeptEvidence } from './kept.js';

export const evidenceMigrations = [Evidence1763900020000];

/** Files that reports rest on, kept by digest under `folder`. */
@Module({})
export class EvidenceModule {
  static at(folder: string): DynamicModule {
    return {
      module: EvidenceModule,
      controllers: [EvidenceController],
      providers: [KeptEvidence, EvidenceOfHandler, { provide: EVIDENCE_FOLDER, useValue: folder }],
      exports: [KeptEvidence],
    };
  }
}

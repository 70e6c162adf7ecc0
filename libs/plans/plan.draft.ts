import { createHash } from 'node:crypto';
import type { PlanId } from '#language';
import type { Finding } from './finding.js';
import { dueOf } from './findings/deadlines.js';
import { verdictOf } from './findings/results.js';
import type { AppendixHead, PlanFacts, PlanFile, ReadRow, SectionHead, TextLine } from './plan.events.js';
import { readMoney } from './reading/numbers.js';
import { type Appendix, cell, type ParsedPlan, type PlanRow } from './reading/parsed-plan.js';

/** A section with its rows, ready to be recorded. */
export interface DraftSection {
  readonly appendix: string;
  readonly section: SectionHead;
  readonly rows: readonly ReadRow[];
}

/** All that an import would record. */
export interface PlanDraft {
  readonly plan: PlanId;
  readonly facts: PlanFacts;
  readonly file: PlanFile;
  readonly appendices: readonly AppendixHead[];
  readonly sections: readonly DraftSection[];
  readonly text: readonly TextLine[];
  readonly findings: readonly Finding[];
}

export const fileOf = (name: string, bytes: Uint8Array): PlanFile => ({
  name: name.normalize('NFC').slice(0, 200),
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

export function draftOf(plan: ParsedPlan, file: PlanFile, findings: readonly Finding[]): PlanDraft {
  const { id, number, year, title, issuer, place, adoptedOn, signer } = plan;
  return {
    plan: id,
    facts: { number, year, title, issuer, place, adoptedOn, signer },
    file,
    appendices: plan.appendices.map(({ sections: _, total, ...head }) => ({ ...head, total: total?.cells ?? null })),
    sections: plan.appendices.flatMap((appendix) =>
      appendix.sections.map(({ rows, ...section }) => ({
        appendix: appendix.numeral,
        section,
        rows: rows.map((row) => readRow(plan, appendix, row)),
      })),
    ),
    text: plan.paragraphs.map(({ line, text }) => ({ line, text })),
    findings,
  };
}

function readRow(plan: ParsedPlan, appendix: Appendix, row: PlanRow): ReadRow {
  const at = (role: Parameters<typeof cell>[2]) => cell(appendix, row, role);
  const printed = {
    code: row.code,
    ordinal: row.ordinal,
    line: row.from,
    cells: row.cells,
    title: at('title'),
    note: at('note'),
  };
  switch (appendix.kind) {
    case 'tasks':
      return {
        kind: 'item',
        ...printed,
        lead: at('lead'),
        coordinating: at('coordinating'),
        due: dueOf(plan, at('due')),
        product: at('product'),
      };
    case 'targets':
      return { kind: 'target', ...printed, executor: at('executor'), monitor: at('monitor') };
    case 'results':
      return { kind: 'result', ...printed, result: at('result'), verdict: verdictOf(at('result')) };
    case 'projects':
      return {
        kind: 'project',
        ...printed,
        owner: at('owner'),
        aim: at('aim'),
        years: at('due'),
        total: readMoney(at('total')),
        allotted: readMoney(at('allotted')),
      };
    case 'other':
      return { kind: 'other', ...printed };
  }
}

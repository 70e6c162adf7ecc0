import type { AgencyId, Decimal, ItemCode, LocalDate, Of } from '#language';
import type { Document, Evidence, Party } from '#tasks';
import type { Period, TargetEvent, TargetRead, Threshold, Verdict } from './target.events.js';

/** What can be asked of a target. */
export type TargetCommand =
  /** From the plan, as printed; asked again with other words it is revised, with the same nothing happens. */
  | {
      readonly type: 'set';
      readonly row: Of<TargetEvent, 'target-set'>['data'];
      /** Number of the document that printed it. */
      readonly document: string;
    }
  | { readonly type: 'drop'; readonly document: string }
  | { readonly type: 'change-reading'; readonly thresholds: readonly ThresholdAsked[]; readonly reason: string }
  | {
      readonly type: 'change-bodies';
      /** Null: as they are. */
      readonly executors: readonly Party[] | null;
      readonly monitor: AgencyId | null;
      readonly reason: string;
      readonly document: Document | null;
    }
  /** Of a succession of bodies: another body in the place of one. */
  | {
      readonly type: 'succeed-body';
      readonly as: 'executor' | 'monitor';
      readonly from: AgencyId;
      readonly to: AgencyId;
      /** The successor's name, for the list. */
      readonly named: string;
      readonly reason: string;
      readonly document: Document;
      /** The day from which it stands there. */
      readonly on: LocalDate;
    }
  | { readonly type: 'link-item'; readonly item: ItemCode; readonly reason: string }
  | { readonly type: 'unlink-item'; readonly reason: string }
  | {
      readonly type: 'measure';
      readonly measurement: string;
      /** Null: the only one. */
      readonly threshold: string | null;
      /** `own`: the share of the own body, of a target that a group implements. */
      readonly scope: 'whole' | 'own';
      readonly value: Decimal | null;
      readonly numerator: Decimal | null;
      readonly denominator: Decimal | null;
      readonly reached: boolean | null;
      readonly basis: 'measured' | 'estimated';
      readonly source: string;
      readonly period: Period;
      readonly document: Document | null;
      readonly evidence: readonly Evidence[];
      readonly note: string | null;
      /** Groups that the actor's agency is in today; the handler asks the register. */
      readonly memberOf: readonly string[];
    }
  | { readonly type: 'withdraw-measurement'; readonly measurement: string; readonly reason: string }
  | {
      readonly type: 'judge';
      readonly judgement: string;
      readonly verdict: Verdict;
      readonly reason: string | null;
      readonly document: Document | null;
    };

/** A threshold as a person gives it: what is measured, how it is compared, and with what. */
export type ThresholdAsked = Pick<Threshold, 'of' | 'kind' | 'compare' | 'value' | 'unit'>;

/** What the plan prints of a row; two prints alike in these are the same. */
export const printedFields = [
  'section',
  'title',
  'printedExecutor',
  'printedMonitor',
] as const satisfies readonly (keyof TargetRead)[];

export const targetActions = [
  'measure',
  'withdraw-measurement',
  'judge',
  'change-reading',
  'change-bodies',
  'link-item',
  'unlink-item',
] as const;
export type TargetAction = (typeof targetActions)[number];

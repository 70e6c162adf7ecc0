import type { Freshness, Named } from './answers';

/** What /api answers about targets and projects. Numbers that must be exact come as text. */

export interface Said {
  vi: string;
  en: string;
}
export interface EventRef {
  id: string;
  version: number;
  type: string;
  recordedAt: string;
  on: string;
}
export type TargetStatus =
  | 'met'
  | 'not-met'
  | 'awaiting-judgement'
  | 'partly-measured'
  | 'not-measured'
  | 'not-measurable'
  | 'exempt'
  | 'dropped';

export interface TargetFigure {
  measurement: string;
  threshold: string;
  body: Named | null;
  value: string | null;
  typed: string | null;
  numerator: string | null;
  denominator: string | null;
  reached: boolean | null;
  basis: 'measured' | 'estimated';
  source: string;
  period: { from: string; to: string };
  on: string;
  note: string | null;
  warnings: ('estimated' | 'typed-differs' | 'over-100' | 'lower-than-before')[];
  withdrawn: { reason: string; on: string } | null;
}
export interface TargetComponent {
  key: string;
  of: string;
  kind: 'percent' | 'count' | 'growth' | 'state';
  compare: 'at-least' | 'over' | 'at-most' | 'under';
  value: string | null;
  unit: string;
  asks: Said;
  holds: boolean | null;
  figure: TargetFigure | null;
}
export interface TargetRow {
  id: string;
  plan: string;
  item: string;
  section: string;
  title: string;
  printedExecutor: string;
  executors: { printed: string; kind: 'agency' | 'group' | 'unknown'; id: string | null }[];
  printedMonitor: string;
  monitor: Named | null;
  components: TargetComponent[];
  status: TargetStatus;
  figuresSay: 'met' | 'not-met' | null;
  verdict: { reason: string | null; on: string } | null;
  measuredSince: boolean;
  sameAs: string | null;
  baselines: {
    item: string;
    year: number;
    title: string;
    result: string;
    verdict: 'met' | 'not-met' | 'not-measurable';
    values: string[];
  }[];
  simulated: boolean;
}
export interface TargetList {
  rows: TargetRow[];
  rate: { numerator: number; denominator: number; exempt: number; unjudged: number };
  counts: Record<TargetStatus, number>;
  lastYear: { year: number | null; total: number; met: number; notMet: number; notMeasurable: number };
  alsoItems: { target: string; item: string }[];
  asOf: string;
  freshness: Freshness;
}
export interface TargetView extends TargetRow {
  figures: TargetFigure[];
  shares: TargetFigure[];
  implementers: Named[];
  judgements: {
    judgement: string;
    verdict: 'met' | 'not-met' | 'not-measurable' | 'exempt';
    reason: string | null;
    on: string;
    stands: boolean;
  }[];
  may: ('measure' | 'withdraw-measurement' | 'judge' | 'change-reading' | 'change-bodies' | 'link-item' | 'unlink-item')[];
  scopes: ('whole' | 'own')[];
  version: number;
  asOf: string;
  freshness: Freshness;
}

export type ProjectStatus = 'accepted' | 'past-period' | 'disbursing' | 'not-started' | 'dropped';
export interface ProjectRow {
  id: string;
  plan: string;
  item: string;
  section: string;
  sectionTitle: string;
  title: string;
  aim: string;
  printedOwner: string;
  owner: Named | null;
  printedYears: string;
  year: number | null;
  total: string | null;
  allotted: string | null;
  disbursed: string;
  acceptedOn: string | null;
  status: ProjectStatus;
  oddities: ('over-allotted' | 'allotted-over-total' | 'allotted-outside-years' | 'money-unread')[];
  simulated: boolean;
}
interface Money {
  total: string | null;
  allotted: string | null;
}
interface RollUp {
  projects: number;
  total: string;
  allotted: string;
  disbursed: string;
  accepted: number;
}
interface Compared {
  printed: Money;
  rows: { total: string; allotted: string };
  difference: Money;
}
export interface ProjectList {
  rows: ProjectRow[];
  sections: (RollUp & Compared & { appendix: string; section: string; title: string; unit: string })[];
  /** Several: no sums of all are made. */
  units: string[];
  owners: (RollUp & { owner: Named | null; printedOwner: string })[];
  grand: (RollUp & Compared & { subtotals: { total: string; allotted: string }; unit: string }) | null;
  asOf: string;
  freshness: Freshness;
}
type Paper = { number: string; on?: string } | null;
export interface ProjectView extends ProjectRow {
  /** In which the plan's table prints money, in its words; empty where it prints none. */
  unit: string;
  payments: {
    disbursement: string;
    amount: string;
    paidOn: string;
    document: Paper;
    note: string | null;
    on: string;
    withdrawn: { reason: string; on: string } | null;
  }[];
  acceptances: { acceptedOn: string; document: Paper; note: string | null; on: string; withdrawn: { reason: string } | null }[];
  money: (Money & { reason: string | null; document: Paper; on: string })[];
  owners: { owner: string | null; name: string | null; reason: string | null; document: Paper; on: string }[];
  printedTotal: string | null;
  printedAllotted: string | null;
  may: ('disburse' | 'withdraw-disbursement' | 'accept' | 'withdraw-acceptance' | 'change-money' | 'change-owner')[];
  version: number;
  asOf: string;
  freshness: Freshness;
}

export interface HistoryRows {
  rows: (EventRef & Said & { actor: { name: string | null } })[];
}

import type { Document, Freshness, Named, Status } from '../api/answers';

/** What /api answers about reporting rounds. */

export interface RoundFigures {
  expected: number;
  exempt: number;
  due: number;
  onTime: number;
  late: number;
  returned: number;
  missing: number;
  empty: number;
}
export interface Rate {
  numerator: number;
  denominator: number;
  percent: number | null;
}

export const standings = ['on-time', 'late', 'missing', 'prepared', 'returned', 'exempt'] as const;
export type Standing = (typeof standings)[number];

export interface ReportStanding {
  standing: Standing;
  /** The last day on which this agency's report is on time. */
  closesOn: string;
  receivedOn: string | null;
  lateDays: number;
  returns: number;
  supplements: number;
  empty: boolean;
  told: number;
  blank: number;
  unsaid: number;
  exemptBecause: string | null;
}
export interface RoundLine {
  plan: string;
  kind: string;
  round: string;
  title: string;
  source: string;
  from: string;
  cutOff: string;
  closesOn: string;
  openedOn: string;
  closed: boolean;
  closedOn: string | null;
  reopened: { on: string; reason: string }[];
  /** More time given; `agency` null: to all. */
  extended: { agency: string | null; until: string; reason: string; on: string }[];
  workingDaysLeft: number | null;
  figures: RoundFigures;
  rates: { received: Rate; onTime: Rate };
  closing: { figures: RoundFigures; position: string } | null;
  /** The reports that the own agency answers for: its own, and those it took over. */
  own: (ReportStanding & { agency: string })[];
  simulated: boolean;
}
export interface RoundAgency extends ReportStanding {
  agency: Named;
  /** Who answers for the report since a succession; null: the agency itself. */
  answeredBy: Named | null;
  because: ({ kind: 'leads'; tasks: number } | { kind: 'member'; group: string; name: string } | { kind: 'named' })[];
  tasks: number;
}
interface Answer {
  asOf: string;
  freshness: Freshness;
}
export interface RoundListAnswer extends Answer {
  rows: RoundLine[];
}
export interface RoundView extends RoundLine, Answer {
  agencies: RoundAgency[];
}

export interface MatrixCell
  extends Pick<ReportStanding, 'standing' | 'receivedOn' | 'lateDays' | 'returns' | 'supplements' | 'empty' | 'exemptBecause'> {
  owing: boolean;
}
export interface MatrixRow {
  agency: Named & { bloc: string | null };
  cells: (MatrixCell | null)[];
  onTime: Rate;
  owing: number;
}
export interface Matrix extends Answer {
  rounds: RoundLine[];
  rows: MatrixRow[];
}
export interface Period {
  round: string;
  kind: string;
  title: string;
  from: string;
  cutOff: string;
  closesOn: string;
  source: string;
  opened: boolean;
}

export const sayings = ['reported', 'zero', 'not-applicable'] as const;
export type Saying = (typeof sayings)[number];
export interface Entry {
  said: Saying;
  progress: number | null;
  words: string;
}
export interface OwedLine {
  task: string;
  item: string;
  title: string;
  status: Status;
  dueOn: string | null;
  suggested: (Entry & { reports: number; evidence: number }) | null;
  before: (Entry & { round: string; title: string }) | null;
  entry: Entry | null;
}
export interface RoundReport extends RoundAgency, Answer {
  plan: string;
  round: string;
  title: string;
  cutOff: string;
  closed: boolean;
  summary: string;
  signed: boolean;
  owed: OwedLine[];
  signings: { on: string; told: number; blank: number; unsaid: number }[];
  returned: { on: string; reason: string }[];
  added: { on: string; reason: string; document: Document | null; entries: (Entry & { task: string })[] }[];
  version: number;
}

export type Told = Saying | 'blank' | 'no-report' | 'exempt';
export interface Synthesis extends RoundLine, Answer {
  items: {
    item: string;
    section: string;
    title: string;
    entries: { task: string; agency: Named; said: Told; progress: number | null; words: string; supplement: boolean }[];
  }[];
  summaries: { agency: Named; words: string }[];
  without: { agency: Named; standing: Standing }[];
  told: Record<Told, number>;
}

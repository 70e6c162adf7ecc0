import type { Freshness, Named } from '../api/answers';

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
interface Rate {
  numerator: number;
  denominator: number;
  percent: number | null;
}
export interface RoundLine {
  plan: string;
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
  workingDaysLeft: number | null;
  figures: RoundFigures;
  rates: { received: Rate; onTime: Rate };
  closing: { figures: RoundFigures; position: string } | null;
  simulated: boolean;
}
export interface RoundAgency {
  agency: Named;
  /** Who answers for the report since a succession; null: the agency itself. */
  answeredBy: Named | null;
  standing: 'exempt' | 'missing' | 'prepared' | 'returned' | 'on-time' | 'late';
  because: ({ kind: 'leads'; tasks: number } | { kind: 'member'; group: string; name: string } | { kind: 'named' })[];
  tasks: number;
  receivedOn: string | null;
  lateDays: number;
  empty: boolean;
  exemptBecause: string | null;
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

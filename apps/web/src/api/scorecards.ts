import type { AgencyLine, EventRef, Four, Freshness, Rate, Rows, TaskRow } from './answers';

export interface ScorecardRow {
  agency: AgencyLine;
  four: Four;
  completion: Rate;
  onTime: Rate;
  reportAge: { medianDays: number | null; oldestDays: number | null; silent: number };
  tasks: number;
}

export interface Figure {
  key: string;
  vi: string;
  en: string;
  value: number | null;
  rate?: Rate | null;
  formula: { vi: string; en: string };
  tasks: (Pick<TaskRow, 'id' | 'item' | 'title' | 'status' | 'lateDays'> & {
    excusedDays: number;
    simulated?: boolean;
    events: EventRef[];
  })[];
}

/** The rules by which figures are made: data with a version and a source. */
export interface Rules {
  version: number;
  effectiveFrom: string;
  vi: string;
  en: string;
  source: string;
}

export interface ScorecardList extends Rows<ScorecardRow> {
  total: Omit<ScorecardRow, 'agency'>;
  asOf: string;
  rules: Rules;
}

export interface Scorecard extends ScorecardRow {
  figures: Figure[];
  asOf: string;
  rules: Rules;
  freshness?: Freshness;
}

/** What a section is given. One PostgreSQL with fsync on for all of them; each makes the databases it needs. */
export interface Bench {
  /** `--quick`: one short round, to see that everything runs; its figures mean nothing. */
  readonly quick: boolean;
  /** How many interleaved rounds to take the median of, and how long one lasts. */
  readonly rounds: number;
  readonly milliseconds: number;
  /** A new empty database, UTF-8, on the shared server. */
  database(): Promise<string>;
  /** A new empty folder that is removed at the end. */
  folder(): string;
  /** A line of progress for whoever watches; not part of the report. */
  log(line: string): void;
}

export interface Section {
  /** As on the command line; the file's name. */
  readonly name: string;
  run(bench: Bench): Promise<SectionReport>;
}

export interface SectionReport {
  readonly title: string;
  /** What was measured and how, in a few sentences. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** What a reader has to know to judge the figures. */
  readonly notes?: readonly string[];
}

export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  /** Numbers are set to the right and rounded to three digits. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A figure with its target. `measured` is null when it could not be measured in this run, which is said and never counts as met. */
export interface Goal {
  readonly what: string;
  readonly measured: number | null;
  readonly unit?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const isMet = ({ measured, atLeast, atMost }: Goal): boolean =>
  measured !== null &&
  Number.isFinite(measured) &&
  (atLeast === undefined || measured >= atLeast) &&
  (atMost === undefined || measured <= atMost);

import type { Document, Freshness } from '../api/answers';

/** What /api answers about the committee's meetings. */

export const concerns = ['overdue', 'blocked', 'undated', 'silent'] as const;
export type Concern = (typeof concerns)[number];

export interface AgendaLine {
  concern: Concern;
  task: string;
  agency: string;
  title: string;
  lateDays: number;
  dueOn: string | null;
  obstacle: string | null;
  waitedDays: number;
  rounds: string[];
}

export type Becomes =
  | { kind: 'note' }
  | { kind: 'extension'; task: string; request: string; until: string | null }
  | { kind: 'reassignment'; task: string; to: string }
  | { kind: 'objective-cause'; task: string; cause: string; from: string; to: string }
  | { kind: 'new-task'; agency: string; title: string; dueOn: string }
  | { kind: 'directive'; obstacle: string; next: string | null; dueOn: string | null };
export const becomings = ['new-task', 'directive', 'extension', 'objective-cause', 'reassignment', 'note'] as const;
export type Kind = (typeof becomings)[number];

export const verdicts = ['done', 'under-way', 'not-done'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Conclusion {
  meeting: number;
  conclusion: number;
  text: string;
  document: Document;
  becomes: Becomes;
  on: string;
  carried: { item: string | null; on: string } | null;
  refused: { code: string; vi: string; en: string; on: string } | null;
  followUps: { at: number; verdict: Verdict; note: string; on: string }[];
}

/** What would be on the agenda now. */
export interface ProposedAgenda {
  rows: AgendaLine[];
  /** Matters beyond the lines that an agenda may have. */
  leftOut: number;
}

export interface MeetingLine {
  plan: string;
  number: number;
  title: string;
  sitsOn: string;
  agenda: number | null;
  conclusions: number;
  done: number;
  version: number;
  simulated: boolean;
}

export interface Meeting extends Omit<MeetingLine, 'agenda' | 'conclusions' | 'done'> {
  agenda: {
    position: string;
    at: string;
    lines: AgendaLine[];
    leftOut?: number;
    since: { number: number; position: string } | null;
  } | null;
  names: Record<string, string>;
  conclusions: Conclusion[];
  /** Of the meetings before, the newest meeting first. */
  earlier: Conclusion[];
  freshness: Freshness;
}

export interface Changes {
  from: string;
  to: string;
  counts: Record<string, number>;
  rows: { position: string; stream: string; type: string; recordedAt: string; vi: string; en: string }[];
  total: number;
}

/** What the newest follow-up found. */
export const foundOf = (it: Conclusion) => it.followUps.at(-1) ?? null;
export const isDone = (it: Conclusion): boolean => foundOf(it)?.verdict === 'done';

import type { Document, Freshness, Named, Role } from '../api/answers';

/** What /api answers about obstacles. */

export const obstacleStates = ['raised', 'escalated', 'answered', 'resolved'] as const;
export type ObstacleState = (typeof obstacleStates)[number];

export interface DaysWaited {
  calendar: number;
  working: number;
}

export interface Obstacle {
  id: string;
  task: string;
  agency: Named;
  title: string;
  description: string;
  waits: 'body' | 'decision' | 'none';
  waitsFor: Named | null;
  since: string;
  raisedOn: string;
  state: ObstacleState;
  now: { for: 'body' | 'decision'; whom: Named | null; from: string } | null;
  waited: { body: DaysWaited; decision: DaysWaited };
  escalations: { to: 'standing' | 'committee'; reason: string; on: string }[];
  answers: { directive: string; document: Document | null; next: Named | null; dueOn: string | null; on: string }[];
  resolved: { how: string; on: string } | null;
  version: number;
  simulated: boolean;
}

export interface ObstacleList {
  rows: Obstacle[];
  total: number;
  counts: Record<ObstacleState, number>;
  asOf: string;
  freshness: Freshness;
}

export interface ObstacleStep {
  version: number;
  position: string;
  type: string;
  on: string;
  recordedAt: string;
  vi: string;
  en: string;
  by: { user: string; role: Role | 'system'; agency: string | null };
}

export interface WaitingSpan {
  for: 'body' | 'decision';
  whom: Named | null;
  from: string;
  to: string | null;
  days: DaysWaited;
  began: number;
  ended: number | null;
}

export interface ObstacleRecord extends Obstacle {
  events: ObstacleStep[];
  spans: WaitingSpan[];
  asOf: string;
  freshness: Freshness;
}

/** How long a task waited on others, beside its lateness. */
export interface TaskWaiting {
  task: string;
  body: DaysWaited;
  decision: DaysWaited;
  all: DaysWaited;
  lateDays: number;
  whileLate: DaysWaited;
  obstacles: Obstacle[];
  asOf: string;
}

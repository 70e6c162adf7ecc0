import type { AgencyId, Event, LocalDate, RecordedOf, TaskId, UserId } from '#language';
import type { Document } from '#tasks';

/** Whom the task waits for: another body, somebody's decision, or nobody (a difficulty of the agency's own). */
export const waits = ['body', 'decision', 'none'] as const;
export type Wait = (typeof waits)[number];

/** What can happen to an obstacle (khó khăn, vướng mắc) of a task. */
export type ObstacleEvent =
  | Event<
      'obstacle-raised',
      {
        readonly task: TaskId;
        /** The accountable agency that raised it. */
        readonly agency: AgencyId;
        readonly title: string;
        readonly description: string;
        readonly waits: Wait;
        /** The body waited for; null where no single one is. */
        readonly waitsFor: AgencyId | null;
        readonly document: Document | null;
        /** Since when, as the agency says; waiting is counted from `on`, the day it was told. */
        readonly since: LocalDate;
        readonly on: LocalDate;
        readonly by: UserId;
      }
    >
  /** Passed up for a decision: from now on the task waits for it. */
  | Event<'obstacle-escalated', { readonly to: 'standing' | 'committee'; readonly reason: string; readonly on: LocalDate }>
  /** Answered by a directive (chỉ đạo). `next`: who must act now; null where the agency itself can go on. */
  | Event<
      'obstacle-answered',
      {
        readonly directive: string;
        readonly document: Document | null;
        readonly next: AgencyId | null;
        /** The day by which the directive is to be carried out. */
        readonly dueOn: LocalDate | null;
        readonly on: LocalDate;
        readonly by: UserId;
      }
    >
  | Event<'obstacle-resolved', { readonly how: string; readonly on: LocalDate }>;

/** An obstacle's event as the log has it. */
export type RecordedObstacleEvent = RecordedOf<ObstacleEvent>;

/** `obstacle-0190a3c4-…`: the id of the command that raised it. */
export const obstacleStream = (id: string): string => `obstacle-${id}`;

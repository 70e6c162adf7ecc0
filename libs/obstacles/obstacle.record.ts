import type { WorkingCalendar } from '#calendar';
import { type AgencyId, evolve, type Instant, type LocalDate, type Role, type UserId } from '#language';
import type { Sentence } from '#tasks';
import type { RecordedObstacleEvent } from './obstacle.events.js';
import { notRaised, obstacle, type Waiting } from './obstacle.js';
import { describeObstacleEvent } from './obstacle.sentences.js';
import { type DaysWaited, daysWaited } from './waiting.js';

/** One event of an obstacle as people read it. */
export interface ObstacleStep extends Sentence {
  readonly version: number;
  readonly position: string;
  readonly type: RecordedObstacleEvent['type'];
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  readonly by: { readonly user: UserId; readonly role: Role; readonly agency: string | null };
}

/** A stretch of waiting with its length and the events that began and ended it; `ended` is null while it lasts. */
export interface WaitingSpan extends Omit<Waiting, 'whom'> {
  readonly whom: { readonly id: AgencyId; readonly name: string } | null;
  readonly days: DaysWaited;
  readonly began: number;
  readonly ended: number | null;
}

/** What an obstacle's events say by a day: each in words, and each wait with the two events behind its days. */
export function recordOf(
  events: readonly RecordedObstacleEvent[],
  day: LocalDate,
  calendar: WorkingCalendar,
  nameOf: (id: AgencyId) => string,
): { readonly events: readonly ObstacleStep[]; readonly spans: readonly WaitingSpan[] } {
  const until = events.filter((event) => event.data.on <= day);
  let state = notRaised;
  const ends: { began: number; ended: number | null }[] = [];
  for (const event of until) {
    state = evolve(obstacle, state, event);
    state.waiting.forEach((it, i) => {
      const known = ends[i];
      if (!known) ends.push({ began: event.version, ended: null });
      else if (it.to !== null && known.ended === null) known.ended = event.version;
    });
  }
  return {
    events: until.map((event) => {
      const { user, role, agency } = event.meta.actor;
      return {
        version: event.version,
        position: String(event.position),
        type: event.type,
        on: event.data.on,
        recordedAt: event.recordedAt,
        by: { user, role, agency: agency && nameOf(agency) },
        ...describeObstacleEvent(event, (id) => nameOf(id as AgencyId)),
      };
    }),
    spans: state.waiting.map((it, i) => ({
      ...it,
      whom: it.whom && { id: it.whom, name: nameOf(it.whom) },
      days: daysWaited([it], day, calendar),
      began: ends[i]?.began ?? 0,
      ended: ends[i]?.ended ?? null,
    })),
  };
}

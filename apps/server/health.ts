import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, PostgresEventStore, type ProjectionHealth, ProjectionRunner } from '#event-store';
import { CLOCK, type Clock, position } from '#language';

/** How far a projection is behind the log. */
export interface Lag {
  /** Events of the log that it has not been through, counted up to `mostCounted`. */
  readonly events: number;
  /** Age of the oldest of them, milliseconds. */
  readonly ms: number;
}

export type FollowedProjection = ProjectionHealth & { readonly lag: Lag };

export interface HealthNow {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly live: true;
  readonly ready: boolean;
  readonly projections: Omit<FollowedProjection, 'error'>[];
  readonly store: { readonly engine: string; readonly answers: boolean; readonly head: string | null };
}

/** Positions have gaps on some engines, so what lies between two of them has to be counted, and that must end. */
const mostCounted = 500;

/** In which all has to answer, milliseconds: whoever asks wants to know now, and what comes later than that serves nobody. */
const patience = 4_000;

/** The answer, or null when there is none in time. */
async function inTime<T>(until: number, answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), until - performance.now());
  });
  return Promise.race([answer.catch(() => null), late]).finally(() => clearTimeout(timer));
}

/** Whether log, rows and projections answer. Everybody may ask: what stopped a projection is told to those who may mend it. */
@Injectable()
export class Health {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly runner: ProjectionRunner,
    private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async now(): Promise<HealthNow> {
    const until = performance.now() + patience;
    const [head, rows] = await Promise.all([
      inTime(until, this.store.head()),
      inTime(
        until,
        this.source.query('select 1').then(() => true),
      ),
    ]);
    const followed = head !== null && rows ? await inTime(until, this.projections()) : null;
    const ready = followed !== null;
    const projections = (followed ?? []).map(({ error: _, ...open }) => open);
    const stopped = projections.some(({ state }) => state === 'stopped');
    return {
      status: ready ? (stopped ? 'degraded' : 'ok') : 'down',
      live: true,
      ready,
      projections,
      store: {
        engine: this.store instanceof PostgresEventStore ? 'postgres' : 'eventstoredb',
        answers: head !== null,
        head: head === null ? null : head.toString(),
      },
    };
  }

  /** Each projection with its lag, and what stopped it. */
  async projections(): Promise<FollowedProjection[]> {
    const lags = new Map<string, Promise<Lag>>();
    return Promise.all(
      (await this.runner.health()).map(async (it) => {
        if (position(it.position) >= position(it.head)) return { ...it, lag: { events: 0, ms: 0 } };
        const lag = lags.get(it.position) ?? this.lagBehind(it.position);
        lags.set(it.position, lag);
        return { ...it, lag: await lag };
      }),
    );
  }

  private async lagBehind(at: string): Promise<Lag> {
    const behind = await this.store.readLog({ after: position(at), limit: mostCounted });
    const [oldest] = behind;
    const ms = oldest ? Math.max(0, Date.parse(this.clock.now()) - Date.parse(oldest.recordedAt)) : 0;
    return { events: behind.length, ms };
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import type { PlanId } from '#language';
import type { Meeting } from './meeting.js';
import { meetings } from './meeting.projection.js';

export interface MeetingRow {
  readonly stream: string;
  readonly state: Meeting;
  readonly version: number;
  readonly simulated: boolean;
}

/** Meetings as the projection keeps them. */
@Injectable()
export class MeetingRows {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** The newest first. */
  of(plan: PlanId): Promise<MeetingRow[]> {
    return this.source.query<MeetingRow[]>(
      'select stream, state, version, simulated from meeting where plan = $1 order by number desc limit 200',
      [plan],
    );
  }

  /** Streams with a conclusion that is not carried yet, by everything recorded so far. */
  async waiting(): Promise<string[]> {
    await this.freshness(String(await this.store.head()));
    const rows = await this.source.query<{ stream: string }[]>('select stream from meeting where waiting order by stream');
    return rows.map((it) => it.stream);
  }

  freshness(minPosition?: string): Promise<Freshness> {
    return freshnessOf(this.runner, meetings.name, minPosition);
  }
}

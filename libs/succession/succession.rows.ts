import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import { type LocalDate, Refusal } from '#language';
import type { Succession } from './succession.js';
import { successionList } from './succession.projection.js';

export interface SuccessionRow {
  readonly succession: string;
  readonly version: number;
  readonly simulated: boolean;
  readonly openedOn: LocalDate;
  readonly state: Succession;
}

const columns = 'succession, version, simulated, opened_on::text as "openedOn", state';

/** The successions as their projection keeps them. */
@Injectable()
export class SuccessionRows {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  freshness(minPosition?: string): Promise<Freshness> {
    return freshnessOf(this.runner, successionList.name, minPosition);
  }

  /** Position of the newest event, for reading rows that must not be behind it. */
  async head(): Promise<string> {
    return String(await this.store.head());
  }

  all(): Promise<SuccessionRow[]> {
    return this.source.query(`select ${columns} from successions order by takes_effect, succession`);
  }

  async one(id: string): Promise<SuccessionRow> {
    const [row] = await this.source.query<SuccessionRow[]>(`select ${columns} from successions where succession = $1`, [id]);
    if (row) return row;
    throw new Refusal('unknown-succession', {
      kind: 'not-found',
      field: 'succession',
      vi: `Không có lần kế thừa nào mang mã “${id.slice(0, 100)}”.`,
      en: `There is no succession “${id.slice(0, 100)}”.`,
    });
  }

  /** Ids of the concluded successions whose day has come, by all that is recorded. */
  async concludedBy(day: LocalDate): Promise<readonly string[]> {
    if (!(await this.runner.waitFor(successionList.name, await this.store.head(), 60_000)))
      throw new Refusal('rows-behind', {
        kind: 'unavailable',
        vi: 'Bảng kế thừa chưa theo kịp hồ sơ; hãy xem tình trạng hệ thống.',
        en: 'The list of successions is behind the record; see the health page.',
      });
    const rows = await this.source.query<{ succession: string }[]>(
      `select succession from successions where phase = 'concluded' and takes_effect <= $1::date order by takes_effect, succession`,
      [day],
    );
    return rows.map((it) => it.succession);
  }
}

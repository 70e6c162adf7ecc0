import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { committed } from '#database';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner, reached } from '#event-store';
import { type LocalDate, Refusal } from '#language';
import { agencyRegistry } from './agency.projection.js';
import { type AgencyRecord, type GroupRecord, nameOn, type Registry } from './registry.js';

/** How long a reading waits for the registry to hold everything recorded, milliseconds. */
const patience = 10_000;

/** A number of all rows of a table, in SQL: another one after any of them was written again, also by a rebuild into another table. */
const asWritten = (table: string) =>
  `(select concat_ws(' ', '${table}'::regclass::oid, sum(hash_record_extended(row(ctid, xmin), 0))) from ${table})`;

/** The registry as the projection keeps it. */
@Injectable()
export class RegistryRows {
  private kept: { committed: string; readonly written: string; readonly registry: Registry } | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Of thousands of bodies hardly any ever changes: the rows are read anew only when one of them was written, and looked at when anything was. */
  async registry(): Promise<Registry> {
    const at = await committed(this.dataSource);
    if (this.kept?.committed === at) return this.kept.registry;
    const [now] = await this.dataSource.query<{ written: string }[]>(
      `select concat(${asWritten('agencies')}, ' ', ${asWritten('agency_groups')}) as written`,
    );
    if (now && this.kept?.written === now.written) {
      this.kept.committed = at;
      return this.kept.registry;
    }
    const [agencies, groups] = await Promise.all([
      this.dataSource.query<{ record: AgencyRecord }[]>('select record from agencies order by id'),
      this.dataSource.query<{ record: GroupRecord }[]>('select record from agency_groups order by id'),
    ]);
    const registry = { agencies: agencies.map((it) => it.record), groups: groups.map((it) => it.record) };
    // Rows written after `now` may be among them: the next one to ask sees another sum and reads again.
    this.kept = now ? { committed: at, written: now.written, registry } : null;
    return registry;
  }

  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<{ id: string; name: string }[]>(
      'select id, name from agencies where id = any($1::text[])',
      [ids],
    );
    return new Map(rows.map((it) => [it.id, it.name]));
  }

  /** As they were called on a day, whatever came later. */
  async namesOn(ids: readonly string[], day: LocalDate): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<{ id: string; record: AgencyRecord }[]>(
      'select id, record from agencies where id = any($1::text[])',
      [ids],
    );
    return new Map(rows.map((it) => [it.id, nameOn(it.record, day)]));
  }

  reached(minPosition?: string): Promise<void> {
    return reached(this.runner, agencyRegistry.name, minPosition);
  }

  freshness(minPosition?: string): Promise<Freshness> {
    return freshnessOf(this.runner, agencyRegistry.name, minPosition);
  }

  /** Waits for everything recorded so far; refuses when the registry does not come to it. */
  async mustBeComplete(): Promise<void> {
    if (await this.runner.waitFor(agencyRegistry.name, await this.store.head(), patience)) return;
    throw new Refusal('registry-behind', {
      kind: 'unavailable',
      vi: 'Danh mục cơ quan chưa cập nhật kịp sổ sự kiện; đọc lúc này có thể nhận nhầm cơ quan. Hãy thử lại sau ít phút.',
      en: 'The registry of agencies is behind the log; reading now could miss an agency. Try again in a few minutes.',
    });
  }
}

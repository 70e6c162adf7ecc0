import type { QueryRunner } from 'typeorm';
import type { Projection } from '#event-store';
import type { ProjectionContent, TableContent } from './contents.js';
import { beginReading, contentOf, present } from './rows.js';

/** What a backup needs of a projection. */
export type Projected = Pick<Projection, 'name' | 'tables'>;

/** Where each projection stands and what its tables say, all at one moment. One that was never begun is left out. */
export async function standing(db: QueryRunner, projections: readonly Projected[]): Promise<ProjectionContent[]> {
  const tables = await present(
    db,
    projections.flatMap((it) => it.tables.map(({ name }) => name)),
  );
  await beginReading(db, [...tables, 'projection_status']);
  const rows: { name: string; version: number; shape: string; position: string }[] = await db.query(
    'select name, version, shape, position::text as position from projection_status where name = any($1) order by name',
    [projections.map(({ name }) => name)],
  );
  const found: ProjectionContent[] = [];
  for (const row of rows) {
    const own = projections.find(({ name }) => name === row.name)?.tables ?? [];
    const content: Record<string, TableContent> = {};
    for (const { name } of own) if (tables.includes(name)) content[name] = await contentOf(db, name);
    found.push({ ...row, tables: content });
  }
  await db.commitTransaction();
  return found;
}

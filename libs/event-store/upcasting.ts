import type { Recorded } from '#language';

/** Turns the data of one event type from the shape before `to` into the shape `to`. The stored bytes stay as they are. */
export interface Upcaster {
  readonly type: string;
  readonly streams: string;
  /** The schema version it gives; absent schema in metadata means 1. */
  readonly to: number;
  up(data: unknown, event: Recorded): unknown;
}

/** Applies every upcaster that an event has not been through yet, oldest first. */
export function upcast(upcasters: readonly Upcaster[], event: Recorded): Recorded {
  let schema = event.meta.schema ?? 1;
  let data = event.data;
  for (const caster of upcasters)
    if (caster.type === event.type && event.stream.startsWith(caster.streams) && caster.to === schema + 1) {
      data = caster.up(data, event);
      schema = caster.to;
    }
  return data === event.data ? event : { ...event, data, meta: { ...event.meta, schema } };
}

/** The schema version that an event written today has: what the last upcaster of its type gives; undefined when there is none. */
export function schemaOf(upcasters: readonly Upcaster[], stream: string, type: string): number | undefined {
  const versions = upcasters.filter((it) => it.type === type && stream.startsWith(it.streams)).map((it) => it.to);
  return versions.length > 0 ? Math.max(...versions) : undefined;
}

/** Upcasters in the order that `upcast` needs. Two that give the same version of the same type are a bug and throw. */
export function inOrder(upcasters: readonly Upcaster[]): Upcaster[] {
  const seen = new Set<string>();
  for (const { type, streams, to } of upcasters) {
    const name = `${streams} ${type} ${to}`;
    if (seen.has(name)) throw new Error(`two upcasters give ${name}`);
    seen.add(name);
  }
  return [...upcasters].sort((a, b) => a.to - b.to);
}

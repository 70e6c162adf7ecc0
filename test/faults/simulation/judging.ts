import { type Projection } from '#event-store';
import { beginning } from '#language';
import type { MemoryLog } from '../../event-store/memory/memory-event-store.js';
import type { Told } from './clients.js';
import type { Reader } from './reader.js';
import { MemoryTables } from './rows.js';

/** What is wrong with a world, in the manner of Jepsen: what people were told, against what is there. Nothing when all is well. */
export function judged(
  log: MemoryLog,
  told: Told,
  readers: readonly Reader[],
  tables: MemoryTables,
  projection: Projection,
): string[] {
  return [
    ...told.wrong,
    ...brokenLog(log),
    ...brokenWord(log, told),
    ...brokenReaders(log, readers),
    ...brokenFigures(log, tables, projection),
  ];
}

/** Streams are linear, no update is lost, positions and moments only grow, an id is there once. */
function brokenLog({ events }: MemoryLog): string[] {
  const found: string[] = [];
  const versions = new Map<string, number>();
  const ids = new Set<string>();
  let [position, moment] = [0n, ''];
  for (const it of events) {
    const at = `${it.stream} ${it.version} at ${it.position}`;
    const before = versions.get(it.stream) ?? 0;
    if (it.version !== before + 1) found.push(`${at} comes after version ${before}`);
    if ((it.data as { found: number }).found !== before) found.push(`${at} was decided on another state`);
    if (ids.has(it.id)) found.push(`${at} is there twice`);
    if (it.position <= position) found.push(`${at} comes after ${position}`);
    if (it.recordedAt < moment) found.push(`${at} was recorded before the one before it`);
    versions.set(it.stream, it.version);
    ids.add(it.id);
    position = it.position;
    moment = it.recordedAt;
  }
  return found;
}

/** What was acknowledged is there, where it was said to be, once; what was refused is not. */
function brokenWord({ events }: MemoryLog, { acknowledged, refused }: Told): string[] {
  const byCommand = new Map<string, typeof events>();
  for (const it of events) {
    const of = byCommand.get(it.meta.commandId);
    if (of) of.push(it);
    else byCommand.set(it.meta.commandId, [it]);
  }
  const lost = acknowledged.filter((it) => {
    const there = byCommand.get(it.commandId)?.filter(({ stream }) => stream === it.stream) ?? [];
    const last = there.at(-1);
    return there.length !== it.events || last?.version !== it.version || last.position !== it.position;
  });
  const revived = [...refused].filter((it) => {
    const [command = '', stream] = it.split(' ');
    return byCommand.get(command)?.some((event) => event.stream === stream);
  });
  return [
    ...lost.map((it) => `${it.stream} ${it.version} was acknowledged at ${it.position} and is not there`),
    ...revived.map((it) => `${it} was refused and is there`),
  ];
}

/** Every consumer saw every position, once, in order. */
function brokenReaders({ events }: MemoryLog, readers: readonly Reader[]): string[] {
  const all = events.map((it) => it.position);
  return readers.flatMap(({ seen }, n) => {
    const at = all.findIndex((it, i) => seen[i] !== it);
    if (at < 0 && seen.length === all.length) return [];
    return [`reader ${n} saw ${seen[at] ?? 'nothing'} where ${all[at] ?? 'nothing'} was next (${seen.length} of ${all.length})`];
  });
}

/** The rows are what a fold of the whole log gives, made at once. */
function brokenFigures({ events, head }: MemoryLog, tables: MemoryTables, projection: Projection): string[] {
  if (tables.position !== head) return [`the rows are at ${tables.position} and the log at ${head}`];
  const rebuilt = new MemoryTables(projection, beginning);
  rebuilt.prepared(events, new Map()).commit();
  const right = rebuilt.content();
  const kept = tables.content();
  const at = Math.max(right.length, kept.length);
  for (let i = 0; i < at; i++) if (right[i] !== kept[i]) return [`the rows have ${kept[i]} where a rebuild has ${right[i]}`];
  return [];
}

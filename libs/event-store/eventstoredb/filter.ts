import type { Recorded } from '#language';
import type { LogFilter } from '../event-store.js';
import { claimPrefix, type ServerFilter } from './messages.js';

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Whether a filter can match nothing at all, so that nobody needs to ask. */
export const matchesNothing = (filter: LogFilter): boolean => filter.streams?.length === 0 || filter.types?.length === 0;

/** What the server is asked to leave out: system streams and our claims always, then streams by prefix, or else types. It takes one kind only. */
export function serverFilter(filter: LogFilter): ServerFilter {
  if (filter.streams && !filter.streams.includes('')) return { on: 'stream', prefixes: filter.streams };
  if (filter.types) return { on: 'type', regex: `^(${filter.types.map(escaped).join('|')})$` };
  return { on: 'stream', regex: `^(?!${escaped('$')}|${escaped(claimPrefix)})` };
}

/** The whole filter, applied here to what the server lets through. */
export function matches(filter: LogFilter, event: Pick<Recorded, 'stream' | 'type'>): boolean {
  if (event.stream.startsWith('$') || event.stream.startsWith(claimPrefix)) return false;
  if (filter.streams && !filter.streams.some((prefix) => event.stream.startsWith(prefix))) return false;
  return !filter.types || filter.types.includes(event.type);
}

import { type Instant, type Metadata, position, type Recorded } from '#language';
import type { WritableEvent } from '../writable.js';
import type { Proposed, Stored } from './messages.js';

/**
 * What goes into an event's metadata. `recordedAt` is ours, from the injected clock: the server's own `created` is the
 * server's clock. `append` is the same for all events and all tries of one append, and so tells our write from an earlier one.
 */
interface StoredMetadata {
  readonly meta: Metadata;
  readonly recordedAt: Instant;
  readonly append: string;
}

const bytes = (json: string): Uint8Array => Buffer.from(json, 'utf8');
const text = (stored: Uint8Array): string => Buffer.from(stored).toString('utf8');

export const proposed = (event: WritableEvent, recordedAt: Instant, append: string): Proposed => ({
  id: event.id,
  type: event.type,
  data: bytes(event.data),
  metadata: bytes(`{"meta":${event.meta},"recordedAt":${JSON.stringify(recordedAt)},"append":${JSON.stringify(append)}}`),
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isOurs = (value: unknown): value is StoredMetadata =>
  isObject(value) &&
  isObject(value.meta) &&
  isObject(value.meta.actor) &&
  typeof value.meta.commandId === 'string' &&
  typeof value.recordedAt === 'string' &&
  typeof value.append === 'string';

function storedMetadata(stored: Uint8Array): StoredMetadata | undefined {
  if (stored.length === 0) return undefined;
  try {
    const value: unknown = JSON.parse(text(stored));
    return isOurs(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Which append wrote it. */
export const appendOf = (stored: Stored): string | undefined => storedMetadata(stored.metadata)?.append;

/** The event as the port gives it, or nothing when somebody else than this product wrote it. */
export function recorded(stored: Stored): Recorded | undefined {
  const metadata = storedMetadata(stored.metadata);
  if (!metadata) return undefined;
  return {
    id: stored.id,
    stream: stored.stream,
    version: stored.revision + 1,
    position: position(stored.position),
    type: stored.type,
    data: JSON.parse(text(stored.data)),
    meta: metadata.meta,
    recordedAt: metadata.recordedAt,
  };
}

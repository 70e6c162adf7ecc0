import { digestOf, eventIdFrom, type NewEvent, newCommandId } from '#event-store';
import { instant, position, type Recorded } from '#language';
import { actor, metaOf } from './meta.js';

export { actor, metaOf };

/** `n` events of one command, with content that can be told apart. */
export function events(n: number, content: unknown = { text: 'Đẩy mạnh cải cách' }, commandId = newCommandId()): NewEvent[] {
  return Array.from({ length: n }, (_, index) => ({
    id: eventIdFrom(commandId, index),
    type: 'noted',
    data: { index, content },
    meta: metaOf(commandId, digestOf(content)),
  }));
}

let streams = 0;
/** A name that no other test uses. */
export const newStream = (prefix = 'note'): string => `${prefix}-${process.pid}-${Date.now()}-${++streams}`;

/** What the log would give for an event, for tests that need none. */
export const recorded = (it: Partial<Recorded> & { type: string; data: unknown }): Recorded => ({
  id: '01900000-0000-7000-8000-000000000000',
  stream: 'note-1',
  version: 1,
  position: position(1),
  meta: metaOf('01900000-0000-7000-8000-000000000001', ''),
  recordedAt: instant('2025-03-10T03:00:00Z'),
  ...it,
});

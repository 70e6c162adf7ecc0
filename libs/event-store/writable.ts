import { Refusal } from '#language';
import { DuplicateWithOtherContent, TooLarge } from './errors.js';
import { limits, type NewEvent } from './event-store.js';

/** An event whose data and metadata are JSON text that every engine can keep. */
export interface WritableEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  readonly bytes: number;
}

/** JSON.stringify writes \u only for what has no other spelling: U+0000, which jsonb cannot hold, and halves of characters. */
const escaped = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;
const unstorable = (json: string): boolean => json.includes('\\u') && escaped.test(json);
const half = /\p{Surrogate}/u;

/**
 * What every engine checks before it writes. Refuses: too-large (event, append, stream-name), unstorable-text, malformed-id,
 * duplicate-with-other-content (one id twice in one append).
 */
export function writable(stream: string, expected: number, events: readonly NewEvent[]): WritableEvent[] {
  const name = Buffer.byteLength(stream);
  if (name > limits.streamName) throw new TooLarge('stream-name', name, limits.streamName);
  if (!stream || holdsControl(stream) || half.test(stream)) throw malformed('stream', stream);
  if (!Number.isSafeInteger(expected) || expected < 0) throw new RangeError(`expected version ${expected}`);
  if (events.length === 0) throw new RangeError('nothing to append');
  if (events.length > limits.eventsPerAppend) throw new TooLarge('append', events.length, limits.eventsPerAppend);
  const ids = new Set<string>();
  let total = 0;
  return events.map((event) => {
    const id = event.id.toLowerCase();
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw malformed('event', event.id);
    if (ids.has(id)) throw new DuplicateWithOtherContent(event.id);
    ids.add(id);
    if (!event.type || event.type.length > 100 || holdsControl(event.type)) throw malformed('type', event.type);
    const data = JSON.stringify(event.data) as string | undefined;
    if (data === undefined) throw new TypeError(`event ${event.type} has no data`);
    const meta = JSON.stringify(event.meta);
    if (unstorable(data) || unstorable(meta)) throw unstorableText(stream, event.type);
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(meta);
    if (bytes > limits.bytesPerEvent) throw new TooLarge('event', bytes, limits.bytesPerEvent);
    total += bytes;
    if (total > limits.bytesPerAppend) throw new TooLarge('append', total, limits.bytesPerAppend);
    return { id, type: event.type, data, meta, bytes };
  });
}

function holdsControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}

const malformed = (what: 'stream' | 'event' | 'type', text: string) =>
  new Refusal('malformed-id', {
    kind: 'invalid',
    vi: `“${text}” không dùng được làm mã (${what}).`,
    en: `“${text}” cannot be used as an id (${what}).`,
    figures: { what },
  });

const unstorableText = (stream: string, type: string) =>
  new Refusal('unstorable-text', {
    kind: 'invalid',
    vi: 'Nội dung có ký tự không lưu được (U+0000 hoặc nửa ký tự). Hãy xoá ký tự đó rồi gửi lại.',
    en: 'The content has a character that cannot be kept (U+0000 or half of a surrogate pair). Remove it and send again.',
    figures: { stream, type },
  });

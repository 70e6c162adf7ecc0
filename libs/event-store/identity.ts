import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Envelope } from './aggregates.js';

const hashed = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('\0')).digest();

/** The first 48 bits (a UUIDv7's time) of `prefix`, the rest of `bytes`, marked as a UUID of this version. */
function uuidOf(prefix: Buffer, bytes: Buffer, version: 7 | 8): string {
  const it = Buffer.concat([prefix.subarray(0, 6), bytes.subarray(0, 10)]);
  it[6] = ((it[6] ?? 0) & 0x0f) | (version << 4);
  it[8] = ((it[8] ?? 0) & 0x3f) | 0x80;
  const hex = it.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const isVersion7 = (text: string): boolean => isUuid(text) && text[14] === '7';

/** A new command's id: UUIDv7, so that ids grow with time and their index stays hot. */
export const newCommandId = (): string => v7();

/**
 * The id of a command's event number `index` (0, 1, …): the same for the same command, so that a retry writes nothing twice.
 * Keeps the command id's time, because random ids cost most of the unique index's speed.
 */
export function eventIdFrom(commandId: string, index: number): string {
  return uuidOf(bytesOf(commandId), hashed('event', commandId.toLowerCase(), String(index)), isVersion7(commandId) ? 7 : 8);
}

/** The command id behind a client's Idempotency-Key. One user's key never meets another's. */
export function commandIdFrom(user: string, idempotencyKey: string): string {
  const bytes = hashed('command', user, idempotencyKey);
  return isVersion7(idempotencyKey) ? uuidOf(bytesOf(idempotencyKey), bytes, 7) : uuidOf(bytes, bytes.subarray(6), 8);
}

/** The envelope for one of several commands that one request stands for (an import's tasks): its own id, the same each time. */
export function partOf(envelope: Envelope, part: string): Envelope {
  const { expectedVersion: _, ...rest } = envelope;
  return {
    ...rest,
    commandId: uuidOf(
      bytesOf(envelope.commandId),
      hashed('part', envelope.commandId.toLowerCase(), part),
      isVersion7(envelope.commandId) ? 7 : 8,
    ),
    correlationId: envelope.correlationId ?? envelope.commandId,
    causationId: envelope.commandId,
  };
}

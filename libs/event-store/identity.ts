import { hash, randomUUID } from 'node:crypto';
import type { Envelope } from './aggregates.js';

/** SHA-256 in hex. */
const hashed = (...parts: readonly string[]): string => hash('sha256', parts.join('\0'));

/** A UUID that begins with `time` (12 hex digits with their dash, as a UUIDv7 has them) and goes on with these hex digits, marked as of this version. */
function uuidOf(time: string, digits: string, version: 7 | 8): string {
  const variant = ((Number.parseInt(digits.charAt(4), 16) & 3) | 8).toString(16);
  return `${time}-${version}${digits.slice(1, 4)}-${variant}${digits.slice(5, 8)}-${digits.slice(8, 20)}`;
}

const timeOf = (uuid: string): string => uuid.slice(0, 13);
const dashed = (digits: string): string => `${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
const isVersion7 = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/**
 * A new command's id: UUIDv7, so that ids grow with time and their index stays hot. The rest is that of a random UUID: Node draws
 * those many at a time, a draw for each id costs several times as much.
 */
export function newCommandId(): string {
  return `${dashed(Date.now().toString(16).padStart(12, '0'))}-7${randomUUID().slice(15)}`;
}

/**
 * The id of a command's event number `index` (0, 1, …): the same for the same command, so that a retry writes nothing twice.
 * Keeps the command id's time, because random ids cost most of the unique index's speed.
 */
export function eventIdFrom(commandId: string, index: number): string {
  const id = commandId.toLowerCase();
  return uuidOf(timeOf(id), hashed('event', id, String(index)), isVersion7(id) ? 7 : 8);
}

/** The command id behind a client's Idempotency-Key. One user's key never meets another's. */
export function commandIdFrom(user: string, idempotencyKey: string): string {
  const digits = hashed('command', user, idempotencyKey);
  return isVersion7(idempotencyKey)
    ? uuidOf(timeOf(idempotencyKey.toLowerCase()), digits, 7)
    : uuidOf(dashed(digits), digits.slice(12), 8);
}

/** The envelope for one of several commands that one request stands for (an import's tasks): its own id, the same each time. */
export function partOf(envelope: Envelope, part: string): Envelope {
  const { expectedVersion: _, ...rest } = envelope;
  const id = envelope.commandId.toLowerCase();
  return {
    ...rest,
    commandId: uuidOf(timeOf(id), hashed('part', id, part), isVersion7(id) ? 7 : 8),
    correlationId: envelope.correlationId ?? envelope.commandId,
    causationId: envelope.commandId,
  };
}

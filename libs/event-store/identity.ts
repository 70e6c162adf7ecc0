import { hash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Envelope } from './aggregates.js';

/** SHA-256 in hex. */
const hashed = (...parts: readonly string[]): string => hash('sha256', parts.join('\0'));

/** The first 48 bits (a UUIDv7's time) of `prefix`, the rest of `digits`, marked as a UUID of this version; both in hex. */
function uuidOf(prefix: string, digits: string, version: 7 | 8): string {
  const variant = ((Number.parseInt(digits.charAt(4), 16) & 3) | 8).toString(16);
  const [first, second] = [prefix.slice(0, 8), prefix.slice(8, 12)];
  return `${first}-${second}-${version}${digits.slice(1, 4)}-${variant}${digits.slice(5, 8)}-${digits.slice(8, 20)}`;
}

const digitsOf = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
const isVersion7 = (text: string): boolean => isUuid(text) && text[14] === '7';

/** A new command's id: UUIDv7, so that ids grow with time and their index stays hot. */
export const newCommandId = (): string => v7();

/**
 * The id of a command's event number `index` (0, 1, …): the same for the same command, so that a retry writes nothing twice.
 * Keeps the command id's time, because random ids cost most of the unique index's speed.
 */
export function eventIdFrom(commandId: string, index: number): string {
  return uuidOf(digitsOf(commandId), hashed('event', commandId.toLowerCase(), String(index)), isVersion7(commandId) ? 7 : 8);
}

/** The command id behind a client's Idempotency-Key. One user's key never meets another's. */
export function commandIdFrom(user: string, idempotencyKey: string): string {
  const digits = hashed('command', user, idempotencyKey);
  return isVersion7(idempotencyKey) ? uuidOf(digitsOf(idempotencyKey), digits, 7) : uuidOf(digits, digits.slice(12), 8);
}

/** The envelope for one of several commands that one request stands for (an import's tasks): its own id, the same each time. */
export function partOf(envelope: Envelope, part: string): Envelope {
  const { expectedVersion: _, ...rest } = envelope;
  return {
    ...rest,
    commandId: uuidOf(
      digitsOf(envelope.commandId),
      hashed('part', envelope.commandId.toLowerCase(), part),
      isVersion7(envelope.commandId) ? 7 : 8,
    ),
    correlationId: envelope.correlationId ?? envelope.commandId,
    causationId: envelope.commandId,
  };
}

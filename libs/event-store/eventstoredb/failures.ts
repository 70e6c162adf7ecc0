import {
  AccessDeniedError,
  convertToCommandError,
  isCommandError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { StoreUnavailable } from '../errors.js';
import { NoAnswer } from './connection.js';

/**
 * What a failed call means. again: whether it was done is unknown or it was not, and asking again (same ids, same revision)
 * is safe: unavailable, timed out, cut off, not the leader. Everything else will not get better by asking again.
 */
export type Failure =
  | { readonly kind: 'again' | 'denied' | 'not-found' | 'deleted' | 'bug' }
  | { readonly kind: 'too-large'; readonly limit: number };

const permissionDenied = 7;
const invalidArgument = 3;
const unimplemented = 12;

/** Reads an error of the client, of gRPC below it, or of our own connection. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'bug' };
  if (error instanceof NoAnswer || /^(Channel has been|Failed to discover)/.test(error.message)) return { kind: 'again' };
  const it = asCommandError(error);
  if (it instanceof MaxAppendSizeExceededError) return { kind: 'too-large', limit: it.maxAppendSize };
  if (it instanceof AccessDeniedError) return { kind: 'denied' };
  if (it instanceof StreamNotFoundError) return { kind: 'not-found' };
  if (it instanceof StreamDeletedError) return { kind: 'deleted' };
  if (!isCommandError(it)) return { kind: 'code' in error && typeof error.code === 'number' ? 'again' : 'bug' };
  if (it.code === permissionDenied) return { kind: 'denied' };
  return { kind: it.code === invalidArgument || it.code === unimplemented ? 'bug' : 'again' };
}

/** The client's conversion itself throws on a not-leader answer that does not name the leader. */
function asCommandError(error: Error): Error {
  try {
    return convertToCommandError(error);
  } catch {
    return error;
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the port throws for a failure that no caller can mend. Bugs stay as they are. */
export function typed(error: unknown): unknown {
  switch (failureOf(error).kind) {
    case 'denied':
      return new StoreUnavailable('the server refuses access to this user', { cause: error });
    case 'deleted':
      return new StoreUnavailable('the stream was deleted on the server', { cause: error });
    case 'again':
      return new StoreUnavailable(messageOf(error), { cause: error });
    default:
      return error;
  }
}

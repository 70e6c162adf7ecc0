import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable } from '../errors.js';
import { failureOf, typed } from './failures.js';

/** How long to go on trying, milliseconds. */
export interface Patience {
  /** One try of an append. */
  readonly oneTry: number;
  /** Silence of a server that was asked to read: it may have much to pass over before it finds something. */
  readonly silence: number;
  /** All tries of one call together. */
  readonly inAll: number;
  /** The first pause; each next is twice as long, up to `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const usualPatience: Patience = { oneTry: 4_000, silence: 30_000, inAll: 10_000, firstPause: 25, longestPause: 2_000 };

/** The pause before try number `tries` + 1: doubling, capped, and half of it by chance, so that clients do not come back in step. */
export function pauseAfter(tries: number, { firstPause, longestPause }: Patience): number {
  const whole = Math.min(longestPause, firstPause * 2 ** Math.min(tries - 1, 20));
  return whole / 2 + (Math.random() * whole) / 2;
}

/** Waits, or returns early when the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal }).catch(() => undefined);

/** When patience with a call that begins now is over. */
export const endOf = ({ inAll }: Patience): number => performance.now() + inAll;

/** Tries until it works, cannot work, or patience is over (at `until`, for a call of several steps); then throws the port's error. */
export async function patiently<T>(
  patience: Patience,
  closing: AbortSignal,
  attempt: () => Promise<T>,
  until = endOf(patience),
): Promise<T> {
  for (let tries = 1; ; tries++) {
    if (closing.aborted) throw new StoreUnavailable('it was closed');
    try {
      return await attempt();
    } catch (error) {
      const ms = pauseAfter(tries, patience);
      if (failureOf(error).kind !== 'again' || performance.now() + ms >= until) throw typed(error);
      await pause(ms, closing);
    }
  }
}

import type { Contender } from './contenders.js';

export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Appends from `concurrent` writers for a while, each to streams of its own, ten events a stream, every one with its version check. */
export async function appendRound(contender: Contender, concurrent: number, milliseconds: number, round: string): Promise<Round> {
  const latencies: number[] = [];
  const begin = performance.now();
  const writer = async (number: number) => {
    for (let nth = 0; performance.now() - begin < milliseconds; nth++) {
      const stream = `${round}${number}-${Math.floor(nth / 10)}`;
      const from = performance.now();
      await contender.append(stream, nth % 10);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: concurrent }, (_, number) => writer(number)));
  const seconds = (performance.now() - begin) / 1_000;
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

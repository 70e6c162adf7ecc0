import { createHash } from 'node:crypto';

/** Draws that are the same for the same seed and name, whatever was drawn elsewhere. */
export interface Chance {
  /** 0 ≤ n < 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T;
}

/** A generator of its own for `name`, so that one task's year does not depend on the order in which tasks are told. */
export function chance(seed: string, name: string): Chance {
  return drawing(createHash('sha256').update(`${seed}\0${name}`).digest().readUInt32LE(0));
}

/** The same for things that are numbered, where a digest for each would cost more than all its draws. */
export function quickChance(seed: string, number: number): Chance {
  // FNV-1a over the seed; the number is spread by an odd constant before the generator mixes it.
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return drawing((state ^ Math.imul(number, 0x9e3779b1)) | 0);
}

function drawing(from: number): Chance {
  let state = from;
  // mulberry32: small, well mixed, and the same on every machine.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick: <T>(from: readonly T[]): T => {
      const one = from[between(0, from.length - 1)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    weighted: <T extends string>(weights: Readonly<Record<T, number>>): T => {
      const entries = Object.entries(weights) as [T, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('weights add to nothing');
    },
  };
}

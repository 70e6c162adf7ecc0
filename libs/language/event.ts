import type { Actor } from './actor.js';
import type { Instant } from './dates.js';

/** What happened, in the past tense of the domain. Once written, a shape never changes. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** The member of an event (or command) union with this type. */
export type Of<Union extends { type: string }, Type extends Union['type']> = Extract<Union, { type: Type }>;

/** Where an event stands in the whole log. Opaque and ordered; not dense on every engine. */
export type Position = bigint & { readonly __brand: 'Position' };
export const position = (value: bigint | number | string): Position => BigInt(value) as Position;
export const beginning: Position = position(0);

/** Why and by whom an event was written. */
export interface Metadata {
  readonly actor: Actor;
  /** The command that caused it; also the idempotency key (UUID). */
  readonly commandId: string;
  /** SHA-256 of the command, so that one key with another content is a conflict and not a repeat. */
  readonly digest: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** The shape's version; absent means 1. Upcasters read it. */
  readonly schema?: number;
  /** Written by the simulator; shown as “dữ liệu mô phỏng” wherever it appears. */
  readonly simulated?: true;
}

/** An event as the log has it. */
export interface Recorded<E extends Event = Event> {
  readonly id: string;
  readonly stream: string;
  /** 1 for the first event of a stream. */
  readonly version: number;
  readonly position: Position;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly meta: Metadata;
  /** From the injected clock, never earlier than the event before it in the log. */
  readonly recordedAt: Instant;
}

/** A recorded event whose data follows from its type when switched on. */
export type RecordedOf<E extends Event> =
  E extends Event<infer T, infer D> ? Omit<Recorded, 'type' | 'data'> & { readonly type: T; readonly data: D } : never;

import type { DutyRef } from './succession.events.js';

/** Most bodies, directions and characters that one act or step may name. */
export const limits = { bodies: 500, duties: 5_000, dutiesPerEvent: 2_000, words: 2_000 } as const;

/** A key for one duty among several kinds. */
export const dutyKey = ({ kind, id }: DutyRef): string => `${kind} ${id}`;

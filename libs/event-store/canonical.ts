import { createHash } from 'node:crypto';
import { canonical } from '#language';

/** SHA-256 in hex of a value's canonical JSON. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

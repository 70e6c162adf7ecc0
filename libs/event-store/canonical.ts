import { hash } from 'node:crypto';
import { canonical } from '#language';

/** SHA-256 in hex of a value's canonical JSON. */
export const digestOf = (value: unknown): string => hash('sha256', canonical(value));

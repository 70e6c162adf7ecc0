import { createHash } from 'node:crypto';
import { canonical, type Recorded } from '#language';

/**
 * SHA-256 over a log: the canonical JSON of every event in order, a line each. Positions are left out, because another engine
 * gives others; order and number of the events are in it all the same.
 */
export class LogDigest {
  private readonly hash = createHash('sha256');
  events = 0;

  add({ stream, version, id, type, data, meta, recordedAt }: Omit<Recorded, 'position'>): void {
    this.hash.update(`${canonical({ stream, version, id, type, data, meta, recordedAt })}\n`);
    this.events++;
  }

  /** In hex. Call once, at the end. */
  result(): string {
    return this.hash.digest('hex');
  }
}

import { createHash } from 'node:crypto';
import type { Entry } from './tar.js';

/** SHA-256 over the name, size and bytes of entries, as they go by. */
export class Seal {
  private readonly hash = createHash('sha256');

  over(entry: Entry): Entry {
    const { hash } = this;
    hash.update(`${entry.name} ${entry.size}\n`);
    const bytes = (async function* () {
      for await (const chunk of entry.bytes) {
        hash.update(chunk);
        yield chunk;
      }
    })();
    return { ...entry, bytes };
  }

  /** In hex. Call once, at the end. */
  result(): string {
    return this.hash.digest('hex');
  }
}

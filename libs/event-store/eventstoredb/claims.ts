import { randomUUID } from 'node:crypto';
import { StoreUnavailable } from '../errors.js';
import type { EsdbConnection } from './connection.js';
import { appendRequests, claimPrefix } from './messages.js';
import { type Patience, patiently } from './patience.js';
import type { Reading } from './reading.js';

/**
 * Up to so many events an append claims each of its ids. A longer one is an import whose ids come from one command (eventIdFrom):
 * its first id stands for the rest, which a round trip each would make unbearably slow.
 */
const eachUpTo = 32;

/** No event's id. */
const logName = 'log';

/** new: nobody ever offered this id. here: it was offered to this stream before, written or not. elsewhere: to another stream. */
export type Claim = 'new' | 'here' | 'elsewhere';

/**
 * The server knows an event id only within the few events behind an append's expected revision; the port promises that an id
 * is written once in the whole log. So before an event is written its id is bound to its stream by a stream of its own,
 * `~claim-<id>`, which can only be made once. An id stays bound to the first stream it was offered to, also when that append
 * was then refused for its version.
 */
export class Claims {
  constructor(
    private readonly connection: EsdbConnection,
    private readonly reading: Reading,
    private readonly patience: Patience,
    private readonly closing: AbortSignal,
  ) {}

  /** Claims an append's ids for its stream; in the order of the ids, as far as they are claimed. */
  make(stream: string, ids: readonly string[], until?: number): Promise<Claim[]> {
    return Promise.all(ids.slice(0, ids.length > eachUpTo ? 1 : ids.length).map((id) => this.claim(stream, id, until)));
  }

  private async claim(stream: string, id: string, until?: number): Promise<Claim> {
    const name = claimPrefix + id;
    // Its own id for each claim, the same for each try: the server takes a try again for a repeat, and another claim for a conflict.
    const event = {
      id: randomUUID(),
      type: 'id-claimed',
      data: Buffer.from(JSON.stringify({ stream })),
      metadata: new Uint8Array(),
    };
    const answer = await patiently(
      this.patience,
      this.closing,
      () => this.connection.sendAppend(appendRequests(name, 0, [event]), this.patience.oneTry),
      until,
    );
    if (answer.hasSuccess()) return 'new';
    const holder = await this.holder(id, until);
    if (holder === undefined) throw new StoreUnavailable(`the claim of event id ${id} cannot be read`);
    return holder === stream ? 'here' : 'elsewhere';
  }

  /** What the log is called: whoever claims the name first gives it. */
  async log(): Promise<string> {
    const known = await this.holder(logName);
    if (known !== undefined) return known;
    const given = randomUUID();
    return (await this.claim(given, logName)) === 'new' ? given : ((await this.holder(logName)) ?? given);
  }

  /** The stream that this id was first offered to; undefined when it never was. */
  async holder(id: string, until?: number): Promise<string | undefined> {
    const [claim] = (await this.reading.stream(claimPrefix + id, 0, 1, false, until)) ?? [];
    if (!claim) return undefined;
    const { stream }: { stream?: unknown } = JSON.parse(Buffer.from(claim.data).toString('utf8'));
    return String(stream);
  }
}

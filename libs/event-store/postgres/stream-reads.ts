import { Gathering } from '#database';
import type { ReadStream } from '../event-store.js';

/** The last `limit` events of a stream from version `least` to `most`. */
interface Part {
  readonly stream: string;
  readonly least: number;
  readonly most: number;
  readonly limit: number;
}

const lastVersion = 2_147_483_647;
/** Events. A longer part is read by itself: nobody waits for the long stream of somebody else. */
const longest = 128;

/** Short parts of streams that are asked for together, read by one statement: commands that were let in together decide together. */
export class StreamReads<Row extends readonly unknown[]> {
  private readonly gathering: Gathering<Part, Row[]>;

  constructor(columns: string, ask: (text: string, values: unknown[], name: string) => Promise<(readonly [...Row, number])[]>) {
    const text = `
      select part.*, asked.nth::int
        from unnest($1::text[], $2::int[], $3::int[], $4::int[]) with ordinality as asked(name, least, most, size, nth)
       cross join lateral (select ${columns} from event where stream = asked.name and version between asked.least and asked.most
                            order by version desc limit asked.size) part
       order by asked.nth, part.version desc`;
    this.gathering = new Gathering(async (parts) => {
      const of = (what: keyof Part) => parts.map((it) => it[what]);
      const found = parts.map((): Row[] => []);
      for (const row of await ask(text, [of('stream'), of('least'), of('most'), of('limit')], 'parts'))
        found[Number(row.at(-1)) - 1]?.push(row as unknown as Row);
      return found;
    });
  }

  /** Newest first; undefined where the part is long or has no end. */
  read(stream: string, { direction, from, limit }: ReadStream): Promise<Row[]> | undefined {
    if (limit === undefined || limit > longest) return undefined;
    if (direction === 'backwards') return this.gathering.ask({ stream, least: 1, most: from ?? lastVersion, limit });
    const least = from ?? 1;
    return this.gathering.ask({ stream, least, most: Math.min(least + limit - 1, lastVersion), limit });
  }
}

import type { Instant } from '#language';

/** PostgreSQL's binary form of arrays: neither side has to write or read quotes and backslashes, which costs more than the rest. */
const oids = { text: 25, json: 114, int: 23, uuid: 2950 } as const;

const header = 20;

/** `most` is what an item may take, bytes; how many it took, `write` says. */
function arrayOf<T>(
  oid: number,
  items: readonly T[],
  most: (it: T) => number,
  write: (to: Buffer, it: T, at: number) => number,
): Buffer {
  const buffer = Buffer.allocUnsafe(items.reduce((sum, it) => sum + 4 + most(it), header));
  buffer.writeInt32BE(1, 0); // one dimension
  buffer.writeInt32BE(0, 4); // no nulls
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(items.length, 12);
  buffer.writeInt32BE(1, 16); // the first has the index 1
  let at = header;
  for (const it of items) {
    const size = write(buffer, it, at + 4);
    buffer.writeInt32BE(size, at);
    at += 4 + size;
  }
  return buffer.subarray(0, at);
}

/** A UTF-16 unit is at most three bytes of UTF-8: to write it is quicker than to count it first. */
const mostOf = (it: string) => 3 * it.length;
const writeText = (to: Buffer, it: string, at: number) => to.write(it, at);

export const texts = (items: readonly string[]) => arrayOf(oids.text, items, mostOf, writeText);
export const jsons = (items: readonly string[]) => arrayOf(oids.json, items, mostOf, writeText);
export const ints = (items: readonly number[]) =>
  arrayOf(
    oids.int,
    items,
    () => 4,
    (to, it, at) => to.writeInt32BE(it, at) - at,
  );
export const uuids = (items: readonly string[]) =>
  arrayOf(
    oids.uuid,
    items,
    () => 16,
    (to, it, at) => to.write(it.replaceAll('-', ''), at, 'hex'),
  );

/** A timestamptz: microseconds since 2000. */
export function moment(at: Instant): Buffer {
  const buffer = Buffer.allocUnsafe(8);
  buffer.writeBigInt64BE(BigInt(Date.parse(at) - Date.UTC(2000, 0, 1)) * 1_000n);
  return buffer;
}

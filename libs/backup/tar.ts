import { damaged } from './refusals.js';

/** One file in the archive. `bytes` give exactly `size`. */
export interface Entry {
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const block = 512;
const filling = (size: number) => (block - (size % block)) % block;

/**
 * The entries as a POSIX tar (ustar), piece by piece: whoever has the file in thirty years opens it with any tar. Names are at
 * most 100 ASCII characters.
 */
export async function* packed(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, bytes } of entries) {
    yield headerOf(name, size);
    let written = 0;
    for await (const chunk of bytes) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== size) throw new Error(`${name} has ${written} bytes and not ${size}: it changed while it was read`);
    yield Buffer.alloc(filling(size));
  }
  yield Buffer.alloc(2 * block);
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at, digits, 'ascii');
  header.write(name, 0, 100, 'ascii');
  octal(0o600, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  header.write('0', 156, 'ascii');
  header.write('ustar\0', 257, 'ascii');
  header.write('00', 263, 'ascii');
  octal(sumOf(header), 148, 6);
  header.write('\0 ', 154, 'ascii');
  return header;
}

/** The header's checksum counts its own place as blanks. */
const sumOf = (header: Buffer): number => header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** The entries of an archive. Each must be read before the next is asked for; what was left of it is skipped. Refuses: backup-damaged. */
export async function* unpacked(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const source = new Pieces(archive);
  for (;;) {
    const header = await source.take(block);
    if (header.every((byte) => byte === 0)) break;
    const { name, size } = readHeader(header);
    let left = size;
    const bytes = (async function* () {
      while (left > 0) {
        const piece = await source.upTo(left);
        left -= piece.length;
        yield piece;
      }
    })();
    yield { name, size, bytes };
    while (left > 0) left -= (await source.upTo(left)).length;
    await source.take(filling(size));
  }
  await source.mustBeZeroToTheEnd();
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/\0.*$/s, '');
  const [name, size, sum] = [text(0, 100), text(124, 136).trim(), text(148, 156).trim()];
  const plain = header[156] === 0x30 && text(257, 263) === 'ustar';
  if (!plain || !/^[0-7]{1,11}$/.test(size) || Number.parseInt(sum, 8) !== sumOf(header))
    throw damaged('phần đầu của một mục bị hỏng', 'a header in it is broken');
  return { name, size: Number.parseInt(size, 8) };
}

/** Bytes by count, out of pieces of any size. */
class Pieces {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.pieces = archive[Symbol.asyncIterator]();
  }

  /** At least one byte and at most `most`. */
  async upTo(most: number): Promise<Buffer> {
    if (this.held.length === 0 && !(await this.more())) throw damaged('tệp kết thúc quá sớm', 'it ends too early');
    const piece = this.held.subarray(0, most);
    this.held = this.held.subarray(piece.length);
    return piece;
  }

  async take(count: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const piece = await this.upTo(left);
      taken.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(taken);
  }

  async mustBeZeroToTheEnd(): Promise<void> {
    do if (this.held.some((byte) => byte !== 0)) throw damaged('còn dữ liệu sau phần kết', 'something follows its end');
    while (await this.more());
  }

  /** The next piece that is not empty; false at the end. */
  private async more(): Promise<boolean> {
    for (;;) {
      const next = await this.pieces.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      return true;
    }
  }
}

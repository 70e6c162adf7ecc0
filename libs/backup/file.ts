import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { damaged } from './refusals.js';
import { type Entry, packed, unpacked } from './tar.js';

/**
 * Writes the entries as one compressed file that only its owner can read: under another name first, flushed, then renamed, so
 * that what stands under the name is whole even after a power cut. Gives its size and SHA-256.
 */
export async function writeFile(path: string, entries: AsyncIterable<Entry>): Promise<{ bytes: number; sha256: string }> {
  const partial = `${path}.partial-${randomBytes(8).toString('hex')}`;
  const hash = createHash('sha256');
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      const hashing = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      };
      await pipeline(
        packed(entries),
        createGzip({ level: 4 }),
        hashing,
        createWriteStream(partial, { fd: file.fd, autoClose: false }),
      );
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await flushFolder(dirname(path));
    return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** A rename is only there after a power cut when its folder was flushed too. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The entries of such a file, in order. Refuses: backup-damaged. */
export async function* readFile(path: string): AsyncGenerator<Entry> {
  const file = createReadStream(path);
  const plain = createGunzip();
  // An error of either ends the reading below.
  const flowing = pipeline(file, plain).catch(() => undefined);
  try {
    yield* unpacked(explained(plain));
  } finally {
    file.destroy();
    plain.destroy();
    await flowing;
  }
}

/** What zlib says of bytes that are not what was written is said in our words. */
async function* explained(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* plain;
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw code === 'Z_BUF_ERROR'
      ? damaged('tệp bị cắt ngang', 'it was cut')
      : damaged('không giải nén được', 'it cannot be decompressed');
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from '#language';
import { kindOf, largestMegabytes } from './kinds.js';

const largest = largestMegabytes * 1_048_576;

export interface KeptFile {
  readonly sha256: string;
  readonly size: number;
  readonly type: string;
}

/** Where a file lies: two letters of the digest as a folder, so that no folder grows without end. */
const pathIn = (folder: string, sha256: string) => join(folder, sha256.slice(0, 2), sha256);

/**
 * Writes the bytes under their SHA-256: to a temporary name first, flushed, then renamed, so that a file under its digest
 * is whole even after a power cut. Refuses: evidence-empty, evidence-too-large, evidence-kind, evidence-extension.
 */
export async function keep(folder: string, name: string, bytes: AsyncIterable<Buffer | Uint8Array>): Promise<KeptFile> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  const temporary = join(incoming, randomUUID());
  try {
    const hash = createHash('sha256');
    let size = 0;
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > largest) throw tooLarge(name);
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (size === 0) throw empty(name);
    const type = await kindOf(temporary, name);
    const sha256 = hash.digest('hex');
    const path = pathIn(folder, sha256);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    await flushFolder(dirname(path));
    return { sha256, size, type };
  } finally {
    await rm(temporary, { force: true });
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

/** Puts a file back that was kept before. Its bytes must have this digest; a bug of the caller otherwise. */
export async function putBack(
  folder: string,
  sha256: string,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  const temporary = join(incoming, randomUUID());
  try {
    const hash = createHash('sha256');
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of bytes) {
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (hash.digest('hex') !== sha256) throw new Error(`these are not the bytes of ${sha256}`);
    const path = pathIn(folder, sha256);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    await flushFolder(dirname(path));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The bytes of a file kept before, when they are still those that were kept; null when it is gone or has changed. */
export async function bytesOf(folder: string, sha256: string): Promise<Buffer | null> {
  const bytes = await readFile(pathIn(folder, sha256)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return bytes && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null;
}

/** The bytes of a file kept before; null when the folder has lost it. */
export async function openKept(folder: string, sha256: string): Promise<ReadStream | null> {
  const path = pathIn(folder, sha256);
  return (await stat(path).catch(() => null)) ? createReadStream(path) : null;
}

const tooLarge = (name: string) =>
  new Refusal('evidence-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Tệp “${name}” lớn hơn ${largestMegabytes} MB; hãy chia nhỏ hoặc giảm dung lượng.`,
    en: `The file “${name}” is larger than ${largestMegabytes} MB; split it or make it smaller.`,
    figures: { mostMegabytes: largestMegabytes },
  });

const empty = (name: string) =>
  new Refusal('evidence-empty', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp “${name}” không có nội dung.`,
    en: `The file “${name}” is empty.`,
  });

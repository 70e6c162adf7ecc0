import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { Refusal } from '#language';

/** Unpacked, a file may not be more than this: a small archive can hold gigabytes. */
export const largestUnpacked = 80_000_000;

const inflated = promisify(inflateRaw);

/**
 * Unpacks every part of a ZIP once and stops at the limit, so that whoever opens it afterwards gets no more than that. The
 * sizes written in the archive are not believed: they are whatever its maker wrote. Refuses `file-too-large`, and as
 * `file-unreadable` what is damaged, encrypted or more than one reader could take for different things: bytes before the
 * archive, the 64-bit form, parts neither stored nor deflated.
 */
export async function mustUnpackWithin(zip: Buffer, most = largestUnpacked): Promise<void> {
  let left = most;
  for (const { method, packed } of partsOf(zip)) {
    left -= method === stored ? packed.length : await inflatedSize(packed, left, most);
    if (left < 0) throw tooLarge(most);
  }
}

async function inflatedSize(packed: Buffer, left: number, most: number): Promise<number> {
  try {
    return (await inflated(packed, { maxOutputLength: Math.max(1, left) })).length;
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(most);
    throw damaged(cause);
  }
}

const stored = 0;
const deflated = 8;
const signatures = { directory: 0x02014b50, part: 0x04034b50 } as const;

interface Part {
  readonly method: number;
  readonly packed: Buffer;
}

/** The parts by the archive's directory (APPNOTE 4.3.12), as long as its entries go on and whatever count it states. */
function partsOf(zip: Buffer): Part[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) throw damaged('no end of the directory');
  const first = zip.readUInt32LE(end + 16);
  if (first + zip.readUInt32LE(end + 12) !== end) throw damaged('the directory is not before its end');
  const parts: Part[] = [];
  for (let at = first; at + 46 <= end && zip.readUInt32LE(at) === signatures.directory; ) {
    parts.push(partAt(zip, at));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (parts.length !== zip.readUInt16LE(end + 10)) throw damaged('the directory states another count');
  return parts;
}

function partAt(zip: Buffer, entry: number): Part {
  const encrypted = (zip.readUInt16LE(entry + 8) & 1) === 1;
  const method = zip.readUInt16LE(entry + 10);
  const at = zip.readUInt32LE(entry + 42);
  if (encrypted || (method !== stored && method !== deflated)) throw damaged(`method ${method}`);
  if (at + 30 > zip.length || zip.readUInt32LE(at) !== signatures.part) throw damaged('no part where the directory says');
  const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const to = from + zip.readUInt32LE(entry + 20);
  if (to > zip.length) throw damaged('a part goes on after the end');
  return { method, packed: zip.subarray(from, to) };
}

/** A .docx or .xlsx that does not open. */
export function damaged(cause: unknown): Refusal {
  const refusal = new Refusal('file-unreadable', {
    kind: 'invalid',
    field: 'file',
    vi: 'Không mở được tệp .docx hoặc .xlsx: tệp hỏng hoặc bị cắt ngang.',
    en: 'The .docx or .xlsx cannot be opened: it is damaged or cut off.',
  });
  refusal.cause = cause;
  return refusal;
}

const tooLarge = (limit: number) =>
  new Refusal('file-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Tệp giải nén ra hơn ${limit} byte; hãy bỏ hình ảnh hoặc tệp nhúng rồi gửi lại.`,
    en: `The file unpacks to more than ${limit} bytes; leave out pictures and embedded files, and send it again.`,
    figures: { limit },
  });

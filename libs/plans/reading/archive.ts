import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { Refusal } from '#language';

/** Unpacked, a file may not be more than this: a small archive can hold gigabytes. */
export const largestUnpacked = 80_000_000;

/**
 * What XML may hold. Whoever reads a .docx keeps all its tags and attributes at once, about a kilobyte each, and goes through a tag's
 * attributes, its children and what it lies in again and again; a megabyte of archive can hold tens of millions. A plan of a hundred
 * rows has some two hundred thousand, fifty deep.
 */
export const docxMarkup = { marks: 500_000, depth: 300, children: 10_000, attributes: 500 } as const;

const inflated = promisify(inflateRaw);

/**
 * Unpacks every part of a ZIP once and stops at the limit, so that whoever opens it afterwards gets no more than that. The
 * sizes written in the archive are not believed: they are whatever its maker wrote. With `markup` also stops at that much
 * of it. Refuses `file-too-large`, and as
 * `file-unreadable` what is damaged, encrypted or more than one reader could take for different things: bytes before the
 * archive, the 64-bit form, parts neither stored nor deflated.
 */
export async function mustUnpackWithin(zip: Buffer, most = largestUnpacked, markup?: Markup): Promise<void> {
  let left = most;
  let marks = 0;
  for (const { method, packed } of partsOf(zip)) {
    const content = method === stored ? packed : await unpacked(packed, left, most);
    left -= content.length;
    if (left < 0) throw tooLarge(most);
    if (!markup) continue;
    const found = markupOf(content);
    marks += found.marks;
    const over = Object.entries({ ...found, marks }).some(([what, count]) => count > markup[what as keyof Markup]);
    if (over) throw tooMuchMarkup(markup);
  }
}

type Markup = Readonly<Record<keyof typeof docxMarkup, number>>;

const [less, equals, greater, slash, exclamation, question] = [0x3c, 0x3d, 0x3e, 0x2f, 0x21, 0x3f];

/** Tags and attributes by their signs, and the most that lie in each other, in one parent, in one tag. What is no XML has marks alone. */
function markupOf(content: Buffer): Markup {
  const isXml = /^(\xef\xbb\xbf)?\s*</.test(content.toString('latin1', 0, 100_000));
  const most = { marks: 0, depth: 0, children: 0, attributes: 0 };
  const children = [0];
  let attributes = 0;
  for (let at = 0; at < content.length; at++) {
    const byte = content[at];
    if (byte !== less && byte !== equals && byte !== slash) continue;
    if (byte !== slash) most.marks++;
    if (!isXml) continue;
    const next = content[at + 1];
    if (byte === equals) most.attributes = Math.max(most.attributes, ++attributes);
    else if (byte === slash ? next === greater : next === slash) children.pop();
    else if (byte === less) {
      attributes = 0;
      const siblings = (children.pop() ?? 0) + 1;
      most.children = Math.max(most.children, siblings);
      children.push(siblings);
      if (next !== exclamation && next !== question) most.depth = Math.max(most.depth, children.push(0));
    }
  }
  return most;
}

async function unpacked(packed: Buffer, left: number, most: number): Promise<Buffer> {
  try {
    return await inflated(packed, { maxOutputLength: Math.max(1, left) });
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

const tooMuchMarkup = ({ marks, depth }: Markup) =>
  new Refusal('file-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Tệp .docx có quá nhiều thẻ định dạng để là một kế hoạch (tối đa ${marks}, lồng nhau ${depth} cấp); hãy dán nội dung sang một tệp mới rồi gửi lại.`,
    en: `The .docx has too much markup for a plan (at most ${marks} pieces, ${depth} levels deep); paste its content into a new file, and send it again.`,
    figures: { marks, depth },
  });

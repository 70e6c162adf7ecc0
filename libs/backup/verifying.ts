import { createHash } from 'node:crypto';
import { type End, kindOf, largestSegment, type Manifest, readEnd, readEvent, readManifest } from './contents.js';
import { readFile } from './file.js';
import { LogDigest } from './log-digest.js';
import { damaged } from './refusals.js';
import { Seal } from './seal.js';
import type { Entry } from './tar.js';

/** A backup that was read from end to end and found whole. */
export interface Verified {
  readonly manifest: Manifest;
  readonly end: End;
}

/**
 * Reads a whole backup and writes nothing: order and names of the entries, the seal over all, the number and digest of the events,
 * the number of rows, the digest of every file of evidence. Refuses: backup-damaged, backup-newer.
 */
export async function verify(path: string, progress: (events: number) => void = () => undefined): Promise<Verified> {
  const seal = new Seal();
  const digest = new LogDigest();
  const rows: Record<string, number> = {};
  let evidence = 0;
  let manifest: Manifest | undefined;
  let end: End | undefined;
  for await (const entry of readFile(path)) {
    const it = kindOf(entry.name);
    if (end) throw damaged('còn dữ liệu sau phần kết', 'something follows its end');
    if ((it.kind === 'manifest') !== (manifest === undefined))
      throw damaged('bản kê không ở đúng chỗ', 'its manifest is not where it belongs');
    if (it.kind === 'end') {
      end = readEnd(await textOf(entry));
      continue;
    }
    const sealed = seal.over(entry);
    if (it.kind === 'manifest') {
      manifest = readManifest(await textOf(sealed));
      for (const { name } of manifest.tables) rows[name] = 0;
    } else if (it.kind === 'rows') {
      if (rows[it.table] === undefined)
        throw damaged('có dòng của một bảng mà bản kê không nêu', 'it has rows of a table that its manifest does not name');
      rows[it.table] = (rows[it.table] ?? 0) + (await linesOf(sealed)).length;
    } else if (it.kind === 'evidence') {
      const hash = createHash('sha256');
      for await (const chunk of sealed.bytes) hash.update(chunk);
      if (hash.digest('hex') !== it.sha256)
        throw damaged('một tệp minh chứng không đúng với tên của nó', 'a file of evidence is not what its name says');
      evidence++;
    } else {
      for (const line of await linesOf(sealed)) digest.add(readEvent(line));
      progress(digest.events);
    }
  }
  if (!manifest || !end) throw damaged('tệp bị cắt ngang', 'it was cut');
  if (seal.result() !== end.sha256) throw damaged('dấu niêm phong không khớp', 'its seal does not match');
  if (digest.events !== end.events || digest.result() !== end.logDigest)
    throw damaged('các sự kiện không đúng như đã kê', 'its events are not those that it names');
  if (evidence !== end.evidence.files) throw damaged('thiếu tệp minh chứng', 'files of evidence are missing');
  if (Object.entries(rows).some(([table, count]) => end.rows[table] !== count))
    throw damaged('thiếu dòng của các bảng', 'rows are missing');
  return { manifest, end };
}

/** An entry's text; refuses one that is larger than any we write. */
export async function textOf(entry: Entry): Promise<string> {
  if (entry.size > largestSegment) throw damaged('có phần quá lớn', 'a part of it is too large');
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry.bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function linesOf(entry: Entry): Promise<string[]> {
  const lines = (await textOf(entry)).split('\n');
  if (lines.pop() !== '') throw damaged('có dòng bị cắt', 'a line in it is cut');
  return lines;
}

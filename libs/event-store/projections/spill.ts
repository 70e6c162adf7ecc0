import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many heaps: what is folded at one time is one heap, so that memory holds a few hundredths of the log and not the log. */
const heaps = 256;
/** Characters of a heap that are gathered before they go to the disk together. */
const gathered = 32 * 1_024;

interface Heap {
  text: string;
  readonly blocks: { readonly at: number; readonly length: number }[];
}

/**
 * Lines sorted onto heaps by their key, in one file: lines of one key lie on one heap, in the order in which they came. What fits
 * into memory never goes to the disk. The file has no name from the moment it is open, so nothing is left when the process is killed.
 */
export class Spill {
  private readonly heaps: readonly Heap[] = Array.from({ length: heaps }, () => ({ text: '', blocks: [] }));
  private file: number | null = null;
  private end = 0;
  /** Where a file that is open cannot lose its name. */
  private folder: string | null = null;

  /** `line` without a line break. */
  add(key: string, line: string): void {
    const heap = this.heaps[hashOf(key) % heaps];
    if (!heap) return;
    heap.text += `${line}\n`;
    if (heap.text.length >= gathered) this.write(heap);
  }

  /** The heaps in turn, each as the blocks of its lines; a heap that was read is let go. */
  *read(): Generator<Iterable<readonly string[]>> {
    for (const heap of this.heaps) if (heap.text !== '' || heap.blocks.length > 0) yield this.linesOf(heap);
  }

  private *linesOf(heap: Heap): Generator<readonly string[]> {
    for (const { at, length } of heap.blocks.splice(0)) {
      const bytes = Buffer.allocUnsafe(length);
      for (let got = 0; got < length; ) {
        const some = readSync(this.file ?? -1, bytes, got, length - got, at + got);
        if (some === 0) throw new Error('events that were put aside are not there any more');
        got += some;
      }
      yield lines(bytes.toString('utf8'));
    }
    const { text } = heap;
    heap.text = '';
    if (text !== '') yield lines(text);
  }

  private write(heap: Heap): void {
    this.file ??= this.open();
    const bytes = Buffer.from(heap.text);
    for (let put = 0; put < bytes.length; ) put += writeSync(this.file, bytes, put, bytes.length - put, this.end + put);
    heap.blocks.push({ at: this.end, length: bytes.length });
    this.end += bytes.length;
    heap.text = '';
  }

  private open(): number {
    const folder = mkdtempSync(join(tmpdir(), 'tiendo-rebuild-'));
    const file = openSync(join(folder, 'events'), 'wx+', 0o600);
    try {
      rmSync(folder, { recursive: true });
    } catch {
      this.folder = folder;
    }
    return file;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.file = null;
    this.folder = null;
  }
}

const lines = (text: string): string[] => text.slice(0, -1).split('\n');

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

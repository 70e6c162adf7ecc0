import type { Recorded } from '#language';
import { position } from '#language';
import { damaged, newer } from './refusals.js';

/** Raised when a backup could no longer be read by an older release. */
export const format = 1;

/** How many rows a table has, and a hash of them that does not depend on their order. */
export interface TableContent {
  readonly rows: number;
  readonly digest: string;
}

/** Where a projection stood when the backup was made, and what its tables said there. */
export interface ProjectionContent {
  readonly name: string;
  readonly version: number;
  readonly shape: string;
  /** Decimal text. */
  readonly position: string;
  readonly tables: Readonly<Record<string, TableContent>>;
}

/** `manifest.json`, the first entry. */
export interface Manifest {
  readonly format: number;
  readonly product: 'tiendo';
  readonly version: string;
  readonly createdAt: string;
  /** The last event that is in it, decimal text. */
  readonly head: string;
  /** What the tables had been through. */
  readonly migrations: readonly string[];
  /** In the order in which they can be filled. */
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly projections: readonly ProjectionContent[];
}

/** `end.json`, the last entry: without it the file was cut. */
export interface End {
  readonly events: number;
  readonly logDigest: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly evidence: { readonly files: number; readonly bytes: number; readonly missing: readonly string[] };
  /** SHA-256 over the name, size and bytes of every entry before this one. */
  readonly sha256: string;
}

/** The largest entry that is read into memory, bytes. One event is at most 1 MB, so a segment stays far below. */
export const largestSegment = 64_000_000;

export type Kind =
  | { readonly kind: 'manifest' | 'events' | 'end' }
  | { readonly kind: 'rows'; readonly table: string }
  | { readonly kind: 'evidence'; readonly sha256: string };

/** What an entry is, by its name. A name never becomes a path. Refuses: backup-damaged. */
export function kindOf(name: string): Kind {
  if (name === 'manifest.json') return { kind: 'manifest' };
  if (name === 'end.json') return { kind: 'end' };
  if (/^events\/\d{8}\.ndjson$/.test(name)) return { kind: 'events' };
  const [, table] = /^tables\/([a-z][a-z0-9_]{0,60})\/\d{8}\.ndjson$/.exec(name) ?? [];
  if (table !== undefined) return { kind: 'rows', table };
  const [, sha256] = /^evidence\/([0-9a-f]{64})$/.exec(name) ?? [];
  if (sha256 !== undefined) return { kind: 'evidence', sha256 };
  throw damaged('có mục mang tên lạ', 'it has an entry of an unknown name');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw damaged('có dòng không phải JSON', 'a line in it is not JSON');
}

/** Refuses: backup-newer, backup-damaged. */
export function readManifest(text: string): Manifest {
  const it = parsed(text);
  if (it.product !== 'tiendo' || typeof it.format !== 'number')
    throw damaged('không phải bản sao lưu của phần mềm này', 'it is no backup of this product');
  if (it.format > format)
    throw newer(`định dạng ${it.format}, bản này đọc đến ${format}`, `format ${it.format}, this release reads up to ${format}`);
  if (!Array.isArray(it.migrations) || !Array.isArray(it.tables) || !Array.isArray(it.projections) || typeof it.head !== 'string')
    throw damaged('bản kê (manifest.json) thiếu dữ liệu', 'its manifest is incomplete');
  return it as unknown as Manifest;
}

export function readEnd(text: string): End {
  const it = parsed(text);
  if (typeof it.events !== 'number' || typeof it.logDigest !== 'string' || typeof it.sha256 !== 'string' || !isObject(it.rows))
    throw damaged('phần kết (end.json) thiếu dữ liệu', 'its end is incomplete');
  return it as unknown as End;
}

export const eventLine = ({ position: at, ...event }: Recorded): string =>
  `${JSON.stringify({ position: at.toString(), ...event })}\n`;

export function readEvent(line: string): Recorded {
  const it = parsed(line);
  const whole =
    typeof it.position === 'string' &&
    /^\d{1,20}$/.test(it.position) &&
    typeof it.stream === 'string' &&
    Number.isSafeInteger(it.version) &&
    typeof it.id === 'string' &&
    typeof it.type === 'string' &&
    typeof it.recordedAt === 'string' &&
    isObject(it.meta);
  if (!whole) throw damaged('có sự kiện thiếu dữ liệu', 'an event in it is incomplete');
  return { ...it, position: position(String(it.position)) } as unknown as Recorded;
}

import type { Instant } from '#language';
import type { Row, Table } from '../projection.js';
import { byKey, mustFit, sameRow } from './tables.js';

/** A row that is written; in a history table with the span in which it is the known one, `to` null while it is. */
export interface Version {
  readonly row: Row;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** What a batch does to one table, in the order in which it is to be written: closed, removed, then put. */
export interface TableChanges {
  /** History: the version that stood before the batch ends at `at`; one that began at that same moment was never known and goes. */
  readonly close: readonly { readonly row: Row; readonly at: Instant }[];
  /** Rows that are gone. Never in a history table. */
  readonly remove: readonly Row[];
  readonly put: readonly Version[];
}

/**
 * Collects the changes of one table over a batch. `step` is told the rows of one key of the projection before and after an
 * event. In a plain table only the difference over the whole batch is written; in a history table each version that was
 * known for longer than no time. Nothing depends on where one batch ends and the next begins.
 */
export class Changes {
  /** Per row: what stood before the batch, and what stands now. */
  private readonly touched = new Map<string, { before: Row | null; now: Row | null }>();
  private readonly closed: { row: Row; at: Instant }[] = [];
  private readonly versions: Version[] = [];
  private readonly open = new Map<string, { row: Row; from: Instant } | 'before' | null>();

  constructor(private readonly table: Table) {}

  step(before: readonly Row[], after: readonly Row[], at: Instant): void {
    // Rows that the reducer gave again unchanged (the same objects) are skipped; in a history they come first: days before the event's.
    let same = 0;
    if (this.table.history) while (same < after.length && after[same] === before[same]) same++;
    if (same === before.length && same === after.length) return;
    const [were, are] = [byKey(this.table, before, same), byKey(this.table, after, same)];
    for (const [key, was] of were) {
      const is = are.get(key) ?? null;
      if (is !== was && !(is && sameRow(this.table, is, was))) this.change(key, was, is, at);
    }
    for (const [key, is] of are) if (!were.has(key)) this.change(key, null, is, at);
  }

  /** Rows of a table that is only added to. */
  add(rows: Iterable<Row>): void {
    for (const row of rows) {
      mustFit(this.table, row);
      this.versions.push(standing(row));
    }
  }

  private change(key: string, was: Row | null, is: Row | null, at: Instant): void {
    if (is) mustFit(this.table, is);
    if (!this.table.history) {
      const seen = this.touched.get(key);
      if (seen) seen.now = is;
      else this.touched.set(key, { before: was, now: is });
      return;
    }
    const open = this.open.has(key) ? this.open.get(key) : was && 'before';
    if (open === 'before' && was) this.closed.push({ row: was, at });
    else if (open && open !== 'before' && open.from < at) this.versions.push({ ...open, to: at });
    this.open.set(key, is && { row: is, from: at });
  }

  /** Rows that nothing more can happen to: ended versions, and what was added; taken out, so that a long fold need not keep them. */
  takeEnded(): Version[] {
    return this.versions.splice(0);
  }

  result(): TableChanges {
    if (this.table.added) return { close: [], remove: [], put: this.versions };
    if (this.table.history) {
      const put = [...this.versions];
      for (const it of this.open.values()) if (it && it !== 'before') put.push({ ...it, to: null });
      return { close: this.closed, remove: [], put };
    }
    const remove: Row[] = [];
    const put: Version[] = [];
    for (const { before, now } of this.touched.values()) {
      if (now && !(before && sameRow(this.table, now, before))) put.push(standing(now));
      else if (!now && before) remove.push(before);
    }
    return { close: [], remove, put };
  }
}

/** A row of a table without history. */
export const standing = (row: Row): Version => ({ row, from: null, to: null });

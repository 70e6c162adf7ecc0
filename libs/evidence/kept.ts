import type { ReadStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SignedInAs } from '#identity';
import { type AgencyId, CLOCK, type Clock, Refusal } from '#language';
import { bytesOf, type KeptFile, keep, openKept, putBack } from './folder.js';
import { neutralName } from './kinds.js';

/** Nest's name for the folder that holds the files. */
export const EVIDENCE_FOLDER = Symbol('EvidenceFolder');

export interface FoundEvidence extends KeptFile {
  /** By the agency that brought it: as that agency calls the file. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * What a file is called for one who may read it: as the own agency calls it. A reviewer without one sees the name that all
 * agencies gave it, and when they gave different ones none of them: a download must not tell how another agency works.
 */
export function nameFor(found: FoundEvidence, agency: AgencyId | null): string {
  const own = agency === null ? undefined : found.names[agency];
  const given = [...new Set(Object.values(found.names))];
  return own ?? (given.length === 1 && given[0] !== undefined ? given[0] : neutralName(found.sha256, found.type));
}

/** The files and their rows. */
@Injectable()
export class KeptEvidence {
  constructor(
    private readonly source: DataSource,
    @Inject(EVIDENCE_FOLDER) private readonly folder: string,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps the bytes (see `keep` for what is refused) and who brought them. The row comes after the file: a row never lacks its file. */
  async bring(
    name: string,
    bytes: AsyncIterable<Buffer | Uint8Array>,
    by: Pick<SignedInAs, 'user' | 'agency'>,
  ): Promise<KeptFile & { readonly name: string }> {
    const file = await keep(this.folder, name, bytes);
    const now = this.clock.now();
    await this.source.transaction(async (db) => {
      await db.query(
        'insert into evidence (sha256, name, size, type, kept_at) values ($1, $2, $3, $4, $5) on conflict do nothing',
        [file.sha256, name, file.size, file.type, now],
      );
      await db.query(
        `insert into evidence_brought (sha256, agency, account, name, brought_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [file.sha256, by.agency ?? '', by.user, name, now],
      );
    });
    return { name, ...file };
  }

  /** The file of this digest; null when nobody brought it. */
  async find(sha256: string): Promise<FoundEvidence | null> {
    const [row] = await this.source.query<FoundEvidence[]>(
      `select sha256, size, type,
              (select coalesce(json_object_agg(agency, name), '{}') from evidence_brought b
                where b.sha256 = e.sha256 and agency <> '') as names
         from evidence e where sha256 = $1`,
      [sha256],
    );
    return row ?? null;
  }

  async read(found: FoundEvidence): Promise<ReadStream> {
    const file = await openKept(this.folder, found.sha256);
    if (file) return file;
    throw new Refusal('evidence-lost', {
      kind: 'unavailable',
      vi: `Tệp mã “${found.sha256}” không còn trong kho tài liệu; hãy báo quản trị viên khôi phục từ bản sao lưu.`,
      en: `The file “${found.sha256}” is missing from the store; ask the administrator to restore it from a backup.`,
      figures: { sha256: found.sha256 },
    });
  }
  /** The digest of every file that was brought, in order, a page at a time. */
  async *digests(): AsyncGenerator<string> {
    for (let after = ''; ; ) {
      const rows = await this.source.query<{ sha256: string }[]>(
        'select sha256 from evidence where sha256 > $1 order by sha256 limit 500',
        [after],
      );
      for (const { sha256 } of rows) yield sha256;
      const last = rows.at(-1);
      if (!last) return;
      after = last.sha256;
    }
  }

  /** For a backup: the bytes (at most 20 MB), or null when the folder has lost or altered them. */
  bytesOf(sha256: string): Promise<Buffer | null> {
    return bytesOf(this.folder, sha256);
  }

  /** For a restore. */
  putBack(sha256: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    return putBack(this.folder, sha256, bytes);
  }
}

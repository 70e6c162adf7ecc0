import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { AgencyId } from '#language';

/** A kept file as a report shows it. */
export interface EvidenceFile {
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** As that agency called it when it brought the file; other agencies' names are not told. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Media type read from the bytes. */
  readonly type: string;
}

/**
 * Which of these files this agency brought, by digest; with null, which of them anybody brought (the name is then the
 * first one it came under). A digest that nobody brought, or only others, is missing from the answer.
 */
export class EvidenceOf extends Query<ReadonlyMap<string, EvidenceFile>> {
  constructor(
    readonly digests: readonly string[],
    readonly agency: AgencyId | null,
  ) {
    super();
  }
}

@QueryHandler(EvidenceOf)
export class EvidenceOfHandler implements IQueryHandler<EvidenceOf> {
  constructor(private readonly source: DataSource) {}

  async execute({ digests, agency }: EvidenceOf): Promise<ReadonlyMap<string, EvidenceFile>> {
    const rows = await this.source.query<EvidenceFile[]>(
      `select distinct on (sha256) sha256, brought.name, size, type
         from evidence join evidence_brought brought using (sha256)
        where sha256 = any($1) and ($2::text is null or agency = $2)
        order by sha256, brought_at`,
      [[...new Set(digests)], agency],
    );
    return new Map(rows.map((row) => [row.sha256, row]));
  }
}

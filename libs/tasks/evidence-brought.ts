import type { QueryBus } from '@nestjs/cqrs';
import { EvidenceOf } from '#evidence';
import { type Actor, Refusal } from '#language';
import type { Evidence } from './task.events.js';

/**
 * The files of a report as the evidence room keeps them: size and kind are what was read from the bytes, never what a client
 * says. Refuses a file that the actor's own agency did not bring.
 */
export async function brought(queries: QueryBus, evidence: readonly Evidence[], { agency }: Actor): Promise<readonly Evidence[]> {
  if (evidence.length === 0) return evidence;
  const kept = await queries.execute(
    new EvidenceOf(
      evidence.map((file) => file.sha256),
      agency,
    ),
  );
  return evidence.map(({ sha256, name }) => {
    const file = kept.get(sha256);
    if (file) return { sha256, name: file.name, size: file.size, type: file.type };
    throw new Refusal('unknown-evidence', {
      kind: 'invalid',
      field: 'evidence',
      vi: `Tệp “${name}” (${sha256.slice(0, 12)}…) chưa được cơ quan của anh/chị tải lên; hãy tải tệp lên rồi gửi lại.`,
      en: `The file “${name}” (${sha256.slice(0, 12)}…) was not uploaded by your agency; upload it and send again.`,
      figures: { sha256, agency },
    });
  });
}

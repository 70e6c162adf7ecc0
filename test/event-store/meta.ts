import { agencyId, type Metadata, userId } from '#language';

/** Who writes in tests of the log. Apart from sample.ts for programs that must start fast. */
export const actor = { user: userId('u_1'), agency: agencyId('so-y-te'), role: 'officer' } as const;

export const metaOf = (commandId: string, digest: string): Metadata => ({
  actor,
  commandId,
  digest,
  correlationId: commandId,
  causationId: commandId,
});

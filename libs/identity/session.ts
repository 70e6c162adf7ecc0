import type { AgencyId, Instant, Role, UserId } from '#language';

/** A session ends after two hours without a request, and after a working day in any case. Milliseconds. */
export const sessionEnds = { idle: 2 * 3_600_000, absolute: 12 * 3_600_000 } as const;

/** Who is behind a request, as the guard found it. Names are for pages; they never go into events. */
export interface SignedInAs {
  readonly user: UserId;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencyId | null;
  readonly csrf: string;
  /** SHA-256 of the session reference, the row's key. */
  readonly session: string;
  readonly endsAt: Instant;
}

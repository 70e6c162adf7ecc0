import { SetMetadata } from '@nestjs/common';
import type { Permission } from './policy.js';

/** Nest metadata keys that the guard and the boot check read. */
export const ALLOWED = 'tiendo:allowed';
export const OPEN = 'tiendo:open';

/** The route needs a session whose role has one of these permissions. A route with neither @Allow nor @Public fails at boot. */
export const Allow = (first: Permission, ...others: Permission[]) => SetMetadata(ALLOWED, [first, ...others]);

/** The route answers without a session: signing in, health, the description of the API. */
export const Public = () => SetMetadata(OPEN, true);

/** Any session will do, whatever the role: reading and ending the own session. */
export const SignedIn = () => SetMetadata(ALLOWED, []);

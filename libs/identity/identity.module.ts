import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccountRequests1764800000000 } from './account-requests.js';
import { Accounts } from './accounts.js';
import { Addresses, Addresses1764000011000, PeopleHandler } from './addresses.js';
import { AskedAccounts } from './asked-accounts.js';
import { PolicyGuard } from './guard.js';
import { Accounts1763900010000 } from './identity.migration.js';
import { UserNamesHandler } from './names.query.js';
import { DecidedRoutes } from './routes.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { UsersController } from './users.controller.js';

export const identityMigrations = [Accounts1763900010000, Addresses1764000011000, AccountRequests1764800000000];

/** Sign-in, accounts and the policy of every route. The composing app provides CLOCK and SURROUNDINGS, both global. */
@Module({
  imports: [DiscoveryModule],
  controllers: [SessionController, UsersController],
  providers: [
    Accounts,
    Addresses,
    AskedAccounts,
    PeopleHandler,
    Sessions,
    SignIn,
    UserNamesHandler,
    DecidedRoutes,
    { provide: APP_GUARD, useClass: PolicyGuard },
  ],
  exports: [Accounts, Addresses, DecidedRoutes, Sessions],
})
export class IdentityModule {}

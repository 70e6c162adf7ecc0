import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { Instant, UserId } from '#language';

/** Which request with an Idempotency-Key made an account, and when somebody first had its password. What was asked is hashed, without the password. */
export class AccountRequests1764800000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table account_request (
        command uuid primary key,
        account text not null unique references account on delete cascade,
        asked text not null,
        at timestamptz not null,
        password_used_at timestamptz
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/** Whoever signed in, or had the password set anew, has it: no request sets it any more. */
export async function passwordIsKnown(db: Pick<EntityManager, 'query'>, account: UserId, now: Instant): Promise<void> {
  await db.query('update account_request set password_used_at = $2 where account = $1 and password_used_at is null', [
    account,
    now,
  ]);
}

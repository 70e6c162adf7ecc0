import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { type Instant, Refusal } from '#language';

/**
 * Failures within the window after which the next attempts are refused unseen. The small limit holds for one account from
 * one address, so that nobody elsewhere can keep a person out; the one for an account from all addresses only stops
 * guessing that comes from many. An office shares one address.
 */
export const attemptLimits = { minutes: 15, here: 10, account: 300, address: 100 } as const;

/** Too many attempts: the filter makes 429 with Retry-After of it. */
export class TooManyAttempts extends Refusal {
  constructor(
    readonly retryAfter: number,
    readonly of: keyof Omit<typeof attemptLimits, 'minutes'>,
  ) {
    const minutes = Math.ceil(retryAfter / 60);
    // A new password lifts the account's limits, and not that of an address.
    const [vi, en] =
      of === 'address'
        ? ['', '']
        : [' hoặc nhờ quản trị viên đặt lại mật khẩu', ', or ask an administrator to reset the password'];
    super('too-many-attempts', {
      kind: 'unavailable',
      vi: `Đăng nhập sai quá nhiều lần; hãy thử lại sau ${minutes} phút${vi}.`,
      en: `Too many failed sign-ins; try again in ${minutes} minutes${en}.`,
      figures: { retryAfter },
    });
  }
}

/** Whose attempt it is. */
export interface Attempting {
  readonly username: string;
  readonly address: string;
}

/** Hashed: what people type by mistake into the username field may be their password. */
const hashOf = (value: string): string => createHash('sha256').update(value).digest('base64url');
const accountKey = (username: string): string => `account:${hashOf(username)}`;
const keysOf = ({ username, address }: Attempting) => ({
  here: `${accountKey(username)}:${hashOf(address)}`,
  account: accountKey(username),
  address: `address:${hashOf(address)}`,
});

/** Any number will do as long as nobody else takes it. */
const attemptsLock = 4_107_270;

/**
 * Counts an attempt as a failure before the password is looked at, one attempt after the other, so that a thousand at once
 * do not all pass the count. Gives what `succeeded` takes back. An attempt that is refused is not counted: whoever goes on
 * trying does not keep the limit closed. Refuses: too-many-attempts.
 */
export async function attempt(source: DataSource, of: Attempting, now: Instant): Promise<readonly string[]> {
  const keys = keysOf(of);
  const since = new Date(Date.parse(now) - attemptLimits.minutes * 60_000).toISOString();
  return source.transaction(async (db) => {
    await db.query('select pg_advisory_xact_lock($1)', [attemptsLock]);
    await db.query('delete from sign_in_attempt where at < $1', [since]);
    const failed = await db.query<{ of: string; n: string; first: Date }[]>(
      'select of, count(*) as n, min(at) as first from sign_in_attempt where of = any($1) group by of',
      [Object.values(keys)],
    );
    for (const limit of ['here', 'account', 'address'] as const) {
      const found = failed.find((it) => it.of === keys[limit]);
      if (!found || Number(found.n) < attemptLimits[limit]) continue;
      throw new TooManyAttempts(Math.max(1, Math.ceil((found.first.getTime() - Date.parse(since)) / 1_000)), limit);
    }
    const counted = await db.query<{ id: string }[]>(
      'insert into sign_in_attempt (of, at) select unnest($1::text[]), $2 returning id',
      [Object.values(keys), now],
    );
    return counted.map(({ id }) => id);
  });
}

/** The password was right: this attempt was no failure, and those before it from here are forgiven. */
export async function succeeded(source: DataSource, of: Attempting, counted: readonly string[]): Promise<void> {
  await source.query('delete from sign_in_attempt where id = any($1::bigint[]) or of = $2', [counted, keysOf(of).here]);
}

/** A new password: what was guessed before says nothing about it. */
export async function forgetAttempts(db: EntityManager, username: string): Promise<void> {
  const key = accountKey(username);
  await db.query('delete from sign_in_attempt where of = $1 or starts_with(of, $2)', [key, `${key}:`]);
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DuplicateWithOtherContent } from '#event-store';
import { canonical, type Instant, Refusal, userId } from '#language';
import { type Account, Accounts, type NewAccount, usernameOf } from './accounts.js';
import { matches } from './passwords.js';

/** Minutes in which a generated password is told anew. After that the one told first may be on its way on paper. */
const toldAnewFor = 60;

interface Request {
  readonly account: string;
  readonly asked: string;
  readonly at: Date;
  readonly password_used_at: Date | null;
}

/** Adds the account that a request asks for once, however often the request comes. */
@Injectable()
export class AskedAccounts {
  constructor(
    private readonly source: DataSource,
    private readonly accounts: Accounts,
  ) {}

  /**
   * The same request again gives the same account. A password that was generated is kept as a hash only and cannot be told
   * again: while nobody has signed in with it, and for an hour, a new one takes its place. Refuses what `Accounts.add`
   * does, other content under the same key (duplicate-with-other-content), and (password-told) to set the password of an
   * account that is in use.
   */
  async add(it: NewAccount, command: string, now: Instant): Promise<{ account: Account; password: string }> {
    return this.source.transaction(async (db) => {
      // One after the other: the same request may come twice at once.
      await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`account_request ${command}`]);
      const asked = hashOf(it);
      const [before] = await db.query<Request[]>(
        'select account, asked, at, password_used_at from account_request where command = $1',
        [command],
      );
      if (!before) {
        const added = await this.accounts.add(it, db);
        await db.query('insert into account_request (command, account, asked, at) values ($1, $2, $3, $4)', [
          command,
          added.account.id,
          asked,
          now,
        ]);
        return added;
      }
      if (before.asked !== asked) throw new DuplicateWithOtherContent(command);
      const account = await this.accounts.byId(userId(before.account), db);
      if (it.password !== undefined) {
        const [row] = await db.query<{ password: string }[]>('select password from account where id = $1', [account.id]);
        if (await matches(row?.password ?? null, it.password)) return { account, password: it.password };
        throw before.password_used_at === null ? new DuplicateWithOtherContent(command) : told(account);
      }
      const until = before.at.getTime() + toldAnewFor * 60_000;
      if (before.password_used_at !== null || Date.parse(now) > until) throw told(account);
      return { account, password: await this.accounts.generateAnew(account.id, db) };
    });
  }
}

const hashOf = ({ username, name, role, agency, password }: NewAccount): string =>
  createHash('sha256')
    .update(canonical({ username: usernameOf(username), name, role, agency, chosen: password !== undefined }))
    .digest('hex');

const told = ({ id, username }: Account): Refusal =>
  new Refusal('password-told', {
    kind: 'conflict',
    field: 'Idempotency-Key',
    vi: `Tài khoản “${username}” đã được tạo bởi chính yêu cầu này và mật khẩu đã có người dùng, đã đổi hoặc đã quá ${toldAnewFor} phút nên không báo lại; nếu cần, hãy đặt lại mật khẩu của tài khoản này.`,
    en: `This very request added the account “${username}”, and its password is in use, was changed or was told over ${toldAnewFor} minutes ago, so it is not told again; if need be, reset the password of the account.`,
    figures: { user: id, username, minutes: toldAnewFor },
  });

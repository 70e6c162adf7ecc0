import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock, Refusal, type UserId, userId } from '#language';
import { passwordIsKnown } from './account-requests.js';
import { usernameOf } from './accounts.js';
import { type Attempting, attempt, succeeded, TooManyAttempts } from './attempts.js';
import { matches } from './passwords.js';
import { Sessions } from './sessions.js';

/** Without a session where one is needed, or with a wrong password: 401. */
export class NotSignedIn extends Refusal {}

const wrong = () =>
  new NotSignedIn('wrong-sign-in', {
    kind: 'forbidden',
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'The username or the password is not right.',
  });

@Injectable()
export class SignIn {
  private readonly log = new Logger('sign-in');

  constructor(
    private readonly source: DataSource,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Gives a new session reference. Says the same, as late, for an unknown user, a disabled one and a wrong password.
   * Refuses: wrong-sign-in, too-many-attempts.
   */
  async signIn(typed: string, password: string, address: string): Promise<string> {
    const of = { username: usernameOf(typed), address };
    const counted = await this.attempt(of);
    const [row] = await this.source.query<{ id: string; password: string }[]>(
      'select id, password from account where username = $1 and disabled_at is null',
      [of.username],
    );
    if (!(await matches(row?.password ?? null, password)) || !row) {
      // Not what was typed: people type their password there by mistake.
      this.log.warn({ refused: 'wrong-sign-in', user: row?.id ?? null, address });
      throw wrong();
    }
    await succeeded(this.source, of, counted);
    await passwordIsKnown(this.source.manager, userId(row.id), this.clock.now());
    this.log.log({ signedIn: row.id, address });
    return this.sessions.begin(userId(row.id));
  }

  /** For changing the own password: a wrong one counts as a failure like any other. Refuses: wrong-password, too-many-attempts. */
  async mustKnowPassword(user: UserId, username: string, password: string, address: string): Promise<void> {
    const of = { username, address };
    const counted = await this.attempt(of);
    const [row] = await this.source.query<{ password: string }[]>('select password from account where id = $1', [user]);
    if (await matches(row?.password ?? null, password)) return succeeded(this.source, of, counted);
    throw new Refusal('wrong-password', {
      kind: 'invalid',
      field: 'current',
      vi: 'Mật khẩu hiện tại không đúng.',
      en: 'The current password is not right.',
    });
  }

  private async attempt(of: Attempting): Promise<readonly string[]> {
    try {
      return await attempt(this.source, of, this.clock.now());
    } catch (error) {
      if (error instanceof TooManyAttempts) this.log.warn({ refused: error.code, limit: error.of, address: of.address });
      throw error;
    }
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import {
  type AgencyId,
  agencyId,
  CLOCK,
  type Clock,
  type Instant,
  instant,
  Refusal,
  type Role,
  roles,
  roleWords,
  type UserId,
  userId,
  words,
} from '#language';
import { passwordIsKnown } from './account-requests.js';
import { forgetAttempts } from './attempts.js';
import { generatedPassword, hashed, mustBeAcceptable } from './passwords.js';

/** A person's account. The role `system` is never a person's. */
export interface Account {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencyId | null;
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
}

export interface NewAccount {
  /** Absent: a new one. The sample's people have the ids under which they act in the simulated year. */
  readonly id?: UserId;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencyId | null;
  /** Absent: one is generated. */
  readonly password?: string;
}

interface Stored {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly agency: string | null;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
}

const columns = 'id, username, name, role, agency, created_at, disabled_at';

export function accountOf(row: Stored): Account {
  const role = roles.find((it) => it === row.role);
  if (!role) throw new Error(`account ${row.id} has the unknown role ${row.role}`);
  return {
    id: userId(row.id),
    username: row.username,
    name: row.name,
    role,
    agency: row.agency === null ? null : agencyId(row.agency),
    createdAt: instant(row.created_at.toISOString()),
    disabledAt: row.disabled_at === null ? null : instant(row.disabled_at.toISOString()),
  };
}

/** Usernames are compared without regard to case: `So.Y.Te` is `so.y.te`. */
export const usernameOf = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** Characters of what a person is called. */
const longestName = 120;

const agencyRoles: readonly Role[] = ['officer', 'head', 'standing'];

/** The local accounts: who there is, added, changed, disabled. Never deleted, because events name their ids. */
@Injectable()
export class Accounts {
  constructor(
    private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async all(): Promise<Account[]> {
    const rows = await this.source.query<Stored[]>(`select ${columns} from account order by role, agency nulls first, username`);
    return rows.map(accountOf);
  }

  async byId(id: UserId, db: Pick<EntityManager, 'query'> = this.source): Promise<Account> {
    const [row] = await db.query<Stored[]>(`select ${columns} from account where id = $1`, [id]);
    if (!row)
      throw new Refusal('unknown-user', {
        kind: 'not-found',
        field: 'user',
        vi: `Không có người dùng “${id}”.`,
        en: `There is no user “${id}”.`,
      });
    return accountOf(row);
  }

  /** Refuses a username that is taken or malformed, a role that needs an agency and has none, no name, a weak password. */
  async add(it: NewAccount, db: Pick<EntityManager, 'query'> = this.source): Promise<{ account: Account; password: string }> {
    const username = usernameOf(it.username);
    mustBeAUsername(username);
    mustHaveAnAgency(it.role, it.agency);
    const name = words(it.name, 'name', longestName);
    if (it.password !== undefined) mustBeAcceptable(it.password, username);
    const password = it.password ?? generatedPassword();
    const id = it.id ?? `u_${v7().replaceAll('-', '')}`;
    const [row] = await db.query<Stored[]>(
      `insert into account (id, username, name, role, agency, password, created_at, password_set_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (username) do nothing returning ${columns}`,
      [id, username, name, it.role, it.agency, await hashed(password), this.clock.now()],
    );
    if (!row)
      throw new Refusal('username-taken', {
        kind: 'conflict',
        field: 'username',
        vi: `Tên đăng nhập “${username}” đã có người dùng.`,
        en: `The username “${username}” is taken.`,
      });
    return { account: accountOf(row), password };
  }

  /**
   * Changes what a person is called and may do. Their sessions go on with the new role from the next request. Refuses
   * (own-account) an administrator who would give up the own role: the installation may be left without one.
   */
  async change(id: UserId, to: Partial<Pick<Account, 'name' | 'role' | 'agency'>>, by: UserId): Promise<Account> {
    const now = await this.byId(id);
    const next = {
      name: to.name === undefined ? now.name : words(to.name, 'name', longestName),
      role: to.role ?? now.role,
      agency: to.agency === undefined ? now.agency : to.agency,
    };
    mustHaveAnAgency(next.role, next.agency);
    if (id === by && next.role !== now.role)
      throw new Refusal('own-account', {
        field: 'role',
        vi: `Không thể tự đổi vai trò của mình từ “${roleWords[now.role].vi}” sang “${roleWords[next.role].vi}”; cần một quản trị viên khác.`,
        en: `You cannot change your own role from “${roleWords[now.role].en}” to “${roleWords[next.role].en}”; another administrator must.`,
        figures: { role: now.role, given: next.role },
      });
    await this.source.query('update account set name = $2, role = $3, agency = $4 where id = $1', [
      id,
      next.name,
      next.role,
      next.agency,
    ]);
    return this.byId(id);
  }

  /** Sets a password (generated when none is given), ends every session of that person and forgets failed sign-ins. */
  async setPassword(id: UserId, chosen?: string): Promise<string> {
    const account = await this.byId(id);
    if (chosen !== undefined) mustBeAcceptable(chosen, account.username);
    const password = chosen ?? generatedPassword();
    const hash = await hashed(password);
    await this.source.transaction(async (db) => {
      await db.query('update account set password = $2, password_set_at = $3 where id = $1', [id, hash, this.clock.now()]);
      await db.query('delete from session where account = $1', [id]);
      await forgetAttempts(db, account.username);
      await passwordIsKnown(db, id, this.clock.now());
    });
    return password;
  }

  /** A generated password in place of one that nobody has used. */
  async generateAnew(id: UserId, db: Pick<EntityManager, 'query'>): Promise<string> {
    const password = generatedPassword();
    await db.query('update account set password = $2, password_set_at = $3 where id = $1', [
      id,
      await hashed(password),
      this.clock.now(),
    ]);
    return password;
  }

  /** Nobody disables themselves: an installation would be left without an administrator. */
  async disable(id: UserId, by: UserId): Promise<Account> {
    await this.byId(id);
    if (id === by)
      throw new Refusal('own-account', {
        field: 'user',
        vi: 'Không thể tự khóa tài khoản của mình; cần một quản trị viên khác.',
        en: 'You cannot disable your own account; another administrator must.',
      });
    await this.source.transaction(async (db) => {
      await db.query('update account set disabled_at = coalesce(disabled_at, $2) where id = $1', [id, this.clock.now()]);
      await db.query('delete from session where account = $1', [id]);
    });
    return this.byId(id);
  }

  async enable(id: UserId): Promise<Account> {
    await this.source.query('update account set disabled_at = null where id = $1', [id]);
    return this.byId(id);
  }
}

function mustBeAUsername(username: string): void {
  if (/^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/.test(username)) return;
  throw new Refusal('malformed-username', {
    kind: 'invalid',
    field: 'username',
    vi: `Tên đăng nhập “${username.slice(0, 70)}” không hợp lệ; dùng 1 đến 64 chữ cái không dấu, chữ số, dấu chấm, gạch; ví dụ so-y-te.canbo.`,
    en: `The username “${username.slice(0, 70)}” is not valid; use 1 to 64 plain letters, digits, dots and dashes, such as so-y-te.canbo.`,
  });
}

function mustHaveAnAgency(role: Role, agency: AgencyId | null): void {
  if (role === 'system')
    throw new Refusal('not-a-person', {
      kind: 'invalid',
      field: 'role',
      vi: 'Vai trò “system” dành cho chương trình, không cấp cho người.',
      en: 'The role “system” is for the program and not for people.',
    });
  if (agencyRoles.includes(role) && agency === null)
    throw new Refusal('agency-needed', {
      kind: 'invalid',
      field: 'agency',
      vi: `Vai trò “${roleWords[role].vi}” phải thuộc một cơ quan; hãy chọn cơ quan.`,
      en: `The role “${roleWords[role].en}” acts for an agency; name the agency.`,
      figures: { role },
    });
}

import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { type AgencyId, Refusal, type Role, type UserId, userId } from '#language';
import { Accounts } from './accounts.js';

/** Where a person is written to. Apart from the account, so that it can be erased without touching who did what. */
export class Addresses1764000011000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'create table account_address (account text primary key references account on delete cascade, mail text not null)',
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

export interface Addressee {
  readonly name: string;
  readonly mail: string;
}

/** Mail addresses of the people with an account. */
@Injectable()
export class Addresses {
  constructor(
    private readonly source: DataSource,
    private readonly accounts: Accounts,
  ) {}

  /** The address of somebody who may sign in; null: none is kept, or the account is disabled. */
  async of(user: UserId): Promise<Addressee | null> {
    const [row] = await this.source.query<Addressee[]>(
      `select a.name, m.mail from account a join account_address m on m.account = a.id where a.id = $1 and a.disabled_at is null`,
      [user],
    );
    return row ?? null;
  }

  /** Keeps an address, or erases it. Refuses what is not one. */
  async set(user: UserId, mail: string | null): Promise<void> {
    await this.accounts.byId(user);
    const address = mail?.trim() ?? null;
    if (address === null) {
      await this.source.query('delete from account_address where account = $1', [user]);
      return;
    }
    if (address.length > 254 || !/^[^\s@<>(),;:"\\[\]]+@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\]]+$/.test(address))
      throw new Refusal('malformed-address', {
        kind: 'invalid',
        field: 'mail',
        vi: `“${address.slice(0, 80)}” không phải địa chỉ thư điện tử; ví dụ đúng: canbo@example.gov.vn.`,
        en: `“${address.slice(0, 80)}” is not a mail address; a right one looks like officer@example.gov.vn.`,
      });
    await this.source.query(
      'insert into account_address values ($1, $2) on conflict (account) do update set mail = excluded.mail',
      [user, address],
    );
  }
}

export interface Person {
  readonly user: UserId;
  readonly role: Role;
  readonly agency: AgencyId | null;
}

/** Everybody who may sign in, by id, role and agency; no names. */
export class People extends Query<readonly Person[]> {}

@QueryHandler(People)
export class PeopleHandler implements IQueryHandler<People> {
  constructor(private readonly accounts: Accounts) {}

  async execute(): Promise<readonly Person[]> {
    return (await this.accounts.all())
      .filter((it) => it.disabledAt === null)
      .map(({ id, role, agency }) => ({ user: userId(id), role, agency }));
  }
}

import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type UserId, userId } from '#language';

/** What people are called, for pages. Names are never in events; one who was erased is missing from the answer. */
export class UserNames extends Query<ReadonlyMap<UserId, string>> {
  constructor(readonly users: readonly UserId[]) {
    super();
  }
}

@QueryHandler(UserNames)
export class UserNamesHandler implements IQueryHandler<UserNames> {
  constructor(private readonly source: DataSource) {}

  async execute({ users }: UserNames): Promise<ReadonlyMap<UserId, string>> {
    const rows = await this.source.query<{ id: string; name: string }[]>('select id, name from account where id = any($1)', [
      [...new Set(users)],
    ]);
    return new Map(rows.map(({ id, name }) => [userId(id), name]));
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log: events that can only be added to, and the one row that orders them. */
export class EventLog1763900001000 implements MigrationInterface {
  name = 'EventLog1763900001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event (
        position bigint primary key,
        stream text collate "C" not null,
        version int not null check (version > 0),
        id uuid not null unique,
        type text collate "C" not null,
        data jsonb not null,
        meta jsonb not null,
        recorded_at timestamptz(3) not null,
        unique (stream, version)
      )`);
    // One row, locked by each append inside its transaction: positions have no gaps and are in commit order by construction.
    await runner.query(`
      create table log_head (
        one boolean primary key default true check (one),
        position bigint not null,
        recorded_at timestamptz(3) not null
      ) with (fillfactor = 10)`);
    await runner.query(`insert into log_head (position, recorded_at) values (0, '-infinity')`);
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the log is only added to: % on % refused', tg_op, tg_table_name using errcode = 'restrict_violation';
      end $$`);
    await runner.query(`
      create trigger only_added_to before update or delete or truncate on event
      for each statement execute function refuse_change()`);
    await runner.query(`
      create trigger never_emptied before delete or truncate on log_head
      for each statement execute function refuse_change()`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

/**
 * One call appends a batch of commands and says what became of each. The caller sends at most one command a stream and no
 * id twice. The lock is taken after the arguments were parsed and held only until this one statement commits.
 * recorded_at never goes back, whatever the clock does.
 */
export class AppendEvents1763900002000 implements MigrationInterface {
  name = 'AppendEvents1763900002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function append_events(
        streams text[], expected int[], counts int[],
        commands int[], ids uuid[], types text[], data jsonb[], metas jsonb[],
        clock timestamptz
      ) returns table (command int, outcome text, at_version int, at_position bigint, event uuid)
      language plpgsql as $$
      #variable_conflict use_column
      declare
        head bigint;
        moment timestamptz(3);
        now_at bigint;
      begin
        select h.position, greatest(h.recorded_at, clock) into head, moment from log_head h for update;

        return query
          with given as materialized (
            select n.*, row_number() over (partition by n.command order by n.nth) as place
            from unnest(commands, ids, types, data, metas) with ordinality as n (command, id, type, data, meta, nth)
          ), found as materialized (
            select n.command, count(e.id) as there, max(e.version) as last_version, max(e.position) as last_position,
                   count(*) filter (where e.stream = streams[n.command] and e.type = n.type and e.data = n.data
                                      and e.meta ->> 'digest' is not distinct from n.meta ->> 'digest') as same,
                   (array_agg(n.id order by n.nth) filter (where e.id is not null))[1] as first_there
            from given n left join event e on e.id = n.id
            group by n.command
          ), judged as materialized (
            select f.*, a.version,
                   case when f.same = counts[f.command] then 'repeated'
                        when f.there > 0 then 'duplicate'
                        when a.version <> expected[f.command] then 'conflict'
                        else 'appended' end as outcome
            from found f
            cross join lateral (
              select coalesce((select e.version from event e where e.stream = streams[f.command] order by e.version desc limit 1), 0)
            ) as a (version)
          ), placed as materialized (
            select n.*, j.version + n.place::int as at_version, head + row_number() over (order by n.nth) as at_position
            from given n join judged j on j.command = n.command and j.outcome = 'appended'
          ), added as (
            insert into event (position, stream, version, id, type, data, meta, recorded_at)
            select p.at_position, streams[p.command], p.at_version, p.id, p.type, p.data, p.meta, moment
            from placed p order by p.at_position
            returning position
          ), moved as (
            update log_head h set position = head + (select count(*) from added), recorded_at = moment
            where exists (select from added)
          )
          select j.command, j.outcome,
                 case j.outcome when 'repeated' then j.last_version when 'appended' then j.version + counts[j.command] else j.version end,
                 case j.outcome when 'repeated' then j.last_position
                                when 'appended' then (select max(p.at_position) from placed p where p.command = j.command)
                                else 0 end,
                 j.first_there
          from judged j order by j.command;

        select h.position into now_at from log_head h;
        if now_at > head then perform pg_notify('tiendo_log', now_at::text); end if;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

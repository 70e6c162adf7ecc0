import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payloads are kept as the text they came in: taking jsonb apart was a third of what an append cost, and nothing searches in
 * them. append_events compares contents as jsonb all the same, so that spelling makes no difference.
 */
export class JsonText1764000001000 implements MigrationInterface {
  name = 'JsonText1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table event alter column data type json, alter column meta type json');
    await runner.query('drop function append_events(text[], int[], int[], int[], uuid[], text[], jsonb[], jsonb[], timestamptz)');
    await runner.query(`
      create function append_events(
        streams text[], expected int[], counts int[],
        commands int[], ids uuid[], types text[], data json[], metas json[],
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
                   count(*) filter (where e.stream = streams[n.command] and e.type = n.type and e.data::jsonb = n.data::jsonb
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

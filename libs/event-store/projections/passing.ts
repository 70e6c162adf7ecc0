import type pg from 'pg';
import { Gathering } from '#database';
import type { Position } from '#language';

/** A step of a checkpoint over events that the projection does not read. */
export interface Step {
  readonly name: string;
  readonly version: number;
  readonly build: number;
  readonly from: Position;
  readonly to: Position;
}

/**
 * Moves the checkpoints of all projections that pass over the same page in one statement; most of them read nothing in most
 * pages. True for each that was moved. One that is not where it was left, or whose row somebody holds, is not moved: it goes
 * the longer way, which says why. Nobody waits for another's lock here, so a rebuild's switch holds up only its own.
 */
export const passing = (pool: pg.Pool): Gathering<Step, boolean> =>
  new Gathering(async (steps) => {
    const { rows } = await pool.query<{ name: string }>({
      name: 'pass',
      text: `with step as (
               select * from unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::bigint[]) as it(name, version, build, "from", "to")
             ), free as (
               select s.name, step."to" from projection_status s join step
                 on s.name = step.name and s.version = step.version and s.build = step.build and s.position = step."from"
               order by s.name for update of s skip locked
             )
             update projection_status s set position = free."to", updated_at = now() from free where s.name = free.name
             returning s.name`,
      values: [
        steps.map((it) => it.name),
        steps.map((it) => it.version),
        steps.map((it) => it.build),
        steps.map((it) => it.from.toString()),
        steps.map((it) => it.to.toString()),
      ],
    });
    const moved = new Set(rows.map((it) => it.name));
    return steps.map((it) => moved.has(it.name));
  });

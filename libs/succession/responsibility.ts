import { holds, type Tenure } from '#agencies';
import type { AgencyId, LocalDate } from '#language';
import type { JudgedTask } from '#tasks';
import { heirOf } from './succession.act.js';
import type { Act } from './succession.events.js';

/** Days during which the same people headed a body. `to` is the first day after it. */
export interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly heads: readonly { readonly subject: string; readonly office: string }[];
}

/**
 * What a body took over, did and left within a span: taken + received = passedOn + onTime + late + cancelled + left.
 * `takenOverdue` and `receivedOverdue` are the inherited backlog: overdue already on the day it was taken over (06.5).
 */
export interface Account {
  readonly taken: number;
  readonly takenOverdue: number;
  readonly received: number;
  readonly receivedOverdue: number;
  readonly passedOn: number;
  readonly onTime: number;
  readonly late: number;
  readonly cancelled: number;
  readonly left: number;
  readonly leftOverdue: number;
}

/** Cuts the days from `from` to `to` (exclusive) wherever a head comes or goes. */
export function spansOf(heads: readonly Tenure[], from: LocalDate, to: LocalDate): readonly Span[] {
  const inside = (day: LocalDate | null): day is LocalDate => day !== null && from < day && day < to;
  const cuts = [...new Set([from, ...heads.flatMap((it) => [it.from, it.to]).filter(inside)])].sort();
  return cuts.map((day, i) => ({
    from: day,
    to: cuts[i + 1] ?? to,
    heads: heads.filter((it) => holds(it, day)).map(({ subject, office }) => ({ subject, office })),
  }));
}

/** As much of a task as an account looks at. */
export type Led = Pick<JudgedTask, 'id' | 'status' | 'lateDays' | 'inheritedOverdue'>;

const done = ({ status }: Led) => status === 'completed-on-time' || status === 'completed-late';
const over = (row: Led) => done(row) || row.status === 'cancelled';
const isOverdue = ({ status, lateDays }: Led) => status === 'overdue' || (status === 'awaiting-acceptance' && lateDays > 0);

/** The account of a span from the tasks that the body led on the day before it and on its last day. Pure. */
export function accountOf(before: readonly Led[], last: readonly Led[]): Account {
  const was = new Map(before.map((it) => [it.id, it]));
  const is = new Set(last.map((it) => it.id));
  const taken = before.filter((it) => !over(it));
  // What was over before the span and still is, is nobody's doing in it; a task opened again counts as received.
  const here = last.filter((it) => {
    const earlier = was.get(it.id);
    return !(earlier && over(earlier) && over(it));
  });
  const received = here.filter((it) => {
    const earlier = was.get(it.id);
    return !earlier || over(earlier);
  });
  const left = here.filter((it) => !over(it));
  const count = (status: Led['status']) => here.filter((it) => it.status === status).length;
  return {
    taken: taken.length,
    takenOverdue: taken.filter(isOverdue).length,
    received: received.length,
    receivedOverdue: received.filter((it) => it.inheritedOverdue).length,
    passedOn: taken.filter((it) => !is.has(it.id)).length,
    onTime: count('completed-on-time'),
    late: count('completed-late'),
    cancelled: count('cancelled'),
    left: left.length,
    leftOverdue: left.filter(isOverdue).length,
  };
}

/** Every body whose duties came to this one by the acts carried out by a day, near and far. */
export function predecessorsOf(agency: AgencyId, acts: readonly Act[], day: LocalDate): readonly AgencyId[] {
  const found = new Set<AgencyId>();
  const look = (one: AgencyId) => {
    for (const act of acts)
      for (const from of act.ends)
        if (act.on <= day && heirOf(act, from) === one && from !== agency && !found.has(from)) {
          found.add(from);
          look(from);
        }
  };
  look(agency);
  return [...found].sort();
}

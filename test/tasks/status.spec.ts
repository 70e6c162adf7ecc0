import fc from 'fast-check';
import { addDays, dayOf, decide, evolve, type Instant, instant, type LocalDate, position, Refusal } from '#language';
import {
  type FollowedTask,
  follow,
  notFollowed,
  type RecordedTaskEvent,
  task as rules,
  statusOn,
  type TaskEvent,
  taskBoard,
  taskStream,
} from '#tasks';
import { adopted, calendar, commandOf, later, limits, type Step, standing, start, steps, tasks, turns } from './histories.js';
import { type Figures, readPlainly } from './plainly.js';

/** Lives the steps of one task in memory, against the rules. */
function live(all: readonly Step[]): readonly RecordedTaskEvent[] {
  const [given] = tasks;
  if (!given) throw new Error('no task');
  const events: RecordedTaskEvent[] = [];
  let now: Instant = start;
  let state = rules.initial;
  const record = (happened: readonly TaskEvent[], actor: typeof standing) => {
    for (const event of happened) {
      const version = events.length + 1;
      const meta = { actor, commandId: `${version}`, digest: '', correlationId: '', causationId: '' };
      events.push({
        ...event,
        id: `${version}`,
        stream: taskStream(given.id),
        version,
        position: position(version),
        meta,
        recordedAt: now,
      } as RecordedTaskEvent);
      state = evolve(rules, state, event);
    }
  };
  record([{ type: 'assigned', data: given.assigned }], standing);
  for (const [n, step] of all.entries()) {
    now = later(now, step.hours);
    const { command, actor } = commandOf(step, events, dayOf(now), n);
    try {
      record(decide(rules, state, command, { actor, now, today: dayOf(now) }), actor);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return events;
}

const moments = fc.record({ day: fc.nat(500), hour: fc.nat(500 * 24), bounded: fc.boolean() });

function figuresOf(followed: FollowedTask, day: LocalDate): Figures | null {
  const status = statusOn(followed.task, day, calendar, limits);
  if (!status) return null;
  const { it } = status;
  return {
    status: status.status,
    agency: it.owner.agency,
    dueOn: it.due.due.kind === 'date' ? it.due.due.on : null,
    lateDays: status.lateDays,
    excusedDays: status.excusedDays,
    earlierLateDays: status.earlierLateDays,
    inheritedLateDays: status.inheritedLateDays,
    progress: it.progress,
    reportedOn: it.reportedOn,
    reports: it.reports,
    extensions: it.extensions,
  };
}

describe('the status of a task', () => {
  it.each([
    ['of any kind', steps(40)],
    ['of deadlines, claims, answers and handings over alone', steps(40, 20, turns)],
  ])('on any day, as known at any moment, after things %s, is what a plain reading of the record gives', (_, lives) =>
    fc.assert(
      fc.property(lives, fc.array(moments, { minLength: 6, maxLength: 6 }), (all, asked) => {
        const events = live(all);
        for (const { day: days, hour, bounded } of asked) {
          const day = addDays(adopted, days - 5);
          const knownOn = bounded ? instant(later(start, hour)) : null;
          const known = events.filter((it) => knownOn === null || it.recordedAt <= knownOn);
          expect(figuresOf(known.reduce(follow, notFollowed), day)).toEqual(readPlainly(events, day, knownOn));
        }
      }),
      { numRuns: 100 },
    ),
  );

  it('never forgets a lateness: once accepted late it is late on every later day, whatever comes', () =>
    fc.assert(
      fc.property(steps(50), (all) => {
        const events = live(all);
        let late = false;
        let followed = notFollowed;
        for (const event of events) {
          followed = follow(followed, event);
          const now = statusOn(followed.task, dayOf(event.recordedAt), calendar, limits);
          if (late) expect(now?.status).not.toBe('completed-on-time');
          late ||= now?.status === 'completed-late';
        }
      }),
      { numRuns: 150 },
    ));

  it('tells every late day once: those of all latenesses are the late and the earlier ones, and each day is of one agency', () =>
    fc.assert(
      fc.property(steps(40, 20, turns), moments, (all, { day: days }) => {
        const followed = live(all).reduce(follow, notFollowed);
        const status = statusOn(followed.task, addDays(adopted, days), calendar, limits);
        if (!status) throw new Error('given from the first day on');
        const sum = (of: readonly { readonly days: number }[]) => of.reduce((all, it) => all + it.days, 0);
        expect(status.lateDays + status.earlierLateDays).toBe(sum(status.lateness));
        expect(status.earlierLateDays).toBeGreaterThanOrEqual(0);
        expect(status.inheritedLateDays).toBeLessThanOrEqual(status.lateDays);
        for (const late of status.lateness) {
          expect(sum(late.owners)).toBe(late.days);
          expect(late.at).not.toEqual([]);
        }
      }),
      { numRuns: 150 },
    ));

  it('never tells fewer late days at the end of a day than of the day before, whatever happened', () =>
    fc.assert(
      fc.property(steps(50, 20, turns), (all) => {
        const events = live(all);
        const last = addDays(dayOf(events.at(-1)?.recordedAt ?? start), 30);
        let [before, followed, n] = [0, notFollowed, 0];
        for (let day = dayOf(start); day <= last; day = addDays(day, 1)) {
          for (let event = events[n]; event && dayOf(event.recordedAt) <= day; event = events[++n])
            followed = follow(followed, event);
          const now = statusOn(followed.task, day, calendar, limits);
          const told = (now?.lateDays ?? 0) + (now?.earlierLateDays ?? 0);
          expect(told).toBeGreaterThanOrEqual(before);
          before = told;
        }
      }),
      { numRuns: 100 },
    ));

  it('has rows that begin with the assignment and follow each other, one a day', () =>
    fc.assert(
      fc.property(steps(40), (all) => {
        const stream = taskStream(tasks[0]?.id ?? '');
        const rows = taskBoard.rows(live(all).reduce(taskBoard.apply, taskBoard.initial(stream)), stream).task_board ?? [];
        expect(rows[0]?.valid_from).toBe(adopted);
        const days = rows.map((it) => String(it.valid_from));
        expect(days).toEqual([...new Set(days)].sort());
      }),
      { numRuns: 100 },
    ));

  it('has the same rows whether they are made anew or out of those before the event', () =>
    fc.assert(
      fc.property(steps(40), (all) => {
        const stream = taskStream(tasks[0]?.id ?? '');
        let state = taskBoard.initial(stream);
        let rows = taskBoard.rows(state, stream);
        for (const event of live(all)) {
          const next = taskBoard.apply(state, event);
          rows = taskBoard.rows(next, stream, { state, rows });
          state = next;
          // A copy shares nothing with the states before it, so that nothing can be found again.
          expect(rows.task_board).toEqual(taskBoard.rows(structuredClone(next), stream).task_board);
        }
      }),
      { numRuns: 100 },
    ));
});

import { asVector } from '#database';
import { type Projection, projection, type Row, type RowsByTable } from '#event-store';
import { evolve, kept } from '#language';
import { type Board, boardOf, type TaskOnBoard } from './task.board.js';
import type { RecordedTaskEvent, TaskEvent } from './task.events.js';
import { task } from './task.js';
import { askedRows, presentRows } from './task.present.js';
import { notAssigned, type Task } from './task.state.js';
import { type EventRef, refOf } from './task.why.js';

/** A task as folded so far, with the events it was folded from. */
export interface FollowedTask {
  readonly task: Task;
  readonly refs: readonly EventRef[];
  readonly simulated: boolean;
}

export const notFollowed: FollowedTask = { task: notAssigned, refs: [], simulated: false };

/** Folds one recorded event. */
export function follow(state: FollowedTask, event: RecordedTaskEvent): FollowedTask {
  return {
    task: evolve(task, state.task, event),
    refs: [...state.refs, refOf(event)],
    simulated: state.simulated || event.meta.simulated === true,
  };
}

/**
 * The board in both clocks. A row says how a task stood from a day on (valid_from), until the next row of it that is known; with
 * `history` the runner keeps each row with the span in which it was the known one. So the board of day D as known on K is, of
 * each task, the row with the greatest `valid_from <= D` among those with `known_from <= K < known_to`, and only what grows with
 * the day (overdue, due soon, late days) is left to derive from due_on. The answer is the same as folding the events known on K:
 * test/tasks compares them. No row says where it ends, so an event of a new day adds one and touches none.
 * What the plan printed never changes and is written once, in task_head; `events` are versions, and task_event says which events.
 * task_now is the board of today once more, narrow and one row a task, for lists over more tasks than anybody reads;
 * task_extension_asked is what waits for the committee now.
 */
export const taskBoard: Projection<TaskOnBoard, TaskEvent> = projection<TaskOnBoard, TaskEvent>({
  name: 'task-board',
  version: 13,
  reads: { streams: ['task-'] },
  initial: () => ({ task: notAssigned, ref: null, simulated: false }),
  apply: (state, event) => ({
    task: evolve(task, state.task, event),
    ref: refOf(event),
    simulated: state.simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'task_board',
      history: true,
      key: ['task', 'valid_from'],
      columns: {
        task: 'text',
        valid_from: 'date',
        agency: 'text',
        coordinating: 'json',
        coordinating_ids: 'text[]',
        due: 'json',
        due_kind: 'text',
        due_on: 'date',
        first_due_on: 'date',
        standing: 'text',
        claim_late_days: 'int',
        claim_excused_days: 'int',
        objective: 'jsonb',
        earlier_late_days: 'int',
        inherited_late_days: 'int',
        monthly: 'boolean',
        watched_due: 'date',
        progress: 'numeric',
        reported_on: 'date',
        reports: 'int',
        reports_pending: 'int',
        evidence: 'int',
        extensions: 'int',
        delayed_declared: 'boolean',
        exceeded: 'boolean',
        returned: 'boolean',
        without_evidence: 'boolean',
        events: 'text',
      },
      indexes: [
        // A day of the whole country reads the table anyhow.
        '(agency, valid_from)',
        'using gin (coordinating_ids)',
        '(task) where objective is not null',
      ],
    },
    {
      // The newest row of each task as it is known now, with all that lists are filtered and sorted by: see task.present.ts.
      name: 'task_now',
      key: ['task'],
      columns: {
        task: 'text',
        version: 'int',
        valid_from: 'date',
        ahead: 'boolean',
        agency: 'text',
        agencies: 'text[]',
        plan: 'text',
        item: 'text',
        item_order: 'text',
        section: 'text',
        group_name: 'text',
        coordinating_ids: 'text[]',
        standing: 'text',
        due_kind: 'text',
        due_on: 'date',
        watched_due: 'date',
        claim_late_days: 'int',
        inherited_late_days: 'int',
        monthly: 'boolean',
        heard_on: 'date',
        reported_on: 'date',
        progress: 'numeric',
        returned: 'boolean',
        exceeded: 'boolean',
        simulated: 'boolean',
      },
      indexes: [
        // Nothing that changes with every event is in an index: a row can then be written again in its place.
        '(ahead) where ahead',
        '(agency, item_order, task)',
        '(plan, standing, claim_late_days desc, due_on, item_order, task)',
        '(standing, claim_late_days desc, due_on, item_order, task)',
        '(item_order, task)',
        '(plan, item_order, task)',
        '(due_on, item_order, task)',
        '(plan, due_on, item_order, task)',
        '(progress desc nulls last, item_order, task)',
        '(reported_on desc nulls last, item_order, task)',
        "(monthly, heard_on) where standing = 'open'",
        'using gin (coordinating_ids)',
      ],
    },
    {
      name: 'task_head',
      key: ['task'],
      columns: {
        task: 'text',
        plan: 'text',
        item: 'text',
        item_order: 'text',
        section: 'text',
        title: 'text',
        group_name: 'text',
        printed_lead: 'text',
        unit: 'text',
        assigned_on: 'date',
        simulated: 'boolean',
        words: 'text',
        lexemes: 'tsvector',
      },
      indexes: ['(plan)', 'using gin (lexemes)'],
    },
    {
      // What EventRef has: a narrow row for each event, so that a board row names the events behind it by their versions alone.
      name: 'task_event',
      added: true,
      key: ['task', 'version'],
      columns: {
        task: 'text',
        version: 'int',
        id: 'text',
        position: 'bigint',
        type: 'text',
        recorded_at: 'text',
        about: 'date',
        by: 'text',
      },
      indexes: ['(position)'],
    },
    {
      // Requests for an extension that nobody has decided, of tasks in progress; see extensions-to-decide.ts.
      name: 'task_extension_asked',
      key: ['task', 'request'],
      columns: {
        task: 'text',
        request: 'text',
        plan: 'text',
        until: 'date',
        reason: 'text',
        asked_by: 'text',
        asked_on: 'date',
      },
      indexes: ['(asked_on, task, request)', '(plan, asked_on, task, request)'],
    },
  ],
  rows: (state, stream, before) => new TaskRows(stream.slice('task-'.length), state, before?.rows),
});

/** The rows of one task; those that are not asked for after every event are made when they are. */
class TaskRows {
  readonly [table: string]: readonly Row[];
  readonly #id: string;
  readonly #state: TaskOnBoard;
  readonly #board: Board;

  constructor(id: string, state: TaskOnBoard, before: RowsByTable | undefined) {
    this.#id = id;
    this.#state = state;
    this.#board = boardOf(id, state.task, before instanceof TaskRows ? before.#board : undefined);
  }

  get task_board(): readonly Row[] {
    return this.#board.rows;
  }

  get task_now(): readonly Row[] {
    return this.task_head.flatMap((head) => presentRows(this.task_board, head, this.#state));
  }

  get task_head(): readonly Row[] {
    const { task, simulated } = this.#state;
    return task.assigned ? [headOf(task.assigned, this.#id, simulated)] : [];
  }

  get task_event(): readonly Row[] {
    const { ref } = this.#state;
    return ref ? [eventRow(this.#id, ref)] : [];
  }

  get task_extension_asked(): readonly Row[] {
    return askedRows(this.task_board, this.#state.task);
  }
}

const eventRow = (id: string, { version, position, type, recordedAt, on, by, ...ref }: EventRef): Row => ({
  task: id,
  version,
  id: ref.id,
  position,
  type,
  recorded_at: recordedAt,
  about: on,
  by,
});

type Assigned = NonNullable<Task['assigned']>;

/** The task's row of task_head. An assignment never changes, so its words are not folded again with every event. */
const headOf = kept((assigned: Assigned, id: string, simulated: boolean): Row => {
  const words = [assigned.item, assigned.title, assigned.section, assigned.printedLead, assigned.unit ?? '']
    .join(' ')
    .toLowerCase();
  return {
    task: id,
    plan: assigned.plan,
    item: assigned.item,
    item_order: orderOf(assigned.item),
    section: assigned.section,
    title: assigned.title,
    group_name: assigned.group,
    printed_lead: assigned.printedLead,
    unit: assigned.unit,
    assigned_on: assigned.on,
    simulated,
    words,
    lexemes: asVector(words),
  };
});

export const tasksProjections: readonly Projection<TaskOnBoard, TaskEvent>[] = [taskBoard];

/** `IV.VI.3` as text that sorts as people count: every part a number of four digits, Roman ones read. */
export function orderOf(item: string): string {
  return item
    .split('.')
    .map((part) => {
      const number = /^\d+$/.test(part) ? Number(part) : romanNumber(part);
      return number === null ? part : String(number).padStart(4, '0');
    })
    .join('.');
}

function romanNumber(text: string): number | null {
  if (!/^[IVXLC]+$/.test(text)) return null;
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const digits = [...text].map((letter) => values[letter] ?? 0);
  return digits.reduce((sum, value, i) => sum + (value < (digits[i + 1] ?? 0) ? -value : value), 0);
}

import { agencies, board, imports, plans, scorecards } from './boards';
import { events } from './events';
import { forms } from './forms';
import { frame, keys, session, status } from './frame';
import { history } from './history';
import { meetings } from './meetings';
import { obstacles } from './obstacles';
import { reminders } from './reminders';
import { rounds } from './rounds';
import { succession } from './succession';
import { projects, targets } from './tables';
import { mine, task, tasks } from './tasks';
import { years } from './years';

export const vi = {
  frame,
  keys,
  session,
  status,
  tasks,
  task,
  mine,
  forms,
  board,
  scorecards,
  targets,
  projects,
  plans,
  imports,
  agencies,
  events,
  history,
  reminders,
  rounds,
  obstacles,
  meetings,
  succession,
  years,
};

/** Every word of the page; a language that lacks one does not compile. */
export type Words = typeof vi;

import type { paths } from './schema';

/** The routes of the API as its description has them, without the prefix: `/plans/{plan}/findings`. */
export type Template = { [P in keyof paths]: P extends `/api${infer T}` ? T : never }[keyof paths];

/** What can be done to a task: `reports/{report}/return`. */
export type TaskAction = Template extends infer T ? (T extends `/tasks/{plan}/{item}/{agency}/${infer A}` ? A : never) : never;

/** A route with its ids put in. Only `at` and `taskAt` make one, so that a route which the server lacks does not compile. */
export type Route = string & { readonly __brand: 'Route' };

const filled = (template: string, ids: readonly string[]): Route => {
  const left = [...ids];
  return template.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? '')) as Route;
};

/** Puts ids into a route, each escaped as one segment. */
export const at = (template: Template, ...ids: string[]): Route => filled(template, ids);

/** A task's page, its history, or an action on it, by the id of the task. */
export const taskAt = (id: string, part?: TaskAction, ...ids: string[]): Route =>
  filled(`/tasks/{plan}/{item}/{agency}${part ? `/${part}` : ''}`, [...id.split('/'), ...ids]);

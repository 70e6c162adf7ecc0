import { type Projection, projection } from '#event-store';
import { dayOf, evolve } from '#language';
import { type EventRef, orderOf, pointTo } from '#tasks';
import { type PrintedSums, printedSums } from './printed-sums.js';
import type { PrintedSumsEvent, ProjectEvent, RecordedPrintedSumsEvent, RecordedProjectEvent } from './project.events.js';
import { project } from './project.js';
import { notListed, type Project } from './project.state.js';

/** A project as folded so far, with the events it was folded from: refs[0] is version 1. */
export interface FollowedProject {
  readonly project: Project;
  readonly refs: readonly EventRef[];
  readonly simulated: boolean;
}

function follow(state: FollowedProject, event: RecordedProjectEvent): FollowedProject {
  const on = 'on' in event.data ? event.data.on : dayOf(event.recordedAt);
  return {
    project: evolve(project, state.project, event),
    refs: [...state.refs, pointTo(event, on)],
    simulated: state.simulated || event.meta.simulated === true,
  };
}

/** A project's whole state in each span in which it was the known one; what a day makes of it is projectOn's to say. */
export const projects: Projection<FollowedProject, ProjectEvent> = projection<FollowedProject, ProjectEvent>({
  name: 'projects',
  version: 1,
  reads: { streams: ['project-'] },
  initial: () => ({ project: notListed, refs: [], simulated: false }),
  apply: follow,
  tables: [
    {
      name: 'project_state',
      history: true,
      key: ['project'],
      columns: { project: 'text', plan: 'text', item_order: 'text', simulated: 'boolean', state: 'jsonb', refs: 'jsonb' },
      indexes: ['(plan, item_order) where known_to is null'],
    },
  ],
  rows: ({ project: it, refs, simulated }, stream) => {
    const id = stream.slice('project-'.length);
    if (!it.listed) return { project_state: [] };
    const { plan, item } = it.listed;
    return { project_state: [{ project: id, plan, item_order: orderOf(item), simulated, state: it, refs }] };
  },
});

/** The sums that tables of projects print. */
export const sums: Projection<PrintedSums | null, PrintedSumsEvent> = projection<PrintedSums | null, PrintedSumsEvent>({
  name: 'project-sums',
  version: 1,
  reads: { streams: ['sums-'] },
  initial: () => null,
  apply: (state, event: RecordedPrintedSumsEvent) => evolve(printedSums, state, event),
  tables: [
    { name: 'project_sums', history: true, key: ['id'], columns: { id: 'text', plan: 'text', appendix: 'text', state: 'jsonb' } },
  ],
  rows: (it, stream) => ({
    project_sums: it ? [{ id: stream.slice('sums-'.length), plan: it.plan, appendix: it.appendix, state: it }] : [],
  }),
});

export const projectProjections = [projects, sums];

import type { EventStore } from '#event-store';
import type { Chapter } from './chapters.js';
import { headsLived } from './heads.chapter.js';
import { meetingsLived } from './meetings.chapter.js';
import { obstaclesLived } from './obstacles.chapter.js';
import { projectsLived } from './projects.chapter.js';
import { roundsLived } from './rounds.chapter.js';
import { targetsLived } from './targets.chapter.js';

/** Everything that fills the pages beside the tasks: heads of bodies, targets, projects, reporting rounds, obstacles, meetings. */
export const wholeYear = (record: Pick<EventStore, 'read'>): readonly Chapter[] => [
  headsLived,
  targetsLived,
  projectsLived,
  roundsLived(record),
  obstaclesLived,
  meetingsLived,
];

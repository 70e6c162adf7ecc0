import type { QueryBus } from '@nestjs/cqrs';
import type { Instant, LocalDate, PlanId } from '#language';
import type { Step } from './pen.js';
import type { TaskToLive, World } from './script.js';

/** A task with the year that was written for it. */
export interface Lived {
  readonly task: TaskToLive;
  readonly steps: readonly Step[];
  readonly dates: readonly LocalDate[];
}

/** What can be written only when its moment has come, from what is on record by then and never changes afterwards. */
export interface Telling {
  readonly at: Instant;
  readonly tell: () => Promise<readonly Step[]>;
}

export interface ChapterWorld extends World {
  readonly plan: PlanId;
  readonly queries: QueryBus;
  /** The last day lived. */
  readonly until: LocalDate;
  readonly scripts: readonly Lived[];
}

/** A part of the year beside the tasks' own. The same world gives the same steps under the same ids. */
export type Chapter = (world: ChapterWorld) => Promise<{
  readonly steps: readonly Step[];
  readonly tellings: readonly Telling[];
  /** Closing days, round which the ladder reminds. */
  readonly dates?: readonly LocalDate[];
}>;

/** Nothing of it is written later than before the year begins. */
export const told = (steps: readonly Step[]) => ({ steps, tellings: [] });

import { type Projection, projection } from '#event-store';
import { dayOf, evolve } from '#language';
import { type EventRef, orderOf, pointTo } from '#tasks';
import type { BaselineEvent, RecordedBaselineEvent } from './baseline.events.js';
import { type Baseline, baseline, notRecorded } from './baseline.js';
import type { RecordedTargetEvent, TargetEvent } from './target.events.js';
import { target } from './target.js';
import { notSet, type Target } from './target.state.js';

/** A target as folded so far, with the events it was folded from: refs[0] is version 1. */
export interface FollowedTarget {
  readonly target: Target;
  readonly refs: readonly EventRef[];
  readonly simulated: boolean;
}

const notFollowed: FollowedTarget = { target: notSet, refs: [], simulated: false };

function follow(state: FollowedTarget, event: RecordedTargetEvent): FollowedTarget {
  const on = 'on' in event.data ? event.data.on : dayOf(event.recordedAt);
  return {
    target: evolve(target, state.target, event),
    refs: [...state.refs, pointTo(event, on)],
    simulated: state.simulated || event.meta.simulated === true,
  };
}

/**
 * A target's whole state in each span in which it was the known one. A plan has a few dozen: what a day makes of it is worked out
 * by targetOn when it is asked for, by the same function as in the rules.
 */
export const targets: Projection<FollowedTarget, TargetEvent> = projection<FollowedTarget, TargetEvent>({
  name: 'targets',
  version: 1,
  reads: { streams: ['target-'] },
  initial: () => notFollowed,
  apply: follow,
  tables: [
    {
      name: 'target_state',
      history: true,
      key: ['target'],
      columns: {
        target: 'text',
        plan: 'text',
        item: 'text',
        item_order: 'text',
        simulated: 'boolean',
        state: 'jsonb',
        refs: 'jsonb',
      },
      indexes: ['(plan, item_order) where known_to is null'],
    },
  ],
  rows: ({ target: it, refs, simulated }, stream) =>
    it.set
      ? {
          target_state: [
            {
              target: stream.slice('target-'.length),
              plan: it.set.plan,
              item: it.set.item,
              item_order: orderOf(it.set.item),
              simulated,
              state: it,
              refs,
            },
          ],
        }
      : { target_state: [] },
});

/** Results of the year before, with the target that each is the baseline of. */
export const baselines: Projection<Baseline, BaselineEvent> = projection<Baseline, BaselineEvent>({
  name: 'baselines',
  version: 1,
  reads: { streams: ['baseline-'] },
  initial: () => notRecorded,
  apply: (state, event: RecordedBaselineEvent) => evolve(baseline, state, event),
  tables: [
    {
      name: 'target_baseline',
      history: true,
      key: ['baseline'],
      columns: { baseline: 'text', plan: 'text', item_order: 'text', state: 'jsonb' },
      indexes: ['(plan, item_order) where known_to is null'],
    },
  ],
  rows: (it, stream) =>
    it.recorded
      ? {
          target_baseline: [
            {
              baseline: stream.slice('baseline-'.length),
              plan: it.recorded.plan,
              item_order: orderOf(it.recorded.item),
              state: it,
            },
          ],
        }
      : { target_baseline: [] },
});

export const targetProjections = [targets, baselines];

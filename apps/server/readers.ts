import { agenciesInAgencyEvent, agency, describeAgencyEvent, group, type RecordedRegistryEvent } from '#agencies';
import type { Sentence, StreamReader } from '#history';
import type { Command, Decider, Event, Recorded, RecordedOf } from '#language';
import { agenciesInMeetingEvent, describeMeetingEvent, meeting, type RecordedMeetingEvent } from '#meetings';
import { agenciesInObstacleEvent, describeObstacleEvent, obstacle, type RecordedObstacleEvent } from '#obstacles';
import { describePlanEvent, describeYearsEvent, type PlanEvent, plan, type RecordedYearsEvent } from '#plans';
import {
  agenciesInProjectEvent,
  describeProjectEvent,
  describeSumsEvent,
  printedSums,
  project,
  type RecordedPrintedSumsEvent,
  type RecordedProjectEvent,
} from '#projects';
import { agenciesInReminderEvent, describeReminderEvent, type RecordedReminderEvent, reminders } from '#reminders';
import {
  agenciesInReporting,
  describeRoundEvent,
  describeRoundReportEvent,
  type RecordedRoundEvent,
  type RecordedRoundReportEvent,
  round,
  roundReport,
} from '#reporting';
import { agenciesInSuccessionEvent, describeSuccessionEvent, type RecordedSuccessionEvent, succession } from '#succession';
import {
  agenciesInTargetEvent,
  baseline,
  describeBaselineEvent,
  describeTargetEvent,
  type RecordedBaselineEvent,
  type RecordedTargetEvent,
  target,
} from '#targets';
import { agenciesIn, describeTaskEvent, type TaskEvent, task } from '#tasks';

type NameOf = (agency: string) => string;

/** What a room says of its own events and how it folds them. The log keeps streams apart by name: what stands under a room's prefix is that room's. */
interface Room<E> {
  describe(event: E, nameOf: NameOf): Sentence;
  agenciesIn?(event: E): readonly string[];
  rules?: unknown;
}

const reader = <E>(streams: string, { describe, agenciesIn, rules }: Room<E>): StreamReader => ({
  streams,
  describe: (event, nameOf) => describe(event as E, nameOf),
  ...(agenciesIn && { agenciesIn: (event: Recorded) => agenciesIn(event as E) }),
  ...(rules !== undefined && { rules: rules as Decider<unknown, Command, Event> }),
});

const ofAgencies = { describe: describeAgencyEvent, agenciesIn: agenciesInAgencyEvent };

/** How the auditor's pages say what happened, room by room. */
export const readers: readonly StreamReader[] = [
  reader<RecordedOf<TaskEvent>>('task-', { describe: describeTaskEvent, agenciesIn, rules: task }),
  reader<RecordedYearsEvent>('years-', { describe: describeYearsEvent }),
  reader<RecordedOf<PlanEvent>>('plan-', { describe: describePlanEvent, rules: plan }),
  reader<RecordedRegistryEvent>('agency-', { ...ofAgencies, rules: agency }),
  reader<RecordedRegistryEvent>('group-', { ...ofAgencies, rules: group }),
  reader<RecordedSuccessionEvent>('succession-', {
    describe: describeSuccessionEvent,
    agenciesIn: agenciesInSuccessionEvent,
    rules: succession,
  }),
  reader<RecordedReminderEvent>('reminder-', {
    describe: describeReminderEvent,
    agenciesIn: agenciesInReminderEvent,
    rules: reminders,
  }),
  reader<RecordedRoundEvent>('round-', { describe: describeRoundEvent, agenciesIn: agenciesInReporting, rules: round }),
  reader<RecordedRoundReportEvent>('report-', {
    describe: describeRoundReportEvent,
    agenciesIn: agenciesInReporting,
    rules: roundReport,
  }),
  reader<RecordedMeetingEvent>('meeting-', {
    describe: describeMeetingEvent,
    agenciesIn: agenciesInMeetingEvent,
    rules: meeting,
  }),
  reader<RecordedObstacleEvent>('obstacle-', {
    describe: describeObstacleEvent,
    agenciesIn: agenciesInObstacleEvent,
    rules: obstacle,
  }),
  reader<RecordedTargetEvent>('target-', { describe: describeTargetEvent, agenciesIn: agenciesInTargetEvent, rules: target }),
  reader<RecordedBaselineEvent>('baseline-', { describe: describeBaselineEvent, rules: baseline }),
  reader<RecordedProjectEvent>('project-', {
    describe: describeProjectEvent,
    agenciesIn: agenciesInProjectEvent,
    rules: project,
  }),
  reader<RecordedPrintedSumsEvent>('sums-', { describe: describeSumsEvent, rules: printedSums }),
];

import { agenciesInAgencyEvent, agency, describeAgencyEvent, group, type RecordedRegistryEvent } from '#agencies';
import type { StreamReader } from '#history';
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
import { describeReminderEvent, type RecordedReminderEvent, reminders } from '#reminders';
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

/** The log keeps streams apart by name: what is read from a room's stream are that room's events. */
const ofTask = (event: Recorded) => event as RecordedOf<TaskEvent>;

const ofPlan = (event: Recorded) => event as RecordedOf<PlanEvent>;

const ofRound = (event: Recorded) => event as RecordedRoundEvent;

const ofReport = (event: Recorded) => event as RecordedRoundReportEvent;

const ofObstacle = (event: Recorded) => event as RecordedObstacleEvent;

const ofMeeting = (event: Recorded) => event as RecordedMeetingEvent;

const ofAgency = (event: Recorded) => event as RecordedRegistryEvent;

const ofSuccession = (event: Recorded) => event as RecordedSuccessionEvent;

const ofReminder = (event: Recorded) => event as RecordedReminderEvent;
const ofTarget = (event: Recorded) => event as RecordedTargetEvent;

const ofProject = (event: Recorded) => event as RecordedProjectEvent;

/** How the auditor's pages say what happened, room by room. */
export const readers: readonly StreamReader[] = [
  {
    streams: 'task-',
    describe: (event, nameOf) => describeTaskEvent(ofTask(event), nameOf),
    agenciesIn: (event) => agenciesIn(ofTask(event)),
    rules: task as unknown as Decider<unknown, Command, Event>,
  },
  { streams: 'years-', describe: (event) => describeYearsEvent(event as RecordedYearsEvent) },
  {
    streams: 'plan-',
    describe: (event) => describePlanEvent(ofPlan(event)),
    rules: plan as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'agency-',
    describe: (event, nameOf) => describeAgencyEvent(ofAgency(event), nameOf),
    agenciesIn: (event) => agenciesInAgencyEvent(ofAgency(event)),
    rules: agency as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'group-',
    describe: (event, nameOf) => describeAgencyEvent(ofAgency(event), nameOf),
    agenciesIn: (event) => agenciesInAgencyEvent(ofAgency(event)),
    rules: group as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'succession-',
    describe: (event, nameOf) => describeSuccessionEvent(ofSuccession(event), nameOf),
    agenciesIn: (event) => agenciesInSuccessionEvent(ofSuccession(event)),
    rules: succession as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'reminder-',
    describe: (event, nameOf) => describeReminderEvent(ofReminder(event), nameOf),
    agenciesIn: (event) => {
      const it = ofReminder(event);
      return it.type === 'reminded' ? [it.data.agency] : [];
    },
    rules: reminders as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'round-',
    describe: (event, nameOf) => describeRoundEvent(ofRound(event), nameOf),
    agenciesIn: (event) => agenciesInReporting(ofRound(event)),
    rules: round as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'report-',
    describe: (event, nameOf) => describeRoundReportEvent(ofReport(event), nameOf),
    agenciesIn: (event) => agenciesInReporting(ofReport(event)),
    rules: roundReport as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'meeting-',
    describe: (event) => describeMeetingEvent(ofMeeting(event)),
    agenciesIn: (event) => agenciesInMeetingEvent(ofMeeting(event)),
    rules: meeting as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'obstacle-',
    describe: (event, nameOf) => describeObstacleEvent(ofObstacle(event), nameOf),
    agenciesIn: (event) => agenciesInObstacleEvent(ofObstacle(event)),
    rules: obstacle as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'target-',
    describe: (event, nameOf) => describeTargetEvent(ofTarget(event), nameOf),
    agenciesIn: (event) => agenciesInTargetEvent(ofTarget(event)),
    rules: target as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'baseline-',
    describe: (event) => describeBaselineEvent(event as RecordedBaselineEvent),
    rules: baseline as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'project-',
    describe: (event, nameOf) => describeProjectEvent(ofProject(event), nameOf),
    agenciesIn: (event) => agenciesInProjectEvent(ofProject(event)),
    rules: project as unknown as Decider<unknown, Command, Event>,
  },
  {
    streams: 'sums-',
    describe: (event) => describeSumsEvent(event as RecordedPrintedSumsEvent),
    rules: printedSums as unknown as Decider<unknown, Command, Event>,
  },
];

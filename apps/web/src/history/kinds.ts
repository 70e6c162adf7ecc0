/** What an event of a task is about, for its mark in a timeline. */
export const kinds = {
  progress: ['milestone-planned', 'milestone-reported', 'report-accepted', 'report-returned', 'corrected'],
  due: ['due-read', 'due-changed', 'extension-requested', 'extension-granted', 'extension-refused', 'delayed'],
  completion: ['completed', 'completion-accepted', 'completion-returned', 'exceeded', 'reopened'],
  assignment: ['assigned', 'reassigned', 'coordination-changed', 'suspended', 'resumed', 'cancelled'],
} as const;

export type Kind = keyof typeof kinds | 'other';

/** Everything that can happen, by room, for the filter of kinds. */
export const rooms = {
  tasks: [
    'assigned',
    'due-read',
    'due-changed',
    'milestone-planned',
    'milestone-reported',
    'report-accepted',
    'report-returned',
    'delayed',
    'extension-requested',
    'extension-granted',
    'extension-refused',
    'completed',
    'completion-accepted',
    'completion-returned',
    'objective-cause-accepted',
    'exceeded',
    'suspended',
    'resumed',
    'reassigned',
    'coordination-changed',
    'reopened',
    'cancelled',
    'corrected',
  ],
  reminders: ['reminded', 'report-reminded', 'reminder-delivered'],
  rounds: [
    'round-opened',
    'round-extended',
    'agency-exempted',
    'round-duty-passed',
    'round-closed',
    'round-reopened',
    'round-report-prepared',
    'round-report-signed',
    'round-report-returned',
    'round-report-supplemented',
  ],
  targets: [
    'target-set',
    'target-revised',
    'target-dropped',
    'reading-changed',
    'bodies-changed',
    'item-linked',
    'item-unlinked',
    'measured',
    'measurement-withdrawn',
    'judged',
    'baseline-recorded',
    'baseline-revised',
    'baseline-dropped',
    'baseline-linked',
    'baseline-unlinked',
  ],
  projects: [
    'project-listed',
    'project-revised',
    'project-dropped',
    'money-changed',
    'owner-changed',
    'disbursed',
    'disbursement-withdrawn',
    'project-accepted',
    'acceptance-withdrawn',
    'sums-printed',
  ],
  obstacles: ['obstacle-raised', 'obstacle-escalated', 'obstacle-answered', 'obstacle-resolved'],
  meetings: [
    'meeting-convened',
    'agenda-frozen',
    'concluded',
    'conclusion-carried',
    'conclusion-refused',
    'conclusion-followed-up',
  ],
  succession: [
    'succession-opened',
    'duties-directed',
    'duties-parked',
    'succession-concluded',
    'succession-carried',
    'succession-withdrawn',
  ],
  agencies: [
    'agency-registered',
    'alias-added',
    'agency-renamed',
    'agency-reclassified',
    'head-appointed',
    'head-left',
    'agency-dissolved',
    'group-defined',
    'group-name-added',
    'member-joined',
    'member-left',
  ],
  plans: [
    'plan-imported',
    'text-read',
    'rows-read',
    'findings-raised',
    'findings-withdrawn',
    'changed-file-read',
    'plan-amended',
    'finding-settled',
    'rows-linked',
    'rows-unlinked',
    'tasks-carried-over',
  ],
} as const;

export type Room = keyof typeof rooms;
export type KnownType = (typeof rooms)[Room][number];
const types: readonly string[] = Object.values(rooms).flat();
export const isKnownType = (type: string): type is KnownType => types.includes(type);

export function kindOf(type: string): Kind {
  for (const kind of ['progress', 'due', 'completion', 'assignment'] as const)
    if ((kinds[kind] as readonly string[]).includes(type)) return kind;
  return 'other';
}

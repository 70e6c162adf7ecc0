/** What an event is about, for its mark in a timeline and for the filter of kinds. */
export const kinds = {
  progress: ['milestone-planned', 'milestone-reported', 'report-accepted', 'report-returned', 'corrected'],
  due: ['due-read', 'due-changed', 'extension-requested', 'extension-granted', 'extension-refused', 'delayed'],
  completion: ['completed', 'completion-accepted', 'completion-returned', 'exceeded', 'reopened'],
  assignment: ['assigned', 'reassigned', 'coordination-changed', 'suspended', 'resumed', 'cancelled'],
} as const;

export type Kind = keyof typeof kinds | 'other';
export const eventTypes = Object.values(kinds).flat();
export type KnownType = (typeof eventTypes)[number];
export const isKnownType = (type: string): type is KnownType => (eventTypes as readonly string[]).includes(type);

export function kindOf(type: string): Kind {
  if (type === 'delayed') return 'due';
  for (const kind of ['progress', 'due', 'completion', 'assignment'] as const)
    if ((kinds[kind] as readonly string[]).includes(type)) return kind;
  return 'other';
}

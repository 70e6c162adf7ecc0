/** What the server answers: the shapes of /api that the page reads. Days are `2025-03-31`, moments ISO 8601 in UTC. */

export const statuses = [
  'overdue',
  'due-soon',
  'awaiting-acceptance',
  'on-track',
  'not-started',
  'no-deadline',
  'continuous',
  'completed-late',
  'completed-on-time',
  'suspended',
  'cancelled',
] as const;
export type Status = (typeof statuses)[number];
export type Counts = Partial<Record<Status, number>>;

export type Role = 'officer' | 'head' | 'standing' | 'committee' | 'interior' | 'auditor' | 'admin';

export interface Me {
  user: string;
  name: string;
  role: Role;
  agency: Named | null;
  permissions: string[];
  csrf: string;
  sample: boolean;
}

export interface Named {
  id: string;
  name: string;
}

export interface Freshness {
  projection: string;
  position: string;
  head: string;
  state: 'running' | 'rebuilding' | 'stopped';
  updatedAt: string | null;
}

export interface Rows<Row> {
  rows: Row[];
  freshness?: Freshness;
}

export interface Plan {
  id: string;
  number: string;
  title: string;
  adoptedOn: string;
  year: number;
  issuer: string;
  counts: {
    items: number;
    tasks: number;
    targets: number;
    results: number;
    projects: number;
    findings: number;
    findingsOpen: number;
  };
  simulated: boolean;
}

export type Due =
  | { kind: 'date'; on: string; printed: string; rule: string }
  | { kind: 'continuous'; every: 'month' | 'quarter'; printed: string; rule: string }
  | { kind: 'dependent'; waitsFor: string; printed: string; rule: string }
  | { kind: 'unset'; printed: string };

export interface Party {
  printed: string;
  kind: 'agency' | 'group' | 'unknown';
  id: string | null;
  name?: string | null;
}

export interface TaskRow {
  id: string;
  plan: string;
  item: string;
  section: string;
  title: string;
  agency: Named;
  group: string | null;
  coordinating: Party[];
  due: Due;
  firstDue: string | null;
  dueOn: string | null;
  status: Status;
  /** Calendar days past the due day: running while overdue, fixed by the claim afterwards. */
  lateDays: number;
  excusedDays?: number;
  /** Late days beside those; nothing wipes them out. */
  earlierLateDays?: number;
  /** Of `lateDays`, those that ran while another agency was accountable. */
  inheritedLateDays?: number;
  silent?: boolean;
  reportsPending?: number;
  returned?: boolean;
  withoutEvidence?: boolean;
  workingDaysLeft: number | null;
  progress: number | null;
  reportedOn: string | null;
  reportAgeDays: number | null;
  evidence: number;
  reports: number;
  extensions: number;
  delayedDeclared: boolean;
  exceeded: boolean;
  simulated: boolean;
  version: number;
}

export interface TaskList extends Rows<TaskRow> {
  total: number;
  /** There are more than `total`: so many have the words that they were not counted. */
  more: boolean;
  counts: Counts | null;
  asOf: string;
  knownOn: string | null;
}
export interface EventRef {
  id: string;
  stream: string;
  version: number;
  position: string;
  type: string;
  recordedAt: string;
  on: string | null;
}

export interface Evidence {
  sha256: string;
  name: string;
  size: number;
  type: string;
}

export interface Document {
  number: string;
  on?: string;
}

export interface Report {
  report: string;
  progress: number;
  narrative: string;
  evidence: Evidence[];
  document: Document | null;
  occurredOn: string;
  backdatedDays: number;
  recordedAt: string;
  by: string | null;
  state: 'submitted' | 'accepted' | 'returned';
  reason: string | null;
  corrected: boolean;
}

export interface Claim {
  claim: string;
  narrative: string;
  evidence: Evidence[];
  document: Document | null;
  occurredOn: string;
  on: string;
  state: 'submitted' | 'accepted' | 'returned';
  reason: string | null;
}

export interface Extension {
  request: string;
  until: string;
  reason: string;
  state: 'requested' | 'granted' | 'refused';
  on: string;
  decidedOn: string | null;
  evidence?: Evidence[];
}

export interface Delay {
  by: 'agency' | 'watch';
  cause: string | null;
  explanation: string | null;
  expectedOn: string | null;
  due?: string | null;
  on: string;
}

export interface DueStep {
  from: string;
  dueOn: string | null;
  printed: string;
  rule: string | null;
  how: 'printed' | 'read' | 'changed' | 'extended';
  reason: string | null;
  document: Document | null;
  by: string | null;
  event: EventRef | null;
}

export interface Milestone {
  milestone: string;
  title: string;
  on: string;
  reported: boolean;
}

/** The same in both languages. */
export interface Sentence {
  vi: string;
  en: string;
}

export interface TaskView extends Omit<TaskRow, 'reports' | 'extensions'> {
  printedLead: string;
  unit: string | null;
  assignedOn: string;
  why: { sentence: Sentence; steps: (Sentence & { event: EventRef | null })[] };
  dueHistory: DueStep[];
  owners: { agency: Named; from: string; reason: string | null; event: EventRef | null }[];
  milestones: Milestone[];
  reports: Report[];
  claims: Claim[];
  extensions: Extension[];
  delays: Delay[];
  actions: string[];
  freshness?: Freshness;
}

/** A page of the record; `next` is the position to go on before. */
export interface HistoryPage extends Rows<HistoryRow> {
  next: string | null;
}

export interface HistoryRow {
  id: string;
  stream: string;
  version: number;
  position: string;
  type: string;
  recordedAt: string;
  on: string | null;
  actor: { user: string; name: string | null; agency: string | null; agencyName?: string | null; role: string };
  vi: string;
  en: string;
  data: Record<string, unknown>;
  simulated: boolean;
}

export interface MyTasks {
  agency: Named | null;
  today: string;
  asOf: string;
  urgent: (TaskRow & { reason: 'returned' | 'overdue' | 'due-soon' | 'silent' | 'awaiting-acceptance' })[];
  /** The first of `total`. */
  rows: TaskRow[];
  total: number;
  /** The first of `coordinatingTotal`. */
  coordinating: TaskRow[];
  coordinatingTotal: number;
  calendar: { month: string; due: number; overdue: number; done: number }[];
  undated: number;
  freshness?: Freshness;
}

export interface Four {
  onTime: number;
  late: number;
  openInTime: number;
  overdue: number;
  noDate: number;
  suspended: number;
  cancelled: number;
}

export interface Rate {
  numerator: number;
  denominator: number;
  percent: number | null;
}

export interface AgencyLine {
  id: string;
  name: string;
  kind: string;
  bloc: string | null;
  ratable: boolean;
}

export interface Board extends Rows<BoardRow> {
  asOf: string;
  knownOn: string | null;
  totals: Four;
  undated: TaskRow[];
  undatedTotal: number;
  /** More calendar days than these without a word are silence. */
  silence: { monthly: number; other: number };
  silent: TaskRow[];
  silentTotal: number;
}

/** The one asked longest ago first. */
export interface ToDecide
  extends Rows<{
    task: TaskRow;
    request: string;
    /** Who was accountable when it was asked. */
    askedBy: Named;
    until: string;
    reason: string;
    askedOn: string;
    /** Calendar days. */
    askedDaysAgo: number;
  }> {
  total: number;
  asOf: string;
  /** What to ask for the rows behind these. */
  next: string | null;
}

export interface BoardRow {
  agency: AgencyLine;
  four: Four;
  rates: { completion: Rate; onTime: Rate };
  oldestOverdueDays: number | null;
  tasks: TaskRow[];
}

export interface Finding {
  id: string;
  severity: 'blocking' | 'decision' | 'notice';
  code: string;
  item: string | null;
  appendix: string | null;
  line: number | null;
  printed: string | null;
  proposed: string | null;
  vi: string;
  en: string;
  settled: { by: string; on: string; choice: 'accept' | 'change' | 'keep'; value: string | null; note: string | null } | null;
}

export interface ImportReport {
  dryRun: boolean;
  plan: string;
  file: { name: string; size: number; sha256: string };
  counts: Record<'items' | 'targets' | 'results' | 'projects', number> & {
    findings: { blocking: number; decision: number; notice: number };
  };
  tasks: number;
  findings: Finding[];
  differences: { code: string; kind: 'added' | 'changed' | 'removed'; was: string | null; now: string | null }[];
  eventsWritten: number;
  mayLeaveOut: boolean;
  unchanged: boolean;
  leftToOthers: { task: string; code: string; vi: string; en: string }[];
}

export interface Agency extends AgencyLine {
  parent: string | null;
  aliases: string[];
  heads: { subject: string; from: string; to: string | null; office: string }[];
  source: string | null;
}

export interface AgencyGroup {
  id: string;
  name: string;
  members: { agency: string; name?: string; from: string | null; to: string | null; source: string | null }[];
}

export interface CommandAnswer {
  stream: string;
  version: number;
  position: string;
  repeated: boolean;
  events: string[];
  leftToOthers?: { task: string; code: string; vi: string; en: string }[];
}

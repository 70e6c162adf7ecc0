import type { Named } from '../api/answers';

export interface Succession {
  succession: string;
  kind: 'rename' | 'merge' | 'split' | 'dissolve' | 'move-function';
  title: string;
  on: string;
  basis: { number: string; on: string | null; source: string };
  unverified: boolean;
  phase: 'open' | 'concluded' | 'carried' | 'withdrawn';
  from: Named[];
  to: Named[];
  carriedOn: string | null;
  directed: number;
  parked: number;
  simulated: boolean;
  version: number;
}

export interface Duty {
  kind: string;
  id: string;
  title: string;
  state: { vi: string; en: string };
  lateDays: number;
  from: Named;
  proposed: Named | null;
  to: Named | null;
  parked: string | null;
  orphaned: boolean;
}

export interface SuccessionView extends Succession {
  note: string;
  changes: (Named & { newName: string | null })[];
  groups: { group: Named; agency: Named; change: 'joins' | 'leaves' }[];
  duties: Duty[];
  counts: Record<'open' | 'directed' | 'parked' | 'orphaned' | 'overdue' | 'waiting', number>;
  warnings: { vi: string; en: string }[];
  /** What each kind of duty is called. */
  kinds: Record<string, { vi: string; en: string }>;
}

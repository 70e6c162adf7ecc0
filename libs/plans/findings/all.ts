import type { WorkingCalendar } from '#calendar';
import { type Finding, findingsFrom, type Observation } from '../finding.js';
import type { AdministrativeUnits } from '../reading/administrative-units.js';
import type { PlanRead } from '../reading/read-plan.js';
import { conflictFindings } from './conflicts.js';
import { deadlineFindings } from './deadlines.js';
import { figureFindings } from './figures.js';
import { moneyFindings } from './money.js';
import { repetitionFindings } from './repetitions.js';
import { resultFindings } from './results.js';
import { rowFindings } from './rows.js';
import { spellingFindings } from './spelling.js';

/** What is known besides the file itself: days off, and how many districts and communes there were when. */
export interface BesideTheFile {
  readonly calendar: WorkingCalendar | null;
  readonly units: readonly AdministrativeUnits[];
}

/** Everything in a plan that a person must know or settle. Every rule reads any plan; none knows this one. */
export function findingsOf(
  { plan, observations }: PlanRead,
  around: BesideTheFile,
  more: readonly Observation[] = [],
): Finding[] {
  return findingsFrom([
    ...observations,
    ...deadlineFindings(plan, around.calendar),
    ...rowFindings(plan),
    ...resultFindings(plan),
    ...moneyFindings(plan),
    ...figureFindings(plan),
    ...conflictFindings(plan, around.units),
    ...repetitionFindings(plan),
    ...spellingFindings(plan),
    ...more,
  ]);
}

import { readFileSync } from 'node:fs';
import { decide, instant, localDate, position, type UserId } from '#language';
import { findingsOf } from './findings/all.js';
import { draftOf, fileOf } from './plan.draft.js';
import type { PlanEvent } from './plan.events.js';
import { plan } from './plan.js';
import { plans } from './plan.projection.js';
import { readPlan } from './reading/read-plan.js';

const actor = { user: 'u_standing' as UserId, agency: null, role: 'standing' as const };
const now = instant('2025-01-06T03:00:00Z');
const meta = { actor, commandId: 'c', digest: '', correlationId: 'c', causationId: 'c' };

type Seen = Parameters<typeof plans.apply>[1];
const recorded = (events: readonly PlanEvent[]): Seen[] =>
  events.map(
    (event, i): Seen => ({
      ...event,
      id: `e${i}`,
      stream: 'plan-267-2025',
      version: i + 1,
      position: position(i + 1),
      meta,
      recordedAt: now,
    }),
  );
const folded = (events: readonly Seen[]) => events.reduce(plans.apply, plans.initial('plan-267-2025'));
const assigned: Seen = {
  id: 't1',
  stream: 'task-267-2025/IV.I.1/so-y-te',
  version: 1,
  position: position(99),
  meta,
  recordedAt: now,
  type: 'assigned',
  data: { plan: '267-2025', item: 'IV.I.1' },
};

let record: Promise<readonly PlanEvent[]> | null = null;
const imported = () => {
  record ??= importing();
  return record;
};

async function importing(): Promise<readonly PlanEvent[]> {
  const bytes = readFileSync('seeds/plans/267-KH-UBND.txt');
  const read = await readPlan(bytes);
  const draft = draftOf(read.plan, fileOf('plan.txt', bytes), findingsOf(read, { calendar: null, units: [] }));
  return decide(plan, plan.initial, { type: 'import', draft, confirm: null }, { actor, now, today: localDate('2025-01-06') });
}

describe('the rows of a plan', () => {
  it('are those that were read, in printed order, with their counts', async () => {
    const rows = plans.rows(folded(recorded(await imported())), 'plan-267-2025');
    expect(rows.plans?.[0]).toMatchObject({
      id: '267-2025',
      counts: { items: 33, targets: 28, results: 24, projects: 29, tasks: 0 },
    });
    expect(rows.plan_items?.map((row) => row.code).slice(0, 3)).toEqual(['IV.I.1', 'IV.I.2', 'IV.II.1']);
    expect(rows.plan_items?.at(-1)).toMatchObject({ code: 'IV.VIII.5', place: 32, section_title: 'Xã hội số' });
  });
  it('count the tasks assigned under the plan', async () => {
    expect(plans.keyOf?.(assigned)).toBe('plan-267-2025');
    const rows = plans.rows(folded([...recorded(await imported()), assigned]), 'plan-267-2025');
    expect(rows.plans?.[0]).toMatchObject({ counts: { tasks: 1 } });
  });
  it('of a task seen before its plan are none, and not lost', () =>
    expect(plans.rows(plans.initial('plan-9-2026'), 'plan-9-2026')).toEqual({}));
  it('say who settled a finding and when, and leave it out of what is open', async () => {
    const events = await imported();
    const settled: PlanEvent = {
      type: 'finding-settled',
      data: { finding: 'deadline-blank-iv-vi-3', choice: 'accept', value: '2025-12-31', note: null, on: localDate('2025-01-06') },
    };
    const open = (list: readonly PlanEvent[]) =>
      (plans.rows(folded(recorded(list)), '').plan_findings ?? []).filter((row) => row.settled === null).length;
    expect(open([...events, settled])).toBe(open(events) - 1);
    const rows = plans.rows(folded(recorded([...events, settled])), '');
    expect(rows.plan_findings?.find((row) => row.id === 'deadline-blank-iv-vi-3')?.settled).toMatchObject({
      by: 'u_standing',
      value: '2025-12-31',
    });
  });
  it('give every table only columns that it has', async () => {
    const rows = plans.rows(folded(recorded(await imported())), '');
    for (const table of plans.tables)
      for (const row of rows[table.name] ?? []) expect(Object.keys(row).sort()).toEqual(Object.keys(table.columns).sort());
  });
});

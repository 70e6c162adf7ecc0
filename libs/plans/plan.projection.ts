import { projection, type Row } from '#event-store';
import type { Event, RecordedOf } from '#language';
import type { Finding } from './finding.js';
import type { PlanEvent, ReadRow, SectionHead } from './plan.events.js';

/** Of a task's life the plans only need to know that it was assigned, and under which plan. */
type Seen = PlanEvent | Event<'assigned', { readonly plan: string; readonly item: string }>;

interface Placed {
  readonly appendix: string;
  readonly section: SectionHead;
  readonly row: ReadRow;
}

interface SettledView {
  readonly by: string;
  readonly on: string;
  readonly at: string;
  readonly choice: string;
  readonly value: string | null;
  readonly note: string | null;
}

interface PlanView {
  readonly head: Row | null;
  readonly rows: readonly Placed[];
  readonly findings: readonly { readonly finding: Finding; readonly settled: SettledView | null }[];
  readonly tasks: number;
}

const row = {
  plan: 'text',
  code: 'text',
  place: 'int',
  appendix: 'text',
  section: 'text',
  section_title: 'text',
  title: 'text',
  line: 'int',
  data: 'jsonb',
} as const;
const rowTable = (name: string) => ({ name, columns: row, key: ['plan', 'code'], indexes: ['(plan, place)'] });
const tables = { item: 'plan_items', target: 'plan_targets', result: 'plan_results', project: 'plan_projects' } as const;

/** Plans with their rows and findings, as printed and as settled. */
export const plans = projection<PlanView, Seen>({
  name: 'plans',
  version: 1,
  reads: {
    streams: ['plan-', 'task-'],
    types: [
      'plan-imported',
      'text-read',
      'rows-read',
      'findings-raised',
      'findings-withdrawn',
      'changed-file-read',
      'plan-amended',
      'finding-settled',
      'assigned',
    ],
  },
  keyOf: (event) => (event.type === 'assigned' ? `plan-${event.data.plan}` : event.stream),
  initial: () => ({ head: null, rows: [], findings: [], tasks: 0 }),
  apply: (view, event) => applied(view, event),
  tables: [
    {
      name: 'plans',
      columns: {
        id: 'text',
        number: 'text',
        year: 'int',
        title: 'text',
        issuer: 'text',
        place: 'text',
        adopted_on: 'date',
        signer: 'text',
        file: 'jsonb',
        appendices: 'jsonb',
        sections: 'jsonb',
        counts: 'jsonb',
        simulated: 'boolean',
      },
      key: ['id'],
    },
    rowTable(tables.item),
    rowTable(tables.target),
    rowTable(tables.result),
    rowTable(tables.project),
    {
      name: 'plan_findings',
      columns: {
        plan: 'text',
        id: 'text',
        place: 'int',
        severity: 'text',
        code: 'text',
        item: 'text',
        appendix: 'text',
        line: 'int',
        printed: 'text',
        proposed: 'text',
        vi: 'text',
        en: 'text',
        figures: 'jsonb',
        settled: 'jsonb',
      },
      key: ['plan', 'id'],
      indexes: ['(plan, place)'],
    },
  ],
  rows: (view) => rowsOf(view),
});

export const plansProjections = [plans];

function applied(view: PlanView, event: RecordedOf<Seen>): PlanView {
  switch (event.type) {
    case 'plan-imported': {
      const { plan, ...facts } = event.data;
      return { ...view, head: { id: plan, ...facts, simulated: event.meta.simulated === true } };
    }
    case 'changed-file-read':
      return { ...view, head: { ...view.head, ...event.data } };
    case 'text-read':
      return view;
    case 'rows-read': {
      const { appendix, section, rows } = event.data;
      return { ...view, rows: [...view.rows, ...rows.map((it) => ({ appendix, section, row: it }))] };
    }
    case 'plan-amended': {
      const { code, appendix, section, now } = event.data;
      const placed = now ? [{ appendix, section, row: now }] : [];
      const at = view.rows.findIndex((it) => it.row.code === code);
      const rows = at < 0 ? [...view.rows, ...placed] : [...view.rows.slice(0, at), ...placed, ...view.rows.slice(at + 1)];
      return { ...view, rows: inOrder(rows) };
    }
    case 'findings-raised': {
      const raised = new Set(event.data.findings.map((finding) => finding.id));
      const kept = view.findings.filter((it) => !raised.has(it.finding.id));
      return { ...view, findings: [...kept, ...event.data.findings.map((finding) => ({ finding, settled: null }))] };
    }
    case 'findings-withdrawn':
      return { ...view, findings: view.findings.filter((it) => !event.data.findings.includes(it.finding.id)) };
    case 'finding-settled': {
      const { finding: id, choice, value, note, on } = event.data;
      const settled = { by: event.meta.actor.user, on, at: event.recordedAt, choice, value, note };
      return { ...view, findings: view.findings.map((it) => (it.finding.id === id ? { ...it, settled } : it)) };
    }
    case 'assigned':
      return { ...view, tasks: view.tasks + 1 };
  }
}

/** By appendix and line, as the newest file prints them; a row keeps its neighbours of the same section. */
const inOrder = (rows: readonly Placed[]): Placed[] =>
  rows
    .map((it, i) => ({ it, i }))
    .sort((a, b) => (a.it.appendix === b.it.appendix ? a.it.row.line - b.it.row.line : 0) || a.i - b.i)
    .map(({ it }) => it);

function rowsOf(view: PlanView): Record<string, Row[]> {
  if (!view.head) return {};
  const { head, rows, findings } = view;
  const id = String(head.id);
  const of = (kind: keyof typeof tables): Row[] =>
    rows
      .filter((it) => it.row.kind === kind)
      .map(({ appendix, section, row: { code, title, line, ...data } }, place) => ({
        plan: id,
        code,
        place,
        appendix,
        section: section.numeral,
        section_title: section.title,
        title,
        line,
        data,
      }));
  const table = { plan_items: of('item'), plan_targets: of('target'), plan_results: of('result'), plan_projects: of('project') };
  const sections = rows.reduce<{ appendix: string; numeral: string; title: string; rows: number }[]>(
    (seen, { appendix, section }) => {
      const known = seen.find((it) => it.appendix === appendix && it.numeral === section.numeral);
      if (known) known.rows += 1;
      else seen.push({ appendix, numeral: section.numeral, title: section.title, rows: 1 });
      return seen;
    },
    [],
  );
  const counts = {
    items: table.plan_items.length,
    tasks: view.tasks,
    targets: table.plan_targets.length,
    results: table.plan_results.length,
    projects: table.plan_projects.length,
    findings: findings.length,
    findingsOpen: findings.filter((it) => it.settled === null && it.finding.severity !== 'notice').length,
  };
  const { number, year, title, issuer, place, adoptedOn, signer, file, appendices, simulated } = head;
  return {
    ...table,
    plans: [
      { id, number, year, title, issuer, place, adopted_on: adoptedOn, signer, file, appendices, sections, counts, simulated },
    ],
    plan_findings: findings.map(({ finding, settled }, order) => ({ plan: id, ...finding, place: order, settled })),
  };
}

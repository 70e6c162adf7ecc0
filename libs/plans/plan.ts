import { decider, type ItemCode, type LocalDate, type PlanId, Refusal } from '#language';
import { badRows, type Finding, mayLeaveOut } from './finding.js';
import { type Difference, type KnownRow, wordingOf } from './plan.difference.js';
import type { PlanDraft } from './plan.draft.js';
import type { AppendixHead, PlanEvent, PlanFacts, SettlementChoice } from './plan.events.js';
import { fold } from './reading/wording.js';

/** A plan as its record gives it: a plain JSON value. */
export interface Plan {
  readonly id: PlanId | null;
  readonly facts: PlanFacts | null;
  /** Digests of the files that were read, the one that counts last. */
  readonly files: readonly string[];
  readonly appendices: readonly AppendixHead[];
  readonly rows: Readonly<Record<string, KnownRow>>;
  /** Every code that was ever a row's, so that none is given twice. */
  readonly codes: readonly string[];
  readonly text: readonly string[];
  readonly findings: Readonly<Record<string, { readonly finding: Finding; readonly settled: Settled | null }>>;
  /** Every changed file that was recorded, oldest first. */
  readonly amendments: readonly Amendment[];
}

/** What one changed file changed, kept so that its tasks can be brought up to it whenever that was interrupted. */
export interface Amendment {
  /** Digest of the file. */
  readonly file: string;
  /** Number of the document that decided it; the changed plan's own where none was named. */
  readonly document: string;
  /** The rows it changed, added or removed, as they were before; null: not there. */
  readonly was: Readonly<Record<string, KnownRow | null>>;
}

interface Settled {
  readonly choice: SettlementChoice;
  readonly value: string | null;
  readonly note: string | null;
  readonly on: LocalDate;
}

export type PlanCommand =
  | {
      readonly type: 'import';
      readonly draft: PlanDraft;
      readonly confirm: string | null;
      /** Number of the document that decided a change, where it is not the plan itself. */
      readonly document?: string | null;
      /** Whoever imports has seen the rows that cannot be read, and takes the others first. */
      readonly leaveOut?: boolean;
    }
  | {
      readonly type: 'settle-finding';
      readonly finding: string;
      readonly choice: SettlementChoice;
      readonly value: string | null;
      readonly note: string | null;
    };

const noPlan: Plan = {
  id: null,
  facts: null,
  files: [],
  appendices: [],
  rows: {},
  codes: [],
  text: [],
  findings: {},
  amendments: [],
};

/** The rules of a plan: imported once, amended when a changed file is confirmed, its findings settled by the standing agency. */
export const plan = decider<Plan, PlanCommand, PlanEvent>({
  initial: noPlan,
  stateVersion: 2,

  evolve: {
    'plan-imported': (state, { plan: id, file, appendices, ...facts }) => ({
      ...state,
      id,
      facts,
      appendices,
      files: [file.sha256],
    }),
    'changed-file-read': (state, { file, appendices, document, ...facts }) => ({
      ...state,
      facts,
      appendices,
      files: [...state.files, file.sha256],
      amendments: [...state.amendments, { file: file.sha256, document: document ?? facts.number, was: {} }],
    }),
    'text-read': (state, { part, lines }) => ({
      ...state,
      text: [...(part === 0 ? [] : state.text), ...lines.map((it) => it.text)],
    }),
    'rows-read': (state, { appendix, section, rows }) => ({
      ...state,
      codes: [...state.codes, ...rows.map((row) => row.code)],
      rows: { ...state.rows, ...Object.fromEntries(rows.map((row) => [row.code, { appendix, section, row }])) },
    }),
    'plan-amended': (state, { code, appendix, section, now }) => {
      const { [code]: _, ...others } = state.rows;
      const codes = state.codes.includes(code) ? state.codes : [...state.codes, code];
      const last = state.amendments.at(-1);
      const amendments = last
        ? [...state.amendments.slice(0, -1), { ...last, was: { ...last.was, [code]: state.rows[code] ?? null } }]
        : [];
      return { ...state, amendments, codes, rows: now ? { ...others, [code]: { appendix, section, row: now } } : others };
    },
    'findings-raised': (state, { findings }) => ({
      ...state,
      findings: { ...state.findings, ...Object.fromEntries(findings.map((finding) => [finding.id, { finding, settled: null }])) },
    }),
    'findings-withdrawn': (state, { findings }) => ({
      ...state,
      findings: Object.fromEntries(Object.entries(state.findings).filter(([id]) => !findings.includes(id))),
    }),
    'finding-settled': (state, { finding: id, choice, value, note, on }) => {
      const it = findingOf(state, id);
      return it ? { ...state, findings: { ...state.findings, [id]: { ...it, settled: { choice, value, note, on } } } } : state;
    },
  },

  decide: {
    import: (state, { draft, confirm, document, leaveOut }) => {
      if (state.files.at(-1) === draft.file.sha256) return [];
      if (!leaveOut || !mayLeaveOut(draft.findings)) mustHaveNothingBlocking(draft);
      if (state.id === null) return imported(draft);
      const differences = differencesOf(state, draft);
      if (differences.length === 0) return [];
      if (confirm !== draft.file.sha256) throw notConfirmed(draft, differences);
      return amended(state, draft, document ?? null);
    },
    'settle-finding': (state, command, { actor, today }) => {
      if (!['standing', 'admin', 'system'].includes(actor.role)) throw notYours();
      const it = findingOf(state, command.finding);
      if (!it) throw unknownFinding(command.finding);
      const value = settledValue(it.finding, command.choice, command.value);
      const same = it.settled?.choice === command.choice && it.settled.value === value && it.settled.note === command.note;
      if (same) return [];
      const { finding, choice, note } = command;
      return { type: 'finding-settled', data: { finding, choice, value, note, on: today } };
    },
  },
});

/** A plan comes in whole unless somebody says otherwise: a row left out unseen would be a task that nobody was given. */
function mustHaveNothingBlocking(draft: PlanDraft): void {
  const blocking = draft.findings.filter((finding) => finding.severity === 'blocking');
  if (blocking.length === 0) return;
  const rows = draft.sections.reduce((sum, section) => sum + section.rows.length, 0);
  const rest = blocking.length - shownOfBlocking;
  const said = (language: 'vi' | 'en') => blocking.slice(0, shownOfBlocking).map((it) => it[language]);
  const without = mayLeaveOut(draft.findings);
  throw new Refusal('plan-has-blocking-findings', {
    kind: 'invalid',
    field: 'file',
    vi: [
      `Chưa nhập gì: tệp có ${blocking.length} lỗi chặn. Sửa trong tệp rồi nhập lại; ${rows} dòng khác đọc được và sẽ vào cùng một lần.`,
      ...said('vi'),
      ...(rest > 0 ? [`Và ${rest} lỗi chặn khác.`] : []),
      ...(without
        ? ['Hoặc chọn nhập các dòng đọc được trước; dòng lỗi được giữ trong danh sách cần làm rõ cho đến khi bổ sung.']
        : []),
    ].join(' '),
    en: [
      `Nothing was imported: the file has ${blocking.length} blocking findings. Mend them in the file and import it again; ${rows} other rows can be read and come in with them.`,
      ...said('en'),
      ...(rest > 0 ? [`And ${rest} more.`] : []),
      ...(without
        ? ['Or take the rows that can be read first; the bad ones stay listed as open until they are brought in.']
        : []),
    ].join(' '),
    figures: {
      rows,
      mayLeaveOut: without,
      findings: blocking.map(({ code, line, vi, en, figures }) => ({ code, line, vi, en, figures })),
    },
  });
}

/** How many bad rows the sentence names; all of them are in its figures. */
const shownOfBlocking = 5;

function imported(draft: PlanDraft): PlanEvent[] {
  return [
    { type: 'plan-imported', data: { plan: draft.plan, ...draft.facts, file: draft.file, appendices: draft.appendices } },
    ...textRead(draft),
    ...draft.sections.flatMap(({ rows, ...place }) =>
      inParts(rows).map((part): PlanEvent => ({ type: 'rows-read', data: { ...place, rows: part } })),
    ),
    ...raised(draft.findings),
  ];
}

/** How much of a list goes into one event: far under the log's limit for an event, whatever the list. */
const partSize = 200_000;

function inParts<T>(list: readonly T[]): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const it of list) {
    const size = JSON.stringify(it).length;
    const last = parts.at(-1);
    if (last && size <= room) last.push(it);
    else {
      parts.push([it]);
      room = partSize;
    }
    room -= size;
  }
  return parts;
}

const textRead = ({ text }: PlanDraft): PlanEvent[] =>
  inParts(text).map((lines, part) => ({ type: 'text-read', data: { part, lines } }));
const raised = (findings: readonly Finding[]): PlanEvent[] =>
  inParts(findings).map((part) => ({ type: 'findings-raised', data: { findings: part } }));

interface RowChange {
  readonly change: 'added' | 'changed' | 'removed';
  readonly code: ItemCode;
  readonly was: KnownRow | null;
  readonly now: KnownRow | null;
}

/** In a table with a row that cannot be read nothing counts as removed: the bad row may be the one that seems to be gone. */
function rowChanges(state: Plan, { sections, findings }: PlanDraft): RowChange[] {
  const unsure = new Set(badRows(findings).map((it) => it.appendix));
  const now = sections.flatMap(({ appendix, section, rows }) => rows.map((row): KnownRow => ({ appendix, section, row })));
  const codes = new Set<string>(now.map((it) => it.row.code));
  const removed = Object.values(state.rows).filter((it) => !codes.has(it.row.code) && !unsure.has(it.appendix));
  return [
    ...now.flatMap((it): RowChange[] => {
      const was = state.rows[it.row.code] ?? null;
      if (!was) return [{ change: 'added', code: it.row.code, was, now: it }];
      const same = wordingOf(was.row) === wordingOf(it.row) && fold(was.section.title) === fold(it.section.title);
      return same ? [] : [{ change: 'changed', code: it.row.code, was, now: it }];
    }),
    ...removed.map((was): RowChange => ({ change: 'removed', code: was.row.code, was, now: null })),
  ];
}

/** What a file says differently from the record: facts, rows by their lasting codes, and running text. */
export function differencesOf(state: Plan, draft: PlanDraft): Difference[] {
  const facts = (['number', 'year', 'title', 'issuer', 'place', 'adoptedOn', 'signer'] as const).flatMap((key): Difference[] => {
    const [was, now] = [String(state.facts?.[key] ?? ''), String(draft.facts[key])];
    return was === now ? [] : [{ code: key, kind: 'changed', was, now }];
  });
  const rows = rowChanges(state, draft).map(({ change, code, was, now }): Difference => {
    // A row under another heading says so; under the same one its own words are the difference.
    const moved = was && now && fold(was.section.title) !== fold(now.section.title);
    const words = (it: KnownRow) => (moved ? `${it.section.title} | ${wordingOf(it.row)}` : wordingOf(it.row));
    return { code, kind: change, was: was ? words(was) : null, now: now ? words(now) : null };
  });
  return [...facts, ...rows, ...textDifferences(state.text, draft.text)];
}

function textDifferences(was: readonly string[], now: PlanDraft['text']): Difference[] {
  const [before, after] = [new Set(was.map(fold)), new Set(now.map((it) => fold(it.text)))];
  return [
    ...was
      .filter((text) => !after.has(fold(text)))
      .map((text): Difference => ({ code: 'text', kind: 'removed', was: text, now: null })),
    ...now
      .filter((it) => !before.has(fold(it.text)))
      .map((it): Difference => ({ code: 'text', kind: 'added', was: null, now: it.text })),
  ];
}

function amended(state: Plan, draft: PlanDraft, document: string | null): PlanEvent[] {
  const same = (finding: Finding) => {
    const known = state.findings[finding.id]?.finding;
    return known !== undefined && known.printed === finding.printed && known.proposed === finding.proposed;
  };
  const newlyOpen = draft.findings.filter((finding) => !same(finding));
  const ids = new Set(draft.findings.map((finding) => finding.id));
  const withdrawn = Object.keys(state.findings).filter((id) => !ids.has(id));
  const textChanged = textDifferences(state.text, draft.text).length > 0;
  return [
    {
      type: 'changed-file-read',
      data: { ...draft.facts, file: draft.file, appendices: draft.appendices, ...(document ? { document } : {}) },
    },
    ...(textChanged ? textRead(draft) : []),
    ...rowChanges(state, draft).flatMap(({ change, code, was, now }): PlanEvent[] => {
      const place = now ?? was;
      if (!place) return [];
      const { appendix, section } = place;
      return [{ type: 'plan-amended', data: { change, appendix, section, code, was: was?.row ?? null, now: now?.row ?? null } }];
    }),
    ...(withdrawn.length > 0 ? [{ type: 'findings-withdrawn' as const, data: { findings: withdrawn } }] : []),
    ...raised(newlyOpen),
  ];
}

function notConfirmed(draft: PlanDraft, differences: readonly Difference[]): Refusal {
  return new Refusal('difference-not-confirmed', {
    kind: 'conflict',
    field: 'confirm',
    vi: `Tệp khác với bản đã nhập ở ${differences.length} chỗ. Hãy xem khác biệt rồi xác nhận bằng mã ${draft.file.sha256}.`,
    en: `The file differs from the imported one in ${differences.length} places. Look at them, then confirm with ${draft.file.sha256}.`,
    figures: { confirm: draft.file.sha256, differences },
  });
}

function settledValue(finding: Finding, choice: SettlementChoice, value: string | null): string | null {
  if (choice === 'keep') return null;
  if (finding.severity === 'blocking')
    throw new Refusal('mend-in-the-file', {
      field: 'choice',
      vi: 'Dòng không đọc được thì sửa trong tệp rồi nhập lại; ở đây chỉ có thể ghi chú vì sao bỏ dòng này.',
      en: 'A row that cannot be read is mended in the file, which is imported again; here one can only note why it is left out.',
    });
  if (choice === 'accept' && finding.proposed !== null) return finding.proposed;
  if (choice === 'change' && value !== null && value.trim() !== '') return value.normalize('NFC').trim();
  throw new Refusal(choice === 'accept' ? 'nothing-proposed' : 'value-missing', {
    kind: 'invalid',
    field: choice === 'accept' ? 'choice' : 'value',
    vi:
      choice === 'accept'
        ? 'Điểm này không có đề xuất để chấp nhận; hãy sửa hoặc giữ nguyên.'
        : 'Hãy nêu giá trị thay cho chữ in.',
    en:
      choice === 'accept'
        ? 'Nothing is proposed here to accept; change it or keep it.'
        : 'Give the value that is to replace the print.',
  });
}

/** By a name that was sent: `toString` is no finding, though every object has one. */
const findingOf = ({ findings }: Plan, id: string) => (Object.hasOwn(findings, id) ? findings[id] : undefined);

const unknownFinding = (id: string) =>
  new Refusal('unknown-finding', {
    kind: 'not-found',
    field: 'finding',
    vi: `Kế hoạch không có điểm cần làm rõ “${id}”.`,
    en: `The plan has no finding “${id}”.`,
    figures: { finding: id },
  });

const notYours = () =>
  new Refusal('settling-is-for-the-standing-agency', {
    kind: 'forbidden',
    vi: 'Chỉ cơ quan thường trực được quyết định điểm cần làm rõ.',
    en: 'Only the standing agency settles findings.',
  });

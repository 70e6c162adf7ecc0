import {
  type Actor,
  actingAs,
  compareDecimals,
  type Decimal,
  decider,
  decimalPlaces,
  laterOf,
  minus,
  notInTheFuture,
  Refusal,
  type Situation,
  shown,
  shownDecimal,
  sumOf,
  words,
  zero,
} from '#language';
import type { Document } from '#tasks';
import { currently, type ProjectOnDay } from './project.day.js';
import type { ProjectEvent } from './project.events.js';
import { type ProjectAction, type ProjectCommand, printedFields, projectActions } from './project.requests.js';
import { evolveProject, notListed, type Project } from './project.state.js';

/** Lengths in characters, counts in pieces. Six decimals of a million đồng are single đồng. */
export const limits = {
  reason: 4_000,
  note: 4_000,
  documentNumber: 120,
  evidence: 20,
  disbursements: 1_000,
  decimals: 6,
} as const;

/** The rules of a project: its row is the plan's, its owner pays and says so, the standing agency or the committee accepts. */
export const project = decider<Project, ProjectCommand, ProjectEvent>({
  initial: notListed,
  evolve: evolveProject,
  decide: {
    list: (state, { row, document }, situation) => {
      mustLookAfter(situation, ['admin', 'system']);
      if (!state.listed) return { type: 'project-listed', data: row };
      const print = state.prints.at(-1);
      if (!state.dropped && print && printedFields.every((field) => print[field] === row[field])) return [];
      const { plan: _, item: __, year: ___, on: ____, ...read } = row;
      return { type: 'project-revised', data: { ...read, document, on: situation.today } };
    },

    drop: (state, { document }, situation) => {
      mustLookAfter(situation, ['admin', 'system']);
      if (!state.listed || state.dropped) return [];
      return { type: 'project-dropped', data: { document, on: situation.today } };
    },

    'change-money': (state, command, situation) => {
      const { money } = mayChange(state, situation);
      const total = command.total === null ? money.total : amountOf(command.total, 'total');
      const allotted = command.allotted === null ? money.allotted : amountOf(command.allotted, 'allotted');
      if (total === money.total && allotted === money.allotted) return [];
      const said = { reason: reasonOf(command.reason), document: documented(command.document, situation), on: situation.today };
      return { type: 'money-changed', data: { total, allotted, ...said } };
    },

    /** A succession of bodies passes its projects on by itself. What was paid stays with whoever paid it. */
    'change-owner': (state, { to, reason, document, on: asked }, situation) => {
      const { owner } = situation.actor.role === 'system' ? mustBeListed(state) : mayChange(state, situation);
      if (owner.owner === to) return [];
      if (asked !== undefined) notInTheFuture(asked, situation.today, 'on');
      const on = laterOf(asked ?? situation.today, owner.on);
      const said = { reason: reasonOf(reason), document: documented(document, situation), on };
      return { type: 'owner-changed', data: { from: owner.owner, to, ...said } };
    },

    /** More than is allotted is recorded and shown; more than the whole project may cost is refused. */
    disburse: (state, { disbursement, amount, paidOn, document, evidence, note }, situation) => {
      const now = mayDisburse(state, situation);
      const { actor, today } = situation;
      notInTheFuture(paidOn, today, 'paidOn');
      if (compareDecimals(amountOf(amount, 'amount'), zero) === 0)
        throw new Refusal('nothing-disbursed', {
          kind: 'invalid',
          field: 'amount',
          vi: 'Số tiền giải ngân phải lớn hơn 0.',
          en: 'The amount must be above 0.',
          figures: { given: amount },
        });
      mustStayWithin(now, amount);
      if (state.disbursements.length >= limits.disbursements || evidence.length > limits.evidence) throw tooMany();
      return {
        type: 'disbursed',
        data: {
          disbursement,
          amount,
          // mayDisburse let in the owner's people only.
          agency: actor.agency ?? (now.owner.owner as NonNullable<Actor['agency']>),
          paidOn,
          document: document === null ? null : documented(document, situation),
          evidence,
          note: note === null ? null : words(note, 'note', limits.note),
          on: today,
          by: actor.user,
        },
      };
    },

    'withdraw-disbursement': (state, { disbursement, reason }, situation) => {
      mustBeListed(state);
      const found = state.disbursements.find((it) => it.disbursement === disbursement);
      if (!found)
        throw new Refusal('unknown-disbursement', {
          kind: 'not-found',
          field: 'disbursement',
          vi: `Dự án này không có lần giải ngân “${disbursement}”.`,
          en: `This project has no disbursement “${disbursement}”.`,
          figures: { disbursement },
        });
      if (found.withdrawn) return [];
      if (found.by !== situation.actor.user) mustLookAfter(situation);
      return { type: 'disbursement-withdrawn', data: { disbursement, reason: reasonOf(reason), on: situation.today } };
    },

    accept: (state, { acceptedOn, document, note }, situation) => {
      mayAccept(state, situation);
      notInTheFuture(acceptedOn, situation.today, 'acceptedOn');
      const said = { document: documented(document, situation), note: note === null ? null : words(note, 'note', limits.note) };
      return { type: 'project-accepted', data: { acceptedOn, ...said, on: situation.today } };
    },

    'withdraw-acceptance': (state, { reason }, situation) => {
      mayWithdrawAcceptance(state, situation);
      return { type: 'acceptance-withdrawn', data: { reason: reasonOf(reason), on: situation.today } };
    },
  },
});

function mustBeListed(state: Project): ProjectOnDay {
  const now = currently(state);
  if (!now)
    throw new Refusal('project-not-listed', {
      kind: 'not-found',
      vi: 'Dự án này chưa có trong hồ sơ; hãy nhập kế hoạch trước.',
      en: 'This project is not on record; import the plan first.',
    });
  if (now.status === 'dropped')
    throw new Refusal('project-dropped', {
      vi: `Kế hoạch không còn dự án này (${state.dropped?.document ?? ''}); không ghi thêm được.`,
      en: `The plan no longer has this project (${state.dropped?.document ?? ''}); nothing more can be recorded.`,
    });
  return now;
}

function mayDisburse(state: Project, { actor }: Situation): ProjectOnDay {
  const now = mustBeListed(state);
  const owner = now.owner.owner;
  if (owner === null || actor.agency !== owner || !['officer', 'head', 'standing'].includes(actor.role))
    throw new Refusal('not-the-owner', {
      kind: 'forbidden',
      vi: `Chỉ chủ đầu tư (${owner ?? now.print.printedOwner}) ghi giải ngân; ${actingAs(actor).vi}.`,
      en: `Only the owner (${owner ?? now.print.printedOwner}) records a disbursement; ${actingAs(actor).en}.`,
      figures: { owner, yours: actor.agency, role: actor.role },
    });
  if (now.acceptance === null) return now;
  throw new Refusal('already-accepted', {
    vi: `Dự án đã nghiệm thu ngày ${shown(now.acceptance.acceptedOn)}; nếu còn thanh toán, hãy rút nghiệm thu trước.`,
    en: `The project was accepted on ${shown(now.acceptance.acceptedOn)}; where payments remain, withdraw the acceptance first.`,
    figures: { acceptedOn: now.acceptance.acceptedOn },
  });
}

/** Nobody accepts a project of their own agency (06.14). */
function mayAccept(state: Project, situation: Situation): void {
  const now = mayChange(state, situation);
  if (now.acceptance !== null)
    throw new Refusal('already-accepted', {
      vi: `Dự án đã nghiệm thu ngày ${shown(now.acceptance.acceptedOn)}.`,
      en: `The project was accepted on ${shown(now.acceptance.acceptedOn)}.`,
      figures: { acceptedOn: now.acceptance.acceptedOn },
    });
}

function mayChange(state: Project, situation: Situation): ProjectOnDay {
  const now = mustBeListed(state);
  mustLookAfter(situation);
  if (situation.actor.agency !== null && situation.actor.agency === now.owner.owner)
    throw new Refusal('own-project', {
      kind: 'forbidden',
      vi: `Chủ đầu tư là chính cơ quan của anh/chị (${now.owner.owner}); người ngoài cơ quan, thuộc Ban Chỉ đạo, phải quyết định.`,
      en: `Your own agency (${now.owner.owner}) owns this project; somebody of the committee from outside it must decide.`,
      figures: { owner: now.owner.owner },
    });
  return now;
}

function mayWithdrawAcceptance(state: Project, situation: Situation): void {
  if (mayChange(state, situation).acceptance !== null) return;
  throw new Refusal('not-accepted', { vi: 'Dự án chưa nghiệm thu.', en: 'The project has not been accepted.' });
}

function mustLookAfter({ actor }: Situation, besides: readonly Actor['role'][] = []): void {
  if (['standing', 'committee', ...besides].includes(actor.role)) return;
  throw new Refusal('not-the-standing-agency', {
    kind: 'forbidden',
    vi: `Việc này thuộc cơ quan thường trực hoặc Ban Chỉ đạo; ${actingAs(actor).vi}.`,
    en: `This is for the standing agency or the steering committee; ${actingAs(actor).en}.`,
    figures: { yours: actor.agency, role: actor.role },
  });
}

function mustStayWithin({ money, disbursed }: ProjectOnDay, amount: Decimal): void {
  const after = sumOf([disbursed, amount]);
  if (money.total === null || compareDecimals(after, money.total) <= 0) return;
  const left = minus(money.total, disbursed);
  throw new Refusal('over-total', {
    field: 'amount',
    vi: `Giải ngân ${shownDecimal(amount)} nữa thành ${shownDecimal(after)}, vượt tổng mức ${shownDecimal(money.total)}; còn được ${shownDecimal(left)}. Nếu tổng mức đã điều chỉnh, hãy ghi quyết định điều chỉnh trước.`,
    en: `Disbursing ${shownDecimal(amount, 'en')} more makes ${shownDecimal(after, 'en')}, over the total of ${shownDecimal(money.total, 'en')}; ${shownDecimal(left, 'en')} is left. Where the total was changed, record the decision first.`,
    figures: { amount, after, total: money.total, left },
  });
}

function amountOf(amount: Decimal, field: string): Decimal {
  if (compareDecimals(amount, zero) >= 0 && decimalPlaces(amount) <= limits.decimals) return amount;
  throw new Refusal('not-an-amount', {
    kind: 'invalid',
    field,
    vi: `“${shownDecimal(amount)}” không phải số tiền: cần số từ 0, tối đa ${limits.decimals} chữ số thập phân.`,
    en: `“${amount}” is no amount: give a number from 0 with at most ${limits.decimals} decimals.`,
    figures: { given: amount },
  });
}

const tooMany = () =>
  new Refusal('too-many', {
    kind: 'too-large',
    vi: `Tối đa ${limits.disbursements} lần giải ngân một dự án và ${limits.evidence} tệp mỗi lần.`,
    en: `At most ${limits.disbursements} disbursements a project and ${limits.evidence} files each.`,
    figures: { disbursements: limits.disbursements, files: limits.evidence },
  });

const reasonOf = (reason: string): string => words(reason, 'reason', limits.reason);

function documented({ number, on }: Document, { today }: Situation): Document {
  if (on !== undefined) notInTheFuture(on, today, 'document.on');
  const read = words(number, 'document.number', limits.documentNumber);
  return on === undefined ? { number: read } : { number: read, on };
}

const gates: Readonly<Record<ProjectAction, (state: Project, situation: Situation) => unknown>> = {
  disburse: mayDisburse,
  'withdraw-disbursement': (state, situation) => {
    mustBeListed(state);
    const open = state.disbursements.filter((it) => it.withdrawn === null);
    if (open.length === 0) throw tooMany();
    if (!open.some((it) => it.by === situation.actor.user)) mustLookAfter(situation);
  },
  accept: mayAccept,
  'withdraw-acceptance': mayWithdrawAcceptance,
  'change-money': mayChange,
  'change-owner': mayChange,
};

/** What this actor may do to the project now: the gates of the rules themselves. */
export const permittedOn = (state: Project, situation: Situation): readonly ProjectAction[] =>
  projectActions.filter((action) => {
    try {
      gates[action](state, situation);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });

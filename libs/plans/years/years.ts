import {
  actingAs,
  type Command,
  decider,
  type ItemCode,
  longestDocumentNumber,
  type PlanId,
  Refusal,
  type Situation,
  words,
} from '#language';
import type { CarriedTask, Link, YearsEvent } from './years.events.js';

export interface Years {
  readonly links: readonly (Link & { readonly plan: PlanId })[];
  readonly carried: readonly (CarriedTask & { readonly plan: PlanId; readonly document: string })[];
}

export type YearsCommand =
  | (Command<'link'> & { readonly plan: PlanId; readonly earlier: PlanId; readonly rows: readonly Link[] })
  | (Command<'unlink'> & { readonly plan: PlanId; readonly earlier: PlanId; readonly rows: readonly ItemCode[] })
  | (Command<'carry-over'> & {
      readonly plan: PlanId;
      readonly earlier: PlanId;
      readonly tasks: readonly CarriedTask[];
      readonly document: string;
    });

const most = 2_000;

function mustTie({ actor }: Situation, plan: PlanId, earlier: PlanId, count: number): void {
  if (!['standing', 'admin', 'system'].includes(actor.role))
    throw new Refusal('tying-plans-is-for-the-standing-agency', {
      kind: 'forbidden',
      vi: `Chỉ cơ quan thường trực nối hai kế hoạch; ${actingAs(actor).vi}.`,
      en: `Only the standing agency ties two plans together; ${actingAs(actor).en}.`,
      figures: { role: actor.role },
    });
  if (plan === earlier)
    throw new Refusal('same-plan', {
      field: 'earlier',
      vi: `“${plan}” không thể nối với chính nó; hãy nêu kế hoạch trước đó.`,
      en: `“${plan}” cannot be tied to itself; name the plan before it.`,
      figures: { plan },
    });
  if (count > most)
    throw new Refusal('too-many-rows', {
      kind: 'too-large',
      field: 'rows',
      vi: `Có ${count} dòng trong một lần; tối đa ${most}.`,
      en: `There are ${count} rows at once; at most ${most}.`,
      figures: { count, most },
    });
}

/** The ties of a plan: each row has one row before it, each task of an earlier plan goes on in one task. Said again it is no event. */
export const years = decider<Years, YearsCommand, YearsEvent>({
  initial: { links: [], carried: [] },

  evolve: {
    'rows-linked': (state, { earlier, rows }) => {
      const now = new Set<ItemCode>(rows.map((it) => it.code));
      const kept = state.links.filter((it) => it.plan !== earlier || !now.has(it.code));
      return { ...state, links: [...kept, ...rows.map((it) => ({ ...it, plan: earlier }))] };
    },
    'rows-unlinked': (state, { earlier, rows }) => ({
      ...state,
      links: state.links.filter((it) => it.plan !== earlier || !rows.includes(it.code)),
    }),
    'tasks-carried-over': (state, { earlier, tasks, document }) => ({
      ...state,
      carried: [...state.carried, ...tasks.map((it) => ({ ...it, plan: earlier, document }))],
    }),
  },

  decide: {
    link: (state, { plan, earlier, rows }, situation) => {
      mustTie(situation, plan, earlier, rows.length);
      const known = (it: Link) =>
        state.links.some((one) => one.plan === earlier && one.code === it.code && one.earlier === it.earlier);
      const changed = rows.filter((it) => !known(it));
      return changed.length === 0 ? [] : { type: 'rows-linked', data: { plan, earlier, rows: changed } };
    },
    unlink: (state, { plan, earlier, rows }, situation) => {
      mustTie(situation, plan, earlier, rows.length);
      const tied = rows.filter((code) => state.links.some((it) => it.plan === earlier && it.code === code));
      return tied.length === 0 ? [] : { type: 'rows-unlinked', data: { plan, earlier, rows: tied } };
    },
    'carry-over': (state, { plan, earlier, tasks, document }, situation) => {
      mustTie(situation, plan, earlier, tasks.length);
      const number = words(document, 'document', longestDocumentNumber);
      const fresh = tasks.filter((it) => !state.carried.some((one) => one.from === it.from));
      const data = { plan, earlier, tasks: fresh, document: number, on: situation.today };
      return fresh.length === 0 ? [] : { type: 'tasks-carried-over', data };
    },
  },
});

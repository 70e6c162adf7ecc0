import { actingAs, canonical, type Decider, decider, type Of, Refusal } from '#language';
import type { PrintedSumsEvent } from './project.events.js';

export type PrintedSums = Of<PrintedSumsEvent, 'sums-printed'>['data'];

export interface PrintedSumsCommand {
  readonly type: 'print-sums';
  readonly sums: PrintedSums;
}

const rules: Decider<PrintedSums | null, PrintedSumsCommand, PrintedSumsEvent> = {
  initial: null,
  evolve: { 'sums-printed': (_, sums) => sums },
  decide: {
    /** Whatever it says: a sum that contradicts its rows is kept as printed, and shown. */
    'print-sums': (state, { sums }, { actor, today }) => {
      if (!['standing', 'committee', 'admin', 'system'].includes(actor.role))
        throw new Refusal('not-the-standing-agency', {
          kind: 'forbidden',
          vi: `Việc này thuộc cơ quan thường trực; ${actingAs(actor).vi}.`,
          en: `This is for the standing agency; ${actingAs(actor).en}.`,
          figures: { role: actor.role },
        });
      if (!state) return { type: 'sums-printed', data: sums };
      const same = canonical({ ...sums, on: '' }) === canonical({ ...state, on: '' });
      return same ? [] : { type: 'sums-printed', data: { ...sums, on: today } };
    },
  },
};

/** The sums that a table prints, as it prints them. */
export const printedSums = decider(rules);

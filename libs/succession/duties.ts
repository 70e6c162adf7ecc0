import type { Envelope, Freshness } from '#event-store';
import { type AgencyId, type LocalDate, Refusal } from '#language';
import type { Act, DutyRef } from './succession.events.js';

/** Something that a body owes and that somebody must owe after it: a task, and whatever else a room keeps of the sort. */
export interface Duty extends DutyRef {
  readonly agency: AgencyId;
  readonly title: string;
  readonly plan: string | null;
  readonly dueOn: LocalDate | null;
  /** How it stands, as people read it. */
  readonly state: { readonly vi: string; readonly en: string };
  /** Calendar days overdue when it passes on; shown to the successor as inherited. */
  readonly lateDays: number;
  /** A claim waits for its answer: it stays with whoever made it, and passes on only if it is returned. */
  readonly waits: boolean;
}

export interface Passing {
  readonly act: Act;
  readonly duty: DutyRef;
  readonly from: AgencyId;
  readonly to: AgencyId;
}

/** What a room brings so that its duties are in the wizard. Each passes on by the duty's own command. */
export interface DutyKind {
  readonly kind: string;
  readonly label: { readonly vi: string; readonly en: string };
  /** Every open duty of these bodies, by all that is recorded; refuses when its rows are behind the record. */
  openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]>;
  /** Passes one on. Asked twice it changes nothing twice. `waits` and `gone`: nothing passed on, and why. */
  pass(passing: Passing, envelope: Envelope): Promise<'passed' | 'waits' | 'gone'>;
}

/** Nest's name for the kinds of duty of all rooms. */
export const DUTY_KINDS = Symbol('DutyKinds');

/** The act as the ground that the duty's own command names. */
export const groundOf = ({ title, basis: { number, on: signed }, on }: Act) => ({
  reason: `Kế thừa: ${title}`,
  document: signed === null ? { number } : { number, on: signed },
  on,
});

/** What became of a duty's own command; a refusal of the code `gone` says that nothing is owed any more. */
export async function passedOr(gone: string, command: Promise<unknown>): Promise<'passed' | 'gone'> {
  try {
    await command;
    return 'passed';
  } catch (error) {
    if (error instanceof Refusal && error.code === gone) return 'gone';
    throw error;
  }
}

/** Refuses (`rows-behind`) when rows do not show everything up to a position: a duty that is open might not be among them. */
export function mustShowAll({ position }: Freshness, recorded: string, rows: { readonly vi: string; readonly en: string }): void {
  if (BigInt(position) >= BigInt(recorded)) return;
  throw new Refusal('rows-behind', {
    kind: 'unavailable',
    vi: `${rows.vi} chưa theo kịp hồ sơ nên chưa biết còn nghĩa vụ nào; hãy thử lại sau ít phút.`,
    en: `${rows.en} is behind the record, so it is not known which duties are open; try again in a few minutes.`,
  });
}

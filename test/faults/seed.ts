import { appendFileSync } from 'node:fs';

/**
 * The seed of a run: SEED when one is given, for replaying a failure. The long form looks for what nobody has seen yet, with a
 * new one each time; the short form, which decides about somebody's change, is the same run for everybody.
 */
export const seed = process.env.SEED ?? (process.env.FAULTS_REPORT ? String(Math.floor(Math.random() * 1e9)) : '34');

/** How many of something: the variable when it is given, else what the short form takes. */
export const rounds = (variable: string, short: number): number => Number(process.env[variable] ?? short);

/** Puts what was tried and what came of it into the report of `npm run test:faults`. */
export function reported(what: string, figures: Readonly<Record<string, unknown>>): void {
  if (process.env.FAULTS_REPORT) appendFileSync(process.env.FAULTS_REPORT, `${JSON.stringify({ what, ...figures, seed })}\n`);
}

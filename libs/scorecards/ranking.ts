import type { ScorecardRules } from './rules.js';
import type { Scorecard } from './scorecard.js';

/** Tasks that count for a body: what is suspended or cancelled is nobody's obligation. */
export const obligations = ({ tasks, four }: Pick<Scorecard, 'tasks' | 'four'>): number =>
  tasks - four.suspended - four.cancelled;

/** Why a body is described and not ranked; null when it can be ranked inside its bloc. */
export function whyNotRanked(
  ratable: boolean,
  card: Pick<Scorecard, 'tasks' | 'four'>,
  { smallGroup }: Pick<ScorecardRules, 'smallGroup'>,
): { readonly vi: string; readonly en: string } | null {
  if (!ratable)
    return {
      vi: 'Tỉnh giao nhiệm vụ nhưng không đánh giá cơ quan này: không xếp hạng.',
      en: 'The province assigns tasks to this body and does not rate it: not ranked.',
    };
  const count = obligations(card);
  if (count >= smallGroup) return null;
  return {
    vi: `Chỉ có ${count} nhiệm vụ, dưới ${smallGroup}: không xếp hạng.`,
    en: `Only ${count} ${count === 1 ? 'task' : 'tasks'}, fewer than ${smallGroup}: not ranked.`,
  };
}

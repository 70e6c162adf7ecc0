import { type Actor, actingAs, Refusal, type Situation, type UserId } from '#language';
import { currently, type TargetOnDay } from './target.day.js';
import type { Bodies, Target } from './target.state.js';

/** Gives the target as it stands; refuses one that no plan set, and one that the plan dropped. */
export function mustStand(target: Target): TargetOnDay {
  const now = currently(target);
  if (!now)
    throw new Refusal('target-not-set', {
      kind: 'not-found',
      vi: 'Chỉ tiêu này chưa có trong hồ sơ; hãy nhập kế hoạch trước.',
      en: 'This target is not on record; import the plan first.',
    });
  if (now.status === 'dropped')
    throw new Refusal('target-dropped', {
      vi: `Kế hoạch không còn chỉ tiêu này (${target.dropped?.document ?? ''}); không ghi thêm được.`,
      en: `The plan no longer has this target (${target.dropped?.document ?? ''}); nothing more can be recorded.`,
    });
  return now;
}

const acting = ['officer', 'head', 'standing'];

/** Whether an agency is one of the implementing bodies, by name or in a group. */
export const implementing = ({ executors }: Bodies, agency: string | null, memberOf: readonly string[]): boolean =>
  executors.some(
    (it) => (it.kind === 'agency' && it.id === agency) || (it.kind === 'group' && it.id !== null && memberOf.includes(it.id)),
  );

/**
 * Whose figure this is, null: the whole. The monitoring body and the standing agency measure the whole; so does an implementing
 * agency that is alone. A member of a group knows its own share only. Refuses everybody else.
 */
export function mayMeasure(now: TargetOnDay, { actor }: Situation, scope: 'whole' | 'own', memberOf: readonly string[]) {
  const { bodies } = now;
  const oversees = actor.role === 'standing' || (actor.agency !== null && actor.agency === bodies.monitor);
  const implements_ = implementing(bodies, actor.agency, memberOf);
  if (!acting.includes(actor.role) || actor.agency === null || !(oversees || implements_))
    throw new Refusal('not-an-implementing-body', {
      kind: 'forbidden',
      vi: `Chỉ cơ quan thực hiện, cơ quan theo dõi đánh giá (${bodies.monitor ?? 'chưa rõ'}) hoặc cơ quan thường trực nhập số đo; ${actingAs(actor).vi}.`,
      en: `Only an implementing body, the monitoring body (${bodies.monitor ?? 'not known'}) or the standing agency measures; ${actingAs(actor).en}.`,
      figures: { monitor: bodies.monitor, yours: actor.agency, role: actor.role },
    });
  if (scope === 'own' && implements_) return actor.agency;
  const alone = bodies.executors.length === 1 && bodies.executors[0]?.kind === 'agency';
  if (oversees || alone) {
    if (scope === 'whole') return null;
    throw new Refusal('no-share-of-its-own', {
      field: 'scope',
      vi: 'Cơ quan của anh/chị không nằm trong các cơ quan thực hiện nên không có phần riêng; hãy nhập số chung.',
      en: 'Your agency is none of the implementing bodies and has no share of its own; give the whole.',
      figures: { yours: actor.agency },
    });
  }
  throw new Refusal('own-share-only', {
    kind: 'forbidden',
    field: 'scope',
    vi: 'Chỉ tiêu này do nhiều cơ quan thực hiện; cơ quan của anh/chị chỉ nhập phần của mình, số chung do cơ quan theo dõi đánh giá nhập.',
    en: 'Several bodies implement this target; yours gives its own share, the whole is for the monitoring body.',
    figures: { yours: actor.agency, monitor: bodies.monitor },
  });
}

/**
 * The monitoring body judges. Where none is known, or where it is itself the one that implements, the committee may too:
 * otherwise nobody else could.
 */
export function mayJudge(now: TargetOnDay, { actor }: Situation): void {
  const { bodies } = now;
  const monitors = acting.includes(actor.role) && actor.agency !== null && actor.agency === bodies.monitor;
  const unseen = bodies.monitor === null || bodies.executors.some((it) => it.kind === 'agency' && it.id === bodies.monitor);
  if (monitors || (actor.role === 'committee' && unseen)) return;
  throw new Refusal('not-the-monitoring-body', {
    kind: 'forbidden',
    vi: `Chỉ cơ quan theo dõi đánh giá (${bodies.monitor ?? 'chưa rõ'}) kết luận đạt hay chưa đạt; ${actingAs(actor).vi}.`,
    en: `Only the monitoring body (${bodies.monitor ?? 'not known'}) says whether it is met; ${actingAs(actor).en}.`,
    figures: { monitor: bodies.monitor, yours: actor.agency, role: actor.role },
  });
}

/** Measurer and judge differ (06.14). */
export function mustNotBeTheMeasurer(by: readonly UserId[], { actor }: Situation): void {
  if (!by.includes(actor.user)) return;
  throw new Refusal('judge-is-the-measurer', {
    kind: 'forbidden',
    vi: 'Người nhập số đo không tự đánh giá số của mình; cần một người khác của cơ quan theo dõi đánh giá.',
    en: 'Whoever measured may not judge their own figure; somebody else of the monitoring body must.',
    figures: { user: actor.user },
  });
}

/** Readings, bodies and links are looked after by the standing agency and the committee. */
export function mustLookAfter({ actor }: Situation, besides: readonly Actor['role'][] = []): void {
  if (['standing', 'committee', ...besides].includes(actor.role)) return;
  throw new Refusal('not-the-standing-agency', {
    kind: 'forbidden',
    vi: `Việc này thuộc cơ quan thường trực hoặc Ban Chỉ đạo; ${actingAs(actor).vi}.`,
    en: `This is for the standing agency or the steering committee; ${actingAs(actor).en}.`,
    figures: { yours: actor.agency, role: actor.role },
  });
}

import type { AgencyId, Situation, UserId } from '#language';
import { actingAs, Refusal } from '#language';
import { currently, type TaskOnDay } from './task.day.js';
import type { Task } from './task.state.js';

/** Gives the task as it stands; refuses one that was never assigned. */
export function mustBeAssigned(task: Task): TaskOnDay {
  if (!task.assigned)
    throw new Refusal('not-assigned', {
      kind: 'not-found',
      vi: 'Nhiệm vụ này chưa được giao; hãy nhập kế hoạch trước.',
      en: 'This task was never assigned; import the plan first.',
    });
  return currently(task);
}

/** An agency's people act for that agency only (Part II.V of the plans; issue 2.10). */
export function mustBeAccountable(now: TaskOnDay, { actor }: Situation): void {
  const accountable = now.owner.agency;
  // The standing agency has tasks of its own and reports them like everybody; the committee then verifies.
  if (['officer', 'head', 'standing'].includes(actor.role) && actor.agency === accountable) return;
  throw new Refusal('not-the-accountable-agency', {
    kind: 'forbidden',
    vi: `Chỉ cán bộ đầu mối hoặc thủ trưởng của cơ quan chủ trì (${accountable}) được làm việc này; ${actingAs(actor).vi}.`,
    en: `Only an officer or the head of the accountable agency (${accountable}) may do this; ${actingAs(actor).en}.`,
    figures: { accountable, yours: actor.agency, role: actor.role },
  });
}

/** The standing agency looks after every task (settles words, coordination); so may the committee. */
export function mustLookAfter(now: TaskOnDay, { actor }: Situation): void {
  if (actor.role === 'standing' || actor.role === 'committee') return;
  throw new Refusal('not-the-standing-agency', {
    kind: 'forbidden',
    vi: `Việc này thuộc cơ quan thường trực hoặc Ban Chỉ đạo; ${actingAs(actor).vi}. Cơ quan chủ trì là ${now.owner.agency}.`,
    en: `This is for the standing agency or the steering committee; ${actingAs(actor).en}. The accountable agency is ${now.owner.agency}.`,
    figures: { accountable: now.owner.agency, yours: actor.agency, role: actor.role },
  });
}

/** Nobody judges a task of their own agency: the standing agency's own tasks go to the committee (06.14, owner and verifier differ). */
export function mustJudge(now: TaskOnDay, situation: Situation): void {
  mustLookAfter(now, situation);
  if (situation.actor.agency === now.owner.agency) throw ownTask(now.owner.agency);
}

/** The same, and not the person who reported: somebody may have changed agency in between (06.14). */
export function mustNotBeTheReporter(by: UserId, { actor }: Situation): void {
  if (actor.user !== by) return;
  throw new Refusal('verifier-is-the-reporter', {
    kind: 'forbidden',
    vi: 'Người báo cáo không được tự xác nhận hay trả lại báo cáo của mình; cần một người khác.',
    en: 'Whoever reported may not accept or return their own report; another person must.',
    figures: { user: actor.user },
  });
}

/** Only the steering committee moves a deadline on request, and no member for their own agency. */
export function mustBeCommittee(now: TaskOnDay, { actor }: Situation): void {
  if (actor.role !== 'committee')
    throw new Refusal('not-the-committee', {
      kind: 'forbidden',
      vi: `Chỉ Ban Chỉ đạo cho hoặc không cho gia hạn; ${actingAs(actor).vi}. Cơ quan chủ trì là ${now.owner.agency}.`,
      en: `Only the steering committee grants or refuses an extension; ${actingAs(actor).en}. The accountable agency is ${now.owner.agency}.`,
      figures: { accountable: now.owner.agency, yours: actor.agency, role: actor.role },
    });
  if (actor.agency === now.owner.agency) throw ownTask(now.owner.agency);
}

const ownTask = (agency: AgencyId) =>
  new Refusal('own-task', {
    kind: 'forbidden',
    vi: `Nhiệm vụ này do chính cơ quan của anh/chị (${agency}) chủ trì; người ngoài cơ quan, thuộc Ban Chỉ đạo, phải quyết định.`,
    en: `This task is led by your own agency (${agency}); somebody of the committee from outside it must decide.`,
    figures: { accountable: agency, yours: agency },
  });

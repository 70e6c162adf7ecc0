import { type Actor, type AgencyId, addDays, dayOf, type LocalDate, type TaskId } from '#language';
import { AnswerObstacle, EscalateObstacle, RaiseObstacle, ResolveObstacle } from '#obstacles';
import { type Cause, ReportDelay } from '#tasks';
import { chance } from './chance.js';
import { type Chapter, type ChapterWorld, told } from './chapters.js';
import { Pen, type Step, simulatedActor } from './pen.js';
import { subjectOf } from './wording.js';

/** What becomes of an obstacle once it is raised. */
const stories = { 'answered-by-standing': 40, 'to-the-committee': 40, unanswered: 20 } as const;

const raised: Partial<Record<Cause, { readonly title: string; readonly waits: 'body' | 'decision' | 'none' }>> = {
  'coordinating-body': { title: 'Đơn vị phối hợp chưa cung cấp dữ liệu', waits: 'body' },
  procurement: { title: 'Thủ tục lựa chọn nhà thầu kéo dài', waits: 'none' },
  funding: { title: 'Kinh phí chưa được phân khai', waits: 'decision' },
  'awaiting-decision': { title: 'Hồ sơ chờ cấp có thẩm quyền phê duyệt', waits: 'decision' },
  law: { title: 'Quy định chuyên ngành vừa sửa đổi', waits: 'decision' },
};

/** A delay that an agency told of, as its task's year has it. */
export interface Delay {
  readonly task: TaskId;
  readonly title: string;
  readonly agency: AgencyId;
  readonly on: LocalDate;
  readonly cause: Cause;
  readonly explanation: string;
}

/** Every delay that the tasks' years tell of, in their order. */
export function delaysIn({ scripts }: Pick<ChapterWorld, 'scripts'>): readonly Delay[] {
  return scripts.flatMap(({ task, steps }) =>
    steps.flatMap((step): Delay[] => {
      const { actor, commandId, make, at } = step;
      const command = make({ actor, commandId, simulated: true });
      if (!(command instanceof ReportDelay) || actor.agency === null) return [];
      const { cause, explanation } = command.body;
      return [{ task: task.id, title: task.title, agency: actor.agency, on: dayOf(at), cause, explanation }];
    }),
  );
}

/** An obstacle that went up to the committee, with the day on which it did. */
export interface Escalated {
  readonly obstacle: string;
  readonly task: TaskId;
  readonly on: LocalDate;
}

interface Told {
  readonly steps: readonly Step[];
  readonly escalated: Escalated | null;
}

/** The obstacle behind a delay; null where the cause lies with the agency itself. */
export function obstacleOf(delay: Delay, world: ChapterWorld): Told | null {
  const kind = raised[delay.cause];
  if (!kind) return null;
  const name = `obstacle ${delay.task} ${delay.on}`;
  const draw = chance(world.seed, name);
  const pen = new Pen(draw, `${world.seed}/${name}`, world.calendar);
  const owner = simulatedActor(delay.agency, 'officer');
  const committee = simulatedActor(world.deciders.committee, 'committee');
  const standing = (day: LocalDate): Actor => simulatedActor(world.heirOn(world.deciders.standing, day), 'standing');
  const later = (day: LocalDate, least: number, most: number) => pen.workday(addDays(day, draw.between(least, most)));

  const story = draw.weighted<keyof typeof stories>(stories);
  const day = pen.workday(addDays(delay.on, 1));
  // Whoever told of the delay must still answer for the task when the obstacle is raised.
  if (world.heirOn(delay.agency, day) !== delay.agency) return null;
  const waitsFor = kind.waits === 'body' ? standing(day).agency : null;
  const own = waitsFor === delay.agency;
  const body = {
    task: delay.task,
    title: `${kind.title}: ${subjectOf(delay.title)}`.slice(0, 290),
    description: delay.explanation,
    waits: own ? ('decision' as const) : kind.waits,
    waitsFor: own ? null : waitsFor,
    since: addDays(delay.on, -draw.between(3, 12)),
  };
  const obstacle = pen.write(day, owner, (e) => new RaiseObstacle(body, e));
  if (story === 'unanswered') return { steps: pen.steps, escalated: null };
  const turned = later(day, 3, 8);
  if (story === 'to-the-committee' || standing(turned).agency === world.heirOn(delay.agency, turned)) {
    const reason = 'Vượt thẩm quyền của cơ quan thường trực; đề nghị Ban Chỉ đạo cho ý kiến.';
    pen.write(turned, standing(turned), (e) => new EscalateObstacle(obstacle, { to: 'committee', reason }, e));
    return { steps: pen.steps, escalated: { obstacle, task: delay.task, on: turned } };
  }
  const dueOn = addDays(turned, 14);
  const next = kind.waits === 'body' ? standing(turned).agency : null;
  const directive = 'Đơn vị liên quan phối hợp, xử lý dứt điểm trong thời hạn nêu; báo cáo kết quả về cơ quan thường trực.';
  pen.write(turned, standing(turned), (e) => new AnswerObstacle(obstacle, { directive, next, dueOn }, e));
  const done = later(turned, 6, 20);
  if (draw.happens(0.75)) pen.write(done, standing(done), (e) => new ResolveObstacle(obstacle, { how: solved }, e));
  else if (draw.happens(0.5)) pen.write(done, committee, (e) => new ResolveObstacle(obstacle, { how: solved }, e));
  return { steps: pen.steps, escalated: null };
}

export const solved = 'Đã nhận đủ dữ liệu và ý kiến cần thiết; tiếp tục thực hiện theo kế hoạch.';

/** Obstacles behind the delays that were told: passed up, answered, resolved, or left waiting. */
export const obstaclesLived: Chapter = async (world) =>
  told(delaysIn(world).flatMap((delay) => obstacleOf(delay, world)?.steps ?? []));

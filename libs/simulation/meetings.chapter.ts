import { type Actor, addDays, type LocalDate, localDate } from '#language';
import { type Becomes, Conclude, ConveneMeeting, FollowUp, FreezeAgenda } from '#meetings';
import { ResolveObstacle } from '#obstacles';
import { chance } from './chance.js';
import { type Chapter, type ChapterWorld, told } from './chapters.js';
import { type Delay, delaysIn, type Escalated, obstacleOf, solved } from './obstacles.chapter.js';
import { Pen, simulatedActor } from './pen.js';

/** Causes that lie outside an agency; the committee may accept them. */
const objective: readonly Delay['cause'][] = ['awaiting-decision', 'coordinating-body', 'law', 'funding'];
const most = { directives: 4, causes: 4 } as const;

const sittings = (year: number) => [
  { number: 1, title: `Phiên họp Ban Chỉ đạo quý I/${year}`, about: localDate(`${year}-03-25`) },
  { number: 2, title: `Phiên họp Ban Chỉ đạo 6 tháng đầu năm ${year}`, about: localDate(`${year}-06-24`) },
  { number: 3, title: `Phiên họp Ban Chỉ đạo quý III/${year}`, about: localDate(`${year}-09-25`) },
  { number: 4, title: `Phiên họp Ban Chỉ đạo cuối năm ${year}`, about: localDate(`${year}-12-18`) },
  { number: 5, title: `Phiên họp tổng kết năm ${year}`, about: localDate(`${year + 1}-02-10`) },
];

/** The committee's meetings: agendas frozen, conclusions carried to tasks and obstacles, and each followed up at the next. */
export const meetingsLived: Chapter = async (world) => {
  const delays = delaysIn(world);
  const escalated = delays.flatMap((delay) => obstacleOf(delay, world)?.escalated ?? []);
  const pen = new Pen(chance(world.seed, 'meetings'), `${world.seed}/meetings`, world.calendar);
  let before: { readonly number: number; readonly conclusions: number } | null = null;
  const directed = new Map<string, LocalDate>();
  let since = localDate(`${world.year}-01-01`);
  for (const { number, title, about } of sittings(world.year)) {
    const sitsOn = pen.workday(about);
    if (sitsOn > world.until) break;
    const up = escalated.filter((it) => it.on > since && it.on <= addDays(sitsOn, -3)).slice(0, most.directives);
    const late = delays.filter((it) => objective.includes(it.cause) && it.on > since && it.on <= addDays(sitsOn, -7));
    const conclusions = sit({ number, title, sitsOn, before, up, late: late.slice(0, most.causes) }, pen, world);
    for (const { obstacle } of up) directed.set(obstacle, sitsOn);
    before = { number, conclusions };
    since = addDays(sitsOn, -3);
  }
  const resolved = escalated.flatMap((it) => resolution(it, directed.get(it.obstacle), world));
  return told([...pen.steps, ...resolved]);
};

interface Sitting {
  readonly number: number;
  readonly title: string;
  readonly sitsOn: LocalDate;
  readonly before: { readonly number: number; readonly conclusions: number } | null;
  readonly up: readonly Escalated[];
  readonly late: readonly Delay[];
}

/** Writes one meeting down and gives how many conclusions it has. */
function sit({ number, title, sitsOn, before, up, late }: Sitting, pen: Pen, world: ChapterWorld): number {
  const { plan, deciders } = world;
  const draw = pen.chance;
  const committee = simulatedActor(deciders.committee, 'committee');
  const standing = (day: LocalDate): Actor => simulatedActor(world.heirOn(deciders.standing, day), 'standing');
  const invited = pen.workdayBy(addDays(sitsOn, -8));
  const frozen = pen.workdayBy(addDays(sitsOn, -1));
  pen.write(invited, standing(invited), (e) => new ConveneMeeting(plan, number, { title, sitsOn }, e));
  pen.write(frozen, standing(frozen), (e) => new FreezeAgenda(plan, number, {}, e));
  for (let conclusion = 1; before && conclusion <= before.conclusions; conclusion++) {
    const verdict = draw.weighted({ done: 65, 'under-way': 25, 'not-done': 10 });
    const note = verdict === 'done' ? '' : 'Đề nghị tiếp tục đôn đốc, báo cáo tại phiên sau.';
    const followed = { meeting: before.number, conclusion, verdict, note };
    pen.write(sitsOn, standing(sitsOn), (e) => new FollowUp(plan, number, followed, e));
  }
  let conclusions = 0;
  const conclude = (text: string, becomes: Becomes) => {
    conclusions += 1;
    const document = { number: `${String(number).padStart(2, '0')}/TB-BCĐ`, on: sitsOn };
    pen.write(sitsOn, committee, (e) => new Conclude(plan, number, { text, document, becomes }, e));
  };
  conclude('Cơ quan thường trực đôn đốc các đơn vị còn nhiệm vụ quá hạn, báo cáo Ban Chỉ đạo hằng tuần.', { kind: 'note' });
  for (const { obstacle } of up) {
    const dueOn = addDays(sitsOn, 21);
    conclude('Giao đơn vị liên quan xử lý dứt điểm vướng mắc đã nêu, không để ảnh hưởng tiến độ chung.', {
      ...{ kind: 'directive', obstacle, next: standing(sitsOn).agency, dueOn },
    });
  }
  for (const { task, cause, on } of late) {
    const reason = 'Thống nhất ghi nhận nguyên nhân khách quan của thời gian chậm theo đề nghị của đơn vị.';
    conclude(reason, { kind: 'objective-cause', task, cause, from: on, to: sitsOn });
  }
  return conclusions;
}

/** What the committee directed is carried out in the weeks after, or not. */
function resolution({ obstacle }: Escalated, directedOn: LocalDate | undefined, world: ChapterWorld) {
  const name = `resolution ${obstacle}`;
  const draw = chance(world.seed, name);
  if (!directedOn || draw.happens(0.3)) return [];
  const pen = new Pen(draw, `${world.seed}/${name}`, world.calendar);
  const day = pen.workday(addDays(directedOn, draw.between(6, 24)));
  const standing = simulatedActor(world.heirOn(world.deciders.standing, day), 'standing');
  pen.write(day, standing, (e) => new ResolveObstacle(obstacle, { how: solved }, e));
  return pen.steps;
}

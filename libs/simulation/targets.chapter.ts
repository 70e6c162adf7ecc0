import { type AgencyId, addDays, type Decimal, decimal, instant, type LocalDate, localDate } from '#language';
import { Judge, Measure, TargetList, type TargetRow, type Verdict } from '#targets';
import { chance } from './chance.js';
import { type Chapter, type ChapterWorld, told } from './chapters.js';
import { Pen, simulatedActor } from './pen.js';

/** How a target's year goes. Together they fill every state of the page. */
const stories = {
  reached: 11,
  missed: 5,
  'reached-and-unjudged': 3,
  'partly-measured': 2,
  'not-measurable': 3,
  exempt: 2,
  'never-measured': 2,
} as const;
type Story = keyof typeof stories;

const sources = [
  'Trích xuất từ hệ thống thông tin giải quyết thủ tục hành chính của tỉnh',
  'Tổng hợp báo cáo của các đơn vị thực hiện',
  'Số liệu của hệ thống giám sát, đo lường mức độ chuyển đổi số',
] as const;
const unmeasurable = 'Bộ, ngành chưa ban hành hướng dẫn cách đo; chưa có nguồn số liệu để tính.';
const exemption = 'Không còn đối tượng áp dụng sau khi sắp xếp đơn vị hành chính.';

/** Targets measured through the year by whoever monitors them, and judged by somebody else at its end. */
export const targetsLived: Chapter = async (world) => {
  const knownOn = instant(`${world.year}-01-01T00:00:00+07:00`);
  const { rows } = await world.queries.execute(new TargetList({ plan: world.plan, knownOn }));
  return told(rows.flatMap((row) => (row.monitor ? yearOf(row, row.monitor.id, world) : [])));
};

function yearOf(row: TargetRow, monitor: AgencyId, world: ChapterWorld) {
  const name = `target ${row.id}`;
  const draw = chance(world.seed, name);
  const pen = new Pen(draw, `${world.seed}/${name}`, world.calendar);
  const story = draw.weighted<Story>(stories);
  const by = (day: LocalDate, role: 'officer' | 'head') => simulatedActor(world.heirOn(monitor, day), role);
  const measure = (day: LocalDate, share: number) => {
    const components = story === 'partly-measured' ? row.components.slice(0, 1) : row.components;
    for (const component of components) {
      const period = { from: localDate(`${world.year}-01-01`), to: addDays(day, -draw.between(3, 12)) };
      const told = { threshold: component.key, scope: 'whole', source: draw.pick(sources), period, evidence: [] } as const;
      const basis = draw.happens(0.12) ? 'estimated' : 'measured';
      const figure = figureOf(component, share, draw);
      pen.write(day, by(day, 'officer'), (e) => new Measure(row.id, { ...told, basis, ...figure }, e));
    }
  };
  const judge = (day: LocalDate, verdict: Verdict, reason: string | null) =>
    pen.write(day, by(day, 'head'), (e) => new Judge(row.id, { verdict, reason }, e));
  const around = (month: string, day: number) => pen.workday(addDays(localDate(`${world.year}-${month}-01`), day));

  if (story === 'never-measured') return pen.steps;
  if (story === 'exempt') judge(around('07', draw.between(10, 25)), 'exempt', exemption);
  else if (story === 'not-measurable') judge(around('12', draw.between(15, 25)), 'not-measurable', unmeasurable);
  else {
    if (draw.happens(0.7)) measure(around('04', draw.between(3, 14)), 0.72);
    if (draw.happens(0.8)) measure(around('07', draw.between(5, 18)), 0.86);
    // Several figures are one sentence: a state that is reached early is judged once, at the end.
    measure(around('12', draw.between(12, 22)), story === 'missed' ? 0.93 : 1.02);
    const day = pen.workday(addDays(localDate(`${world.year}-12-26`), draw.between(0, 20)));
    if (story === 'reached') judge(day, 'met', null);
    if (story === 'missed') judge(day, 'not-met', null);
  }
  return pen.steps;
}

/** A figure at that share of what is asked: from 1 on the threshold holds, below it does not. */
function figureOf(
  { kind, compare, value }: TargetRow['components'][number],
  share: number,
  draw: ReturnType<typeof chance>,
): { value?: Decimal; numerator?: Decimal; denominator?: Decimal; reached?: boolean } {
  if (kind === 'state' || value === null) return { reached: share >= 1 };
  const asked = Number(value);
  const capped = compare === 'at-most' || compare === 'under';
  const aim = capped ? asked * (share >= 1 ? 0.9 : 1.1 + (1 - share)) : asked * share;
  const amount = (it: number) => decimal(String(it));
  if (kind !== 'percent') return { value: amount(share >= 1 && !capped ? Math.ceil(aim) : Math.round(aim * 10) / 10) };
  const denominator = draw.between(200, 5_000);
  const parts = (denominator * aim) / 100;
  const numerator = Math.min(denominator, share >= 1 && !capped ? Math.ceil(parts) : Math.floor(parts));
  const ratio = { numerator: amount(numerator), denominator: amount(denominator) };
  // Somebody types the percentage beside the ratio, now and then a wrong one: the ratio counts, the difference is shown.
  if (!draw.happens(0.3)) return ratio;
  const typed = (numerator / denominator) * 100 + (draw.happens(0.4) ? 0.54 : 0);
  return { ...ratio, value: decimal(typed.toFixed(2)) };
}

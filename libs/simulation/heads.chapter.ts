import { ChangeAgency } from '#agencies';
import { type AgencyId, addDays, type LocalDate, localDate } from '#language';
import { chance } from './chance.js';
import { type Chapter, type ChapterWorld, told } from './chapters.js';
import { Pen, simulatedUser } from './pen.js';
import { officeOf } from './wording.js';

/** Every how manieth body changes its head during the year, and every how manieth successor gets another head on the day of the merger. */
const change = { inYear: 0.15, onMerger: 0.5 } as const;

/**
 * Who heads each body that answers for tasks, from before the year: some leave in it, and some heads of bodies that took over duties are
 * followed by another on that day, so that tenures split what a scorecard counts. Persons are ids without names: nobody real is meant.
 */
export const headsLived: Chapter = async (world) => {
  const first = localDate(`${world.year}-01-02`);
  const led = new Set(world.scripts.map(({ task }) => world.heirOn(task.agency, first)));
  const takenOver = takeovers([...led], world);
  const bodies = new Set([...led, ...takenOver.keys()]);
  return told([...bodies].sort().flatMap((id) => tenuresOf(id, led.has(id), takenOver.get(id), world)));
};

/** The bodies that take over another's duties in the year, with the first day of it. */
function takeovers(led: readonly AgencyId[], { year, until, heirOn }: ChapterWorld): Map<AgencyId, LocalDate> {
  const found = new Map<AgencyId, LocalDate>();
  for (const agency of led) {
    let now = agency;
    for (let day = localDate(`${year}-01-02`); day <= until; day = addDays(day, 1)) {
      const heir = heirOn(agency, day);
      const known = found.get(heir);
      if (heir !== now && (!known || day < known)) found.set(heir, day);
      now = heir;
    }
  }
  return found;
}

function tenuresOf(id: AgencyId, before: boolean, tookOverOn: LocalDate | undefined, world: ChapterWorld) {
  const name = `heads ${id}`;
  const draw = chance(world.seed, name);
  const pen = new Pen(draw, `${world.seed}/${name}`, world.calendar);
  const office = officeOf(id);
  const keeper = { user: simulatedUser(id, 'admin'), agency: null, role: 'admin' } as const;
  const person = (nth: number) => `${simulatedUser(id, 'head')}-${nth}`;
  const source = '';
  const appointed = (nth: number, from: LocalDate, on: LocalDate) =>
    pen.write(
      pen.workday(on),
      keeper,
      (e) => new ChangeAgency(id, { type: 'appoint-head', subject: person(nth), office, from, source }, e),
    );
  const left = (nth: number, on: LocalDate) =>
    pen.write(pen.workday(on), keeper, (e) => new ChangeAgency(id, { type: 'head-leaves', subject: person(nth), on, source }, e));

  const begun = before
    ? addDays(localDate(`${world.year}-01-01`), -draw.between(200, 1_400))
    : (tookOverOn ?? localDate(`${world.year}-01-02`));
  appointed(1, begun, before ? localDate(`${world.year}-01-02`) : begun);
  const follows = before && tookOverOn ? draw.happens(change.onMerger) : draw.happens(change.inYear);
  if (!follows) return pen.steps;
  const on = before && tookOverOn ? tookOverOn : addDays(localDate(`${world.year}-04-01`), draw.between(0, 200));
  const ends = world.heirOn(id, on) !== id;
  if (ends || on <= begun) return pen.steps;
  left(1, on);
  appointed(2, on, on);
  return pen.steps;
}

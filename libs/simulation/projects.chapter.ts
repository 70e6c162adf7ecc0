import { type AgencyId, addDays, decimal, instant, type LocalDate, localDate } from '#language';
import { AcceptProject, Disburse, ProjectList, type ProjectRow, WithdrawDisbursement } from '#projects';
import { chance } from './chance.js';
import { type Chapter, type ChapterWorld, told } from './chapters.js';
import { Pen, simulatedActor } from './pen.js';
import { documentNumber } from './wording.js';

/** How a project's money goes: the shares of what is allotted that its owner pays through the year, and whether it ends. */
const stories = { accepted: 6, paid: 8, slow: 6, over: 3, nothing: 4 } as const;
type Story = keyof typeof stories;
const shares: Readonly<Record<Story, readonly number[]>> = {
  accepted: [30, 40, 30],
  paid: [20, 35, 40],
  slow: [25],
  over: [50, 45, 15],
  nothing: [],
};

/** Projects paid for by their owners, and accepted by somebody else. */
export const projectsLived: Chapter = async (world) => {
  const knownOn = instant(`${world.year}-01-01T00:00:00+07:00`);
  const { rows } = await world.queries.execute(new ProjectList({ plan: world.plan, knownOn }));
  return told(rows.flatMap((row) => (row.owner && row.allotted !== null ? yearOf(row, row.owner.id, world) : [])));
};

function yearOf(row: ProjectRow, owner: AgencyId, world: ChapterWorld) {
  const name = `project ${row.id}`;
  const draw = chance(world.seed, name);
  const pen = new Pen(draw, `${world.seed}/${name}`, world.calendar);
  const allotted = Number(row.allotted);
  const most = Math.min(Number(row.total ?? row.allotted), allotted * 1.2);
  let left = most;
  let documents = 0;
  const pay = (day: LocalDate, amount: number) => {
    const by = simulatedActor(world.heirOn(owner, day), 'officer');
    documents += 1;
    const document = { number: documentNumber('CV', by.agency ?? owner, documents), on: day };
    const body = { amount: decimal(String(amount)), paidOn: day, document, evidence: [], note: null };
    return pen.write(day, by, (e) => new Disburse(row.id, body, e));
  };

  const story = draw.weighted<Story>(stories);
  for (const [nth, share] of shares[story].entries()) {
    const day = pen.workday(addDays(localDate(`${world.year}-03-20`), nth * 95 + draw.between(0, 40)));
    const amount = Math.min(Math.floor((allotted * share) / 100), Math.floor(left));
    if (amount <= 0) continue;
    if (nth === 1 && draw.happens(0.12) && amount * 2 <= left) {
      // Typed twice: the first is withdrawn by whoever typed it, and stays on record.
      const disbursement = pay(day, amount);
      const reason = 'Nhập nhầm số tiền của chứng từ khác.';
      const by = simulatedActor(world.heirOn(owner, day), 'officer');
      pen.write(day, by, (e) => new WithdrawDisbursement(row.id, { disbursement, reason }, e));
    }
    pay(day, amount);
    left -= amount;
  }
  if (story === 'accepted') {
    const day = pen.workday(addDays(localDate(`${world.year}-12-08`), draw.between(0, 18)));
    const standing = simulatedActor(world.heirOn(world.deciders.standing, day), 'standing');
    const own = standing.agency === world.heirOn(owner, day);
    const by = own ? simulatedActor(world.deciders.committee, 'committee') : standing;
    const document = { number: documentNumber('TB', by.agency ?? owner, 1), on: day };
    pen.write(day, by, (e) => new AcceptProject(row.id, { acceptedOn: day, document, note: null }, e));
  }
  return pen.steps;
}

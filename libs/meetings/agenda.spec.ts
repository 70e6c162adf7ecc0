import type { QueryBus } from '@nestjs/cqrs';
import { agencyId, itemCode, localDate, planId, taskId } from '#language';
import { ObstacleList } from '#obstacles';
import { SilentForRounds } from '#reporting';
import { OverdueBoard, TaskById, type TaskRow } from '#tasks';
import { ProposedAgenda, ProposedAgendaHandler } from './agenda.query.js';
import { limits } from './meeting.js';

const agency = { id: agencyId('so-y-te'), name: 'Sở Y tế' };
const facts = { agency, lateDays: 0, dueOn: localDate('2025-12-31') };
const named = (nth: number) => taskId(planId('267-2025'), itemCode(`I.I.${nth}`), agency.id);
const undatedRow = (nth: number) => ({ ...facts, id: named(nth), title: `Việc ${nth}`, dueOn: null }) as unknown as TaskRow;
const obstacle = (nth: number, of: number) => ({
  id: `o-${nth}`,
  task: named(of),
  title: `Vướng mắc ${nth}`,
  waited: { body: { calendar: 3 }, decision: { calendar: 2 } },
});

/** The rooms beside this one: so many matters in all, and how many pages of tasks are read at the same time. */
function rooms({ undated, undatedTotal, blocked }: { undated: number; undatedTotal: number; blocked: readonly object[] }) {
  const seen = { now: 0, most: 0, pages: 0 };
  const execute = async (query: object): Promise<unknown> => {
    if (query instanceof OverdueBoard)
      return {
        rows: [],
        totals: { overdue: 0 },
        undated: Array.from({ length: undated }, (_, i) => undatedRow(i + 1)),
        undatedTotal,
      };
    if (query instanceof ObstacleList) return { rows: blocked, total: blocked.length };
    if (query instanceof SilentForRounds) return { rows: [] };
    if (!(query instanceof TaskById)) throw new Error('asked of nobody');
    seen.pages += 1;
    seen.most = Math.max(seen.most, ++seen.now);
    await new Promise((done) => setImmediate(done));
    seen.now -= 1;
    return facts;
  };
  const handler = new ProposedAgendaHandler({ execute } as unknown as QueryBus);
  return { seen, agenda: () => handler.execute(new ProposedAgenda(planId('267-2025'))) };
}

describe('what would be on the agenda', () => {
  it('reads the page of each blocked task once and a few at a time, however many there are', async () => {
    const blocked = Array.from({ length: 300 }, (_, i) => obstacle(i, 1 + (i % 100)));
    const { seen, agenda } = rooms({ undated: 0, undatedTotal: 0, blocked });
    const { lines, leftOut } = await agenda();
    expect([lines.length, leftOut]).toEqual([300, 0]);
    expect(lines[7]).toMatchObject({ concern: 'blocked', obstacle: 'o-7', agency: 'so-y-te', waitedDays: 5 });
    expect([seen.pages, seen.most <= 10]).toEqual([100, true]);
  });

  it('says how many matters it has no line for', async () => {
    const { agenda } = rooms({ undated: limits.lines, undatedTotal: 2_345, blocked: [obstacle(1, 5_000)] });
    const { lines, leftOut } = await agenda();
    expect([lines.length, leftOut]).toEqual([limits.lines, 346]);
  });
});

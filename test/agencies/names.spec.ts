import { CommandBus } from '@nestjs/cqrs';
import { ChangeAgency } from '#agencies';
import { newCommandId } from '#event-store';
import { agencyId, instant, localDate, userId } from '#language';
import { startTestServer, type TestServer } from '../server.js';

const body = 'ban-dan-toc-tinh';
const task = `267-2025/IV.IV.1/${body}`;
const [formerly, now] = ['Ban Dân tộc tỉnh', 'Sở Dân tộc và Tôn giáo'];

describe('a body that was renamed', () => {
  let server: TestServer;
  let names: (asOf: string) => Promise<Record<string, string>>;

  beforeAll(async () => {
    server = await startTestServer({ now: '2025-02-25T09:00:00+07:00' });
    const standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    expect((await standing.post('/rounds', { plan: '267-2025', round: '2025-Q1' })).status).toBe(201);
    server.clock.set(instant('2025-03-10T09:00:00+07:00'));
    const actor = { user: userId('u_admin'), agency: null, role: 'admin' } as const;
    const rename = { type: 'rename', name: now, on: localDate('2025-03-01'), source: '' } as const;
    const commands = server.running.app.get(CommandBus, { strict: false });
    await commands.execute(new ChangeAgency(agencyId(body), rename, { actor, commandId: newCommandId() }));
    const auditor = await server.as('auditor', 'thanh-tra-tinh');
    await server.settled();
    const read = async (path: string) => (await auditor.get(path)).body;
    const named = (rows: readonly { agency: { id: string; name: string } }[]) => rows.find((it) => it.agency.id === body)?.agency;

    names = async (asOf) => {
      const day = `plan=267-2025&asOf=${asOf}`;
      const found = {
        register: named((await read(`/tasks?${day}&agency=${body}`)).rows),
        'in the order of names': named((await read(`/tasks?${day}&agency=${body}&sort=agency`)).rows),
        task: (await read(`/tasks/${task}?asOf=${asOf}`)).agency,
        board: named((await read(`/overdue?${day}`)).rows),
        scorecards: named((await read(`/scorecards?${day}`)).rows),
        round: named((await read(`/rounds/267-2025/2025-Q1?asOf=${asOf}`)).agencies),
        matrix: named((await read(`/round-matrix/267-2025?asOf=${asOf}`)).rows),
        report: (await read(`/rounds/267-2025/2025-Q1/reports/${body}?asOf=${asOf}`)).agency,
      };
      return Object.fromEntries(Object.entries(found).map(([page, it]) => [page, it?.name]));
    };
  }, 120_000);
  afterAll(() => server.close());

  it('is called on every page as it was called on the day that is asked about', async () => {
    for (const [asOf, name] of [
      ['2025-02-28', formerly],
      ['2025-03-01', now],
      ['2025-03-10', now],
    ] as const) {
      const found = await names(asOf);
      expect({ asOf, ...found }).toEqual({ asOf, ...Object.fromEntries(Object.keys(found).map((page) => [page, name])) });
    }
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { instant, SetClock, systemClock, todayOf } from '#language';
import { PlanList } from '#plans';
import { RunWatch } from '#tasks';
import { type Configuration, configurationFrom } from '../../apps/server/configuration.js';
import type { SignInToShow, Telling } from '../../apps/server/loading.js';
import { startServer } from '../../apps/server/server.js';
import { tiendoOver } from '../cli/tiendo.js';
import { freshDatabase } from '../postgres.js';
import { Client } from '../server.js';

interface Start {
  readonly said: string[];
  readonly signIns: SignInToShow[];
  readonly telling: Telling;
}
const listening = (): Start => {
  const said: string[] = [];
  const signIns: SignInToShow[] = [];
  return {
    said,
    signIns,
    telling: { say: (line) => said.push(line), progress: () => undefined, signIns: (all) => signIns.push(...all) },
  };
};
/** A small plan of another province. */
const otherPlan = [
  'ỦY BAN NHÂN DÂN TỈNH HOA LƯ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Số: 7/KH-UBND | Hoa Lư, ngày 05 tháng 01 năm 2025',
  'KẾ HOẠCH',
  'PHÁT TRIỂN DU LỊCH NĂM 2025',
  'KT. CHỦ TỊCH | Trần Văn Hai',
  'PHỤ LỤC I',
  'NHIỆM VỤ',
  'TT | Thời hạn | Công việc | Cơ quan thực hiện |',
  '1 | Năm 2025 | Mở tuyến xe điện | Sở Xây dựng |',
].join('\n');
const clock = () => new SetClock(instant('2025-03-10T09:00:00+07:00'));

describe('a start', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tiendo-start-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const configuration = (over: Partial<Configuration>): Configuration => ({
    ...configurationFrom({ PORT: '0', TIENDO_LOG: 'silent', TIENDO_SAMPLE: 'none' }),
    dataDir,
    ...over,
  });

  /** Starts, reports as an officer made by the administrator, stops, starts again. */
  async function twice(settings: Configuration) {
    const first = listening();
    const one = await startServer(settings, first.telling, clock());
    const admin = new Client(one.url);
    const [shown] = first.signIns;
    await admin.signIn(shown?.username ?? '', shown?.password ?? '');
    const { password } = (await admin.post('/users', { username: 'soyte', name: 'Y tế', role: 'officer', agency: 'so-y-te' }))
      .body;
    const officer = new Client(one.url);
    await officer.signIn('soyte', password);
    const [row] = (await officer.get('/tasks?agency=so-y-te')).body.rows;
    const path = `/tasks/${row.id.split('/').map(encodeURIComponent).join('/')}`;
    const report = { progress: 30, narrative: 'Đã làm.', evidence: [], occurredOn: '2025-03-07' };
    const { position, version } = (await officer.post(`${path}/milestones`, report)).body;
    await officer.get(`${path}?after=${position}`);
    await one.close();

    const second = listening();
    const two = await startServer(settings, second.telling, clock());
    try {
      const again = new Client(two.url);
      expect((await again.signIn('soyte', password)).status).toBe(201);
      expect((await again.get(path)).body).toMatchObject({ progress: 30, version });
      expect(second.signIns).toEqual([]);
      expect(second.said).toEqual([]);
      const { projections, ...health } = (await again.get('/health')).body;
      expect(health).toMatchObject({ status: 'ok', live: true, ready: true });
      expect(projections.map(({ state }: { state: string }) => state)).toEqual(projections.map(() => 'running'));
    } finally {
      await two.close();
    }
  }

  it('loads the plan alone into the embedded database, and a second start keeps what people entered', async () => {
    await twice(configuration({}));
  }, 120_000);

  it('does the same on a database server', async () => {
    const database = await freshDatabase();
    try {
      await twice(configuration({ databaseUrl: database.url }));
    } finally {
      await database.drop();
    }
  }, 120_000);

  it('that was cut off in the middle is completed by the next one, and its accounts are shown', async () => {
    const database = await freshDatabase();
    const settings = configuration({ databaseUrl: database.url });
    try {
      const cut = {
        ...listening().telling,
        signIns: () => {
          throw new Error('cut off');
        },
      };
      await expect(startServer(settings, cut, clock())).rejects.toThrow('cut off');
      const next = listening();
      const server = await startServer(settings, next.telling, clock());
      try {
        const [shown] = next.signIns;
        const admin = new Client(server.url);
        expect((await admin.signIn(shown?.username ?? '', shown?.password ?? '')).status).toBe(201);
        expect((await admin.get('/users')).body.rows).toHaveLength(1);
        expect((await admin.get('/plans')).body.rows).toHaveLength(1);
      } finally {
        await server.close();
      }
    } finally {
      await database.drop();
    }
  }, 120_000);

  it.each<[string, (settings: Configuration) => Promise<void>]>([
    [
      'begun empty',
      async (settings) => {
        const server = await startServer({ ...settings, sample: 'empty' }, listening().telling, clock());
        await server.close();
      },
    ],
    [
      'begun by importing another plan with the command',
      async ({ databaseUrl }) => {
        const file = join(dataDir, 'khac.txt');
        await writeFile(file, otherPlan);
        const over = tiendoOver({ DATABASE_URL: databaseUrl ?? '', TIENDO_DATA: dataDir });
        expect(await over('import', file)).toMatchObject({ status: 0 });
      },
    ],
  ])(
    'of an installation %s never joins the plan that comes along to it, whatever the setting says later',
    async (how, begin) => {
      const database = await freshDatabase();
      const settings = configuration({ databaseUrl: database.url });
      try {
        await begin(settings);
        for (const sample of ['none', 'year'] as const) {
          const started = listening();
          const server = await startServer({ ...settings, sample }, started.telling, clock());
          try {
            const { rows } = await server.app.get(QueryBus).execute(new PlanList());
            expect(rows.map((it) => it.id)).toEqual(how === 'begun empty' ? [] : ['7-2025']);
          } finally {
            await server.close();
          }
        }
      } finally {
        await database.drop();
      }
    },
    120_000,
  );

  it('with sample data that was cut off in the middle of the year is lived to its end by the next one, once', async () => {
    const database = await freshDatabase();
    const settings = configuration({ databaseUrl: database.url, sample: 'year' });
    try {
      const cut: Telling = {
        ...listening().telling,
        progress: (_, done, of) => {
          if (done > of / 20) throw new Error('cut off');
        },
      };
      await expect(startServer(settings, cut)).rejects.toThrow('cut off');
      const next = listening();
      const server = await startServer(settings, next.telling);
      let head: string;
      try {
        expect(next.signIns.map(({ role }) => role)).toEqual(
          expect.arrayContaining(['officer', 'head', 'standing', 'committee', 'interior', 'auditor', 'admin']),
        );
        const auditor = new Client(server.url);
        const shown = next.signIns.find(({ role }) => role === 'auditor');
        expect((await auditor.signIn(shown?.username ?? '', shown?.password ?? '')).body.sample).toBe(true);
        // Nothing was done twice: one command, one set of events, and every task was assigned once.
        const counted = await server.app.get(DataSource).query<{ assigned: string; tasks: string; simulated: string }[]>(
          `select count(*) filter (where type = 'assigned') as assigned,
                  count(distinct stream) filter (where stream like 'task-%') as tasks,
                  count(*) filter (where simulated) as simulated from history`,
        );
        expect(counted[0]?.assigned).toBe(counted[0]?.tasks);
        expect(Number(counted[0]?.simulated)).toBeGreaterThan(1_000);
        // What the year left overdue by today is recorded at a start, while it serves already; the next start finds it done.
        await server.app.get(CommandBus).execute(new RunWatch(todayOf(systemClock)));
        head = (await auditor.get('/health')).body.projections[0].head;
      } finally {
        await server.close();
      }
      const third = listening();
      const again = await startServer(settings, third.telling);
      try {
        expect([third.said, third.signIns]).toEqual([[], []]);
        expect((await new Client(again.url).get('/health')).body.projections[0].head).toBe(head);
      } finally {
        await again.close();
      }
    } finally {
      await database.drop();
    }
  }, 300_000);

  it('takes a free port when the usual one is taken, and refuses one that was asked for', async () => {
    const database = await freshDatabase();
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const settings = configuration({ databaseUrl: database.url, port });
      await expect(startServer(settings, listening().telling, clock())).rejects.toMatchObject({
        code: 'port-taken',
        figures: { port },
      });
    } finally {
      blocker.close();
      await database.drop();
    }
  });
});

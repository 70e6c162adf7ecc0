import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../measuring.js';
import { residentOf, startProduct } from '../product.js';
import type { Section } from '../section.js';

/** An empty folder until ready with the plan loaded; a restart after kill -9 over the PostgreSQL that lives on, and after both were killed; memory. */
export const section: Section = {
  name: 'start',
  async run(bench) {
    const first: number[] = [];
    const again: number[] = [];
    const both: number[] = [];
    const idle: number[] = [];
    const busy: number[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      const env = { TIENDO_DATA: bench.folder() };
      const fresh = await startProduct(env);
      first.push(fresh.readyAfter);
      await fresh.kill();
      const second = await startProduct(env);
      again.push(second.readyAfter);
      await second.kill();
      const pid = Number(readFileSync(join(env.TIENDO_DATA, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      const third = await startProduct(env);
      both.push(third.readyAfter);
      await sleep(2_000);
      idle.push(residentOf(third.pid));
      const end = performance.now() + bench.milliseconds;
      let most = 0;
      const ask = async () => {
        while (performance.now() < end) {
          await (await fetch(`${third.url}/api/health`)).arrayBuffer();
          most = Math.max(most, residentOf(third.pid));
        }
      };
      await Promise.all(Array.from({ length: 32 }, ask));
      busy.push(most);
      await third.stop();
    }
    const [fresh, killed, bothKilled] = [first, again, both].map((it) => median(it) / 1_000);
    const rows = [
      ['empty folder until ready, the plan loaded', fresh ?? Number.NaN, 's'],
      ['restart after kill -9 of the server', killed ?? Number.NaN, 's'],
      ['restart after kill -9 of the server and PostgreSQL', bothKilled ?? Number.NaN, 's'],
      ['memory (RSS) of the server, idle', median(idle), 'MB'],
      ['memory (RSS) of the server, the most while 32 ask for /health', median(busy), 'MB'],
    ];
    return {
      title: 'Start and memory',
      about: `From the start of the process until GET /api/health answers 200, asked every 10 ms; installed and built before, TIENDO_SAMPLE=none, embedded PostgreSQL made in an empty folder, agencies and plan 267 loaded before the port is opened. Medians of ${bench.rounds} round(s).`,
      tables: [{ columns: ['what', 'median', ''], rows }],
      goals: [
        { what: 'empty folder to healthy', measured: fresh ?? null, unit: 's', atMost: 4 },
        { what: 'restart after kill -9', measured: killed ?? null, unit: 's', atMost: 1.5 },
      ],
    };
  },
};

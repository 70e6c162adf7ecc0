import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export default async function teardown() {
  await remove(process.env.TIENDO_TEST_DATA);
}

/** Stops the PostgreSQL of a test data folder, if one runs, and removes the folder. */
export async function remove(folder) {
  const pidFile = join(folder, 'postgres', 'cluster', 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres');
  if (pid > 0 && command.includes('postgres')) {
    try {
      process.kill(pid, 'SIGQUIT');
      for (let i = 0; i < 200; i++) {
        process.kill(pid, 0);
        await sleep(25);
      }
    } catch {
      // It is gone.
    }
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remove } from './postgres.teardown.mjs';

/** Names the data folder that this Jest run shares, and clears those of runs that were killed. */
export default async function setup() {
  for (const name of await readdir(tmpdir())) {
    const pid = /^tiendo-test-(\d+)-/.exec(name)?.[1];
    if (pid && !alive(Number(pid))) await remove(join(tmpdir(), name));
  }
  process.env.TIENDO_TEST_DATA = await mkdtemp(join(tmpdir(), `tiendo-test-${process.pid}-`));
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

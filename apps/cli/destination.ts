import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';

/** Where a file is written before it takes its name: nobody else's, and not to be guessed. */
export const partialOf = (path: string): string => `${path}.partial-${randomBytes(8).toString('hex')}`;

/**
 * Before the work and not after it: rejects, with the system's own error (apps/server/machine.ts has the words), a path that no file
 * can take: a folder, a place that is not there or may not be written.
 */
export async function mustTakeAFile(path: string): Promise<void> {
  // A folder would only show when the finished file is to take its name.
  if ((await stat(path).catch(() => null))?.isDirectory()) await open(path, 'w');
  const partial = partialOf(path);
  const file = await open(partial, 'wx', 0o600);
  await file.close();
  await rm(partial);
}

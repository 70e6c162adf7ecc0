import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceLine } from './stacks.js';

describe('a line of a stack trace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-stacks-'));
  const built = pathToFileURL(join(folder, 'server.js')).href;
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(() => {
    // The second line of server.js is the fifth of the source.
    const map = { version: 3, sources: ['../libs/tasks/task.ts'], names: [], mappings: ';AAIA' };
    writeFileSync(join(folder, 'server.js.map'), JSON.stringify(map));
  });

  it('names the line of the source', () => {
    expect(sourceLine(`decide (${built}:2:7)`)).toBe(`decide (${new URL('../libs/tasks/task.ts', built).href}:5:1)`);
  });

  it.each([
    'decide (node:internal/process/task_queues:95:5)',
    'decide (file:///nowhere/other.js:2:7)',
    'new Promise (<anonymous>)',
  ])('stays as it is where there is no map: %s', (frame) => expect(sourceLine(frame)).toBe(frame));
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

describe('the event catalogue', () => {
  const generated = execFileSync(process.execPath, [join(root, 'docs', 'event-catalogue.mjs')], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });

  it('is what the types say now (npm run docs:events)', () =>
    expect(readFileSync(join(root, 'docs', 'events.md'), 'utf8')).toBe(generated));

  it('has what can happen to a task, with its fields', () => {
    expect(generated).toContain('### `completion-accepted`');
    expect(generated).toContain(
      '| `backdatedDays` | `number` | Days between the doing and the recording; 0 when reported the same day. |',
    );
  });
});

import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { tiendo } from '../../apps/cli/command.js';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface Answer {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

type Env = Readonly<Record<string, string>>;

/** The command over one installation, in this process: what it answers and how it ends. */
export const tiendoOver =
  (env: Env) =>
  async (...args: string[]): Promise<Answer> => {
    const [out, err] = [new Kept(), new Kept()];
    const status = await tiendo(args, { env, out, err });
    return { status, out: out.text(), err: err.text() };
  };

class Kept extends Writable {
  private readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}

const plain = () => {
  const { NODE_OPTIONS: _, LANG: __, LC_ALL: ___, LC_MESSAGES: ____, ...env } = process.env;
  return env;
};

/** The built command in a process of its own, as people run it. Builds it first; nothing to do when it is built. */
export function spawned(env: Env, ...args: string[]): Answer {
  const made = spawnSync(process.execPath, ['apps/prepare.mjs', '--no-page'], { cwd: root, encoding: 'utf8', env: plain() });
  if (made.status !== 0) throw new Error(made.stderr);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/run/tiendo.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...plain(), ...env },
    maxBuffer: 1e9,
  });
  return { status, out: stdout, err: stderr };
}

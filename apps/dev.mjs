// `npm run dev`: the server and the page's own server, both starting again on save. The page: http://127.0.0.1:5173
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, program, root } from './prepare.mjs';

prepare({ page: false });

const children = [
  [program('typescript', 'tsc'), '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ['--watch', join(root, 'dist', 'apps', 'server', 'main.js')],
  [program('vite'), 'apps/web'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }));

const end = () => {
  for (const child of children) child.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
for (const child of children) child.on('exit', end);

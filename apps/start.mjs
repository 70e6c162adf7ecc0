// `npm start`: makes the clone ready, then runs the server. Plain Node: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare();

const server = spawn(process.execPath, [join(root, 'dist', 'run', 'server.js')], { stdio: 'inherit' });
// A terminal sends Ctrl+C to both; a second one does no harm. A supervisor sends its signal to us alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  });
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

import { Refusal, systemClock } from '#language';
import { BadConfiguration, configurationFrom } from './configuration.js';
import { openLog } from './log.js';
import { refusedByTheMachine } from './machine.js';
import { openPostgres } from './postgres.js';
import type { RunningServer } from './server.js';
import { tellOn } from './sign-ins.js';
import { nameSourceLines } from './stacks.js';

/** Milliseconds that requests under way are given before the process ends anyway. */
const patience = 30_000;

async function main(): Promise<void> {
  nameSourceLines();
  const configuration = configurationFrom(process.env, process.stdout.isTTY);
  let server: RunningServer | undefined;
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    console.log(`Đang dừng (${signal})… / Stopping…`);
    setTimeout(() => process.exit(1), patience).unref();
    // Still starting: what was begun is finished on the next start.
    void (server?.close() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // Everything else is read, which takes this process a while, when PostgreSQL is busy with itself: made, recovering, starting.
  const everythingElse = () => import('./server.js');
  const log = openLog(configuration.logLevel);
  const database = await openPostgres(configuration, log, () => void everythingElse());
  const { startServer } = await everythingElse();
  server = await startServer(configuration, tellOn(process.stdout), systemClock, log, database);
  console.log(`Tiến Độ: ${server.url}`);
  console.log(`  dữ liệu / data: ${configuration.databaseUrl ? 'DATABASE_URL' : configuration.dataDir}   dừng / stop: Ctrl+C`);
}

main().catch((thrown: unknown) => {
  const error = refusedByTheMachine(thrown) ?? thrown;
  if (error instanceof Refusal) console.error(`${error.vi}\n${error.en}`);
  else if (error instanceof BadConfiguration) console.error(error.message);
  else console.error(error);
  process.exit(1);
});

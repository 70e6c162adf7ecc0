import { startEmbeddedPostgres } from '#postgres';

/** Run by embedded.spec.ts as a process that can be killed: starts PostgreSQL, says its url (or why not), then waits. */
const [dataDir = ''] = process.argv.slice(2);
try {
  const { url } = await startEmbeddedPostgres({ dataDir, onSignals: true });
  process.stdout.write(`${url}\n`);
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

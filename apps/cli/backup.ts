import { entriesOf, type Made, writeBackup } from '#backup';
import { openAsItIs } from '#database';
import { mustFollow } from '#event-store';
import { systemClock } from '#language';
import { keptTables } from '../server/backed-up.js';
import { migrations, projections } from '../server/rooms.js';
import { type Data, withData } from './data.js';
import { mustTakeAFile } from './destination.js';
import type { Screen, Surroundings } from './screen.js';

/** `tiendo backup`: everything that cannot be made again, in one file, while the server goes on working. */
export async function backUp(env: Surroundings['env'], screen: Screen, path: string): Promise<void> {
  await mustTakeAFile(path);
  await withData(env, (data) => backUpData(data, screen, path));
}

async function backUpData(data: Data, screen: Screen, path: string): Promise<void> {
  const { say } = screen;
  const began = Date.now();
  const made: Made = {};
  const source = await openAsItIs({ url: data.url, migrations, connections: 3 });
  const store = data.openStore();
  const bar = screen.progress(say('sao lưu', 'backup'));
  try {
    await mustFollow(source, store);
    const { evidence, release } = { evidence: data.evidence(source), release: data.release };
    const parts = { source, store, evidence, projections, tables: keptTables, release, clock: systemClock };
    const entries = entriesOf(parts, made, (done, head) => bar.at(Number(done), Number(head)));
    const file = await writeBackup(path, entries);
    bar.end();
    const { manifest, end } = made;
    if (!manifest || !end) throw new Error('a backup was written that does not know what is in it');
    const seconds = (Date.now() - began) / 1_000;
    const { events, logDigest, evidence: kept } = end;
    screen.answer({ path, ...file, head: manifest.head, events, logDigest, evidence: kept, rows: end.rows, seconds }, [
      say(
        `Đã sao lưu ${events} sự kiện và ${kept.files} tệp minh chứng vào ${path} (${size(file.bytes)}, ${seconds.toFixed(1)} giây).`,
        `${events} events and ${kept.files} files of evidence are in ${path} (${size(file.bytes)}, ${seconds.toFixed(1)} s).`,
      ),
      `${say('Nhật ký', 'Log')} SHA-256  ${logDigest}`,
      `${say('Tệp', 'File')} SHA-256  ${file.sha256}`,
    ]);
    if (kept.missing.length > 0)
      screen.note(
        say(
          `Chú ý: ${kept.missing.length} tệp minh chứng đã mất hoặc bị đổi trong kho nên không có trong bản sao lưu: ${kept.missing.join(', ')}`,
          `Note: ${kept.missing.length} files of evidence are lost or altered in the store, and so not in the backup: ${kept.missing.join(', ')}`,
        ),
      );
  } finally {
    bar.end();
    await store.close();
    await source.destroy();
  }
}

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

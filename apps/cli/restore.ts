import { DataSource } from 'typeorm';
import { type Compared, compare, type Destination, mustBeTheSame, newerBackup, restore, type Verified, verify } from '#backup';
import { dataSourceOptions, endRestoration, migrationsOf, openDatabase } from '#database';
import { follows, refillEngine, refillPostgres } from '#event-store';
import { Refusal } from '#language';
import { migrations, projections, upcasters } from '../server/rooms.js';
import { type Data, withData } from './data.js';
import { columns, type Screen, type Surroundings } from './screen.js';

/**
 * `tiendo restore`: reads the whole file first and writes nothing until it was found good. Tables are made as they were when the
 * backup was made, filled, and then brought up to today like any other older database.
 */
export async function restoreFrom(env: Surroundings['env'], screen: Screen, path: string): Promise<void> {
  const { say } = screen;
  const began = Date.now();
  screen.note(say('Đang kiểm tra tệp…', 'Checking the file…'));
  const verified = await verify(path);
  const { manifest, end } = verified;
  const compared = await withData(env, async (data) => {
    await fill(data, screen, path, verified);
    screen.note(say('Đang đọc lại và so sánh…', 'Reading back and comparing…'));
    return check(data, path, verified);
  });
  const { version: release, createdAt, head } = manifest;
  const seconds = (Date.now() - began) / 1_000;
  screen.answer({ path, release, createdAt, head, ...end, projections: compared, seconds }, [
    say(
      `Đã khôi phục ${end.events} sự kiện và ${end.evidence.files} tệp minh chứng, như lúc ${manifest.createdAt}.`,
      `${end.events} events and ${end.evidence.files} files of evidence are restored, as of ${manifest.createdAt}.`,
    ),
    `${say('Nhật ký', 'Log')} SHA-256  ${end.logDigest}`,
    ...tableOf(compared, screen),
  ]);
  const differing = compared.filter(({ same }) => same === false).map(({ name }) => name);
  if (differing.length > 0)
    throw new Refusal('projections-differ', {
      vi: `Nhật ký đã khôi phục nguyên vẹn, nhưng bảng dựng lại không giống bảng lúc sao lưu: ${differing.join(', ')}. Bảng hiện có là bảng suy ra từ nhật ký.`,
      en: `The log is restored whole, but what follows from it is not what these showed when the backup was made: ${differing.join(', ')}. The rows that are there now follow from the log.`,
      figures: { differing },
    });
}

async function fill(data: Data, screen: Screen, path: string, verified: Verified): Promise<void> {
  const { url, eventStore } = data;
  const asThen = await migrationsFor(url, verified);
  const source = await openDatabase({ url, migrations: asThen, connections: 3, restoring: true });
  const store = data.openStore();
  const bar = screen.progress(screen.say('khôi phục', 'restore'));
  const to: Destination = {
    source,
    store,
    evidence: data.evidence(source),
    logElsewhere: eventStore !== null,
    refill: (db) => (eventStore === null ? refillPostgres(db) : refillEngine(eventStore)),
  };
  try {
    await restore(path, verified, to, (events) => bar.at(events, verified.end.events));
  } finally {
    bar.end();
    await store.close();
    await source.destroy();
  }
}

/** Those that the backup's tables had been through. Refuses: backup-newer, and not-empty when the tables here are of another release. */
async function migrationsFor(url: string, { manifest }: Verified) {
  const source = await new DataSource(dataSourceOptions({ url, migrations })).initialize();
  try {
    const known = source.migrations.map((it) => it.name ?? it.constructor.name);
    const unknown = manifest.migrations.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw newerBackup(unknown.join(', '), unknown.join(', '));
    const here = await migrationsOf(source);
    if (here.length > 0 && here.some((name) => !manifest.migrations.includes(name)))
      throw new Refusal('not-empty', {
        kind: 'conflict',
        vi: 'Cơ sở dữ liệu này đã có bảng của một bản phần mềm khác với bản đã sao lưu; hãy dùng một cơ sở dữ liệu trống hẳn.',
        en: 'This database has the tables of another release than the backup’s; give it one with nothing in it.',
      });
    return migrations.filter((it) => manifest.migrations.includes(nameOf(it)));
  } finally {
    await source.destroy();
  }
}

const nameOf = (migration: (typeof migrations)[number]): string => new migration().name ?? migration.name;

/** Compares log and projections with the backup; only then the system may be used. */
async function check(data: Data, path: string, verified: Verified): Promise<Compared[]> {
  const { url } = data;
  const asWritten = data.openStore();
  await mustBeTheSame(asWritten, verified).finally(() => asWritten.close());
  const source = await openDatabase({ url, migrations, connections: 3, restoring: true });
  const store = data.openStore({ upcasters });
  try {
    const compared = await compare(path, verified, { source, store, upcasters, url, projections });
    await follows(source, store);
    await endRestoration(source);
    return compared;
  } finally {
    await store.close();
    await source.destroy();
  }
}

const tableOf = (compared: readonly Compared[], { say }: Screen): string[] => {
  const words = {
    true: say('như nhau', 'the same'),
    false: say('KHÁC', 'DIFFERENT'),
    null: say('không so được', 'not comparable'),
  };
  return columns([
    [say('bảng', 'projection'), say('so với bản sao lưu', 'compared with the backup')],
    ...compared.map(({ name, same }) => [name, words[`${same}`]]),
  ]);
};

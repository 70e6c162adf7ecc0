import { openDatabase } from '#database';
import { copyToPostgres, type Refill, refillEngine } from '#event-store';
import { beginning, Refusal, systemClock } from '#language';
import { type CountrySize, countryOf, recordOf } from '#simulation';
import { Loaded } from '../server/loaded.js';
import { migrations } from '../server/rooms.js';
import { type Data, withData } from './data.js';
import type { Screen, Surroundings } from './screen.js';

export interface SimulateOptions extends CountrySize {
  readonly ontoExisting?: true;
}

/** `tiendo simulate`: a made-up country's record, straight into the log. Rows follow when a server starts, or with `tiendo rebuild`. */
export async function simulate(env: Surroundings['env'], screen: Screen, options: SimulateOptions): Promise<void> {
  const { say } = screen;
  const { ontoExisting, ...size } = options;
  const country = countryOf(size);
  const began = Date.now();
  await withData(env, async (data) => {
    const into = await openInto(data, ontoExisting ?? false);
    const bar = screen.progress(say('mô phỏng', 'simulate'));
    let events = 0;
    try {
      for (const batch of recordOf(country)) {
        await into.write(batch);
        events += batch.length;
        bar.at(events, country.events);
      }
    } finally {
      bar.end();
      await into.close();
    }
    const seconds = (Date.now() - began) / 1_000;
    const { seed, year, tasks, bodies } = country;
    const told = `${events} ${say('sự kiện mô phỏng', 'simulated events')}, ${tasks} ${say('nhiệm vụ', 'tasks')}, ${bodies.length} ${say('cơ quan', 'bodies')}`;
    screen.answer({ events, tasks, bodies: bodies.length, plans: country.plans.length, seed, year, seconds }, [
      `${told}; ${seconds.toFixed(1)} s`,
      say(
        'Các bảng được dựng khi máy chủ khởi động, hoặc bằng: tiendo rebuild',
        'Rows are made when a server starts, or by: tiendo rebuild',
      ),
    ]);
  });
}

async function openInto(data: Data, ontoExisting: boolean): Promise<Refill> {
  const source = await openDatabase({ url: data.url, migrations, connections: 2 });
  try {
    const into = await openLog(data, ontoExisting);
    const loaded = new Loaded(source, systemClock);
    // The country has bodies and plans of its own: no start adds ours.
    if (!ontoExisting) for (const step of ['agencies', 'begun-empty'] as const) await loaded.write(step);
    return into;
  } finally {
    await source.destroy();
  }
}

async function openLog({ url, eventStore, openStore }: Data, ontoExisting: boolean): Promise<Refill> {
  if (eventStore === null) return copyToPostgres(url, { onto: ontoExisting ? 'any' : 'empty' });
  const store = openStore();
  try {
    if (!ontoExisting && (await store.head()) > beginning) throw notEmpty();
  } finally {
    await store.close();
  }
  return refillEngine(eventStore);
}

const notEmpty = () =>
  new Refusal('log-not-empty', {
    kind: 'conflict',
    vi: 'Nhật ký đã có sự kiện; dữ liệu mô phỏng không ghi lẫn vào. Hãy dùng một nhật ký trống, hoặc --onto-existing nếu thực sự muốn.',
    en: 'The log has events already, and simulated ones are not mixed in. Use an empty log, or --onto-existing if that is really meant.',
  });

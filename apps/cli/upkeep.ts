import type { RebuildProgress } from '#event-store';
import { type LocalDate, shown, systemClock, todayOf } from '#language';
import { DeliverReminders, RunReminders } from '#reminders';
import { RunWatch } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

/** `tiendo watch`: what the deadline watch does every night, for a day. Done twice it records nothing twice. */
export async function watch({ commands, store, caughtUp }: Installation, screen: Screen, on?: LocalDate): Promise<void> {
  const run = await commands.execute(new RunWatch(on ?? todayOf(systemClock)));
  await caughtUp(await store.head());
  screen.answer(run, [
    screen.say(
      `Ngày ${shown(run.on)}: ${run.found} nhiệm vụ quá hạn chưa ghi nhận, đã ghi ${run.recorded} sự kiện.`,
      `${shown(run.on)}: ${run.found} tasks past their date and not yet recorded so, ${run.recorded} events written.`,
    ),
  ]);
}

/**
 * `tiendo rebuild`: makes the rows of one projection, or of all in one pass, again from the log, beside the live ones, and switches.
 * With `--back` the rows that the last rebuild replaced are the live ones again.
 */
export async function rebuild(it: Installation, screen: Screen, name?: string, options: { back?: true } = {}): Promise<void> {
  const { runner } = it;
  const names = name === undefined ? (await runner.health()).map((one) => one.name) : [name];
  if (options.back) return goBack(it, screen, names);
  let step: RebuildProgress['step'] | null = null;
  let bar = screen.progress('');
  const { reports, failures } = await runner
    .rebuildAll(names, (now) => {
      if (now.step !== step) {
        bar.end();
        step = now.step;
        bar = screen.progress(screen.say(...steps[now.step]));
      }
      bar.at(now.done, now.of);
    })
    .finally(() => bar.end());
  const { say } = screen;
  const same = { true: say('như cũ', 'same as before'), false: say('KHÁC bản cũ', 'NOT as before'), null: say('bản mới', 'new') };
  screen.answer(
    reports,
    columns([
      [
        say('bảng', 'projection'),
        say('sự kiện', 'events'),
        say('dòng', 'rows'),
        say('giây', 'seconds'),
        say('so với trước', 'compared'),
      ],
      ...reports.map((it) => [
        it.name,
        `${it.events}`,
        Object.entries(it.rows)
          .map(([table, rows]) => `${table} ${rows}`)
          .join(', '),
        it.seconds.toFixed(1),
        same[`${it.same}`],
      ]),
    ]),
  );
  // What failed is told in the words of what stopped it, after what did not.
  for (const { error } of failures) throw error;
}

/** `tiendo remind`: what a server does by itself. Done twice it reminds nobody twice. */
export async function remind({ commands, store, caughtUp }: Installation, screen: Screen): Promise<void> {
  const run = await commands.execute(new RunReminders(todayOf(systemClock)));
  const delivery = await commands.execute(new DeliverReminders());
  await caughtUp(await store.head());
  screen.answer({ ...run, ...delivery, steps: run.recorded }, [
    screen.say(
      `Ngày ${shown(run.on)}: ghi ${run.recorded} bước nhắc, gửi ${delivery.tried} thư, ghi ${delivery.recorded} kết quả.`,
      `${shown(run.on)}: ${run.recorded} reminders recorded, ${delivery.tried} mails tried, ${delivery.recorded} results recorded.`,
    ),
  ]);
}

const steps: Readonly<Record<RebuildProgress['step'], readonly [vi: string, en: string]>> = {
  reading: ['đọc sự kiện', 'reading'],
  folding: ['dựng dòng', 'making rows'],
  indexing: ['lập chỉ mục', 'indexing'],
  switching: ['chuyển bảng', 'switching'],
};

async function goBack({ runner }: Installation, screen: Screen, names: readonly string[]): Promise<void> {
  const back: { readonly name: string; readonly position: string }[] = [];
  for (const name of names) back.push({ name, position: String(await runner.back(name)) });
  screen.answer(
    back,
    back.map((it) =>
      screen.say(
        `${it.name}: dùng lại bảng trước lần dựng lại gần nhất, từ vị trí ${it.position}.`,
        `${it.name}: the tables from before the last rebuild are back, from position ${it.position}.`,
      ),
    ),
  );
}

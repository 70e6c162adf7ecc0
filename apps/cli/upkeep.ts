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

/** `tiendo rebuild`: makes the rows of one projection, or of all, again from the log, beside the live ones, and switches. */
export async function rebuild({ runner }: Installation, screen: Screen, name?: string): Promise<void> {
  const names = name === undefined ? (await runner.health()).map((it) => it.name) : [name];
  const reports: Awaited<ReturnType<typeof runner.rebuild>>[] = [];
  for (const one of names) {
    const bar = screen.progress(one);
    reports.push(await runner.rebuild(one, (it) => bar.at(Number(it.position), Number(it.head))).finally(bar.end));
  }
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

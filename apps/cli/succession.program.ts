import type { Command } from 'commander';
import { agencyId } from '#language';
import type { Installation } from './installation.js';
import type { Screen } from './screen.js';
import type { Say } from './words.js';

interface Around {
  readonly run: (command: Command, use: (it: Installation, on: Screen) => Promise<void>) => Promise<void>;
  readonly say: Say;
  readonly as: readonly [string, string];
}

/** `tiendo succession …`: the same wizard as on the page. */
export function addSuccession(program: Command, { run, say, as }: Around): void {
  const loaded = () => import('./succession.js');
  const succession = program
    .command('succession')
    .description(say('sắp xếp cơ quan: hợp nhất, chia tách, giải thể…', 'agencies merged, split, ended: who takes over'));
  const id = ['<succession>', say('mã lần kế thừa', 'id of the succession')] as const;
  const duty = [
    '--duty <ids...>',
    say('chỉ các nghĩa vụ này (mặc định: mọi nghĩa vụ chưa có nơi nhận)', 'only these duties (default: all that are left)'),
  ] as const;
  succession
    .command('list')
    .description(say('các lần kế thừa', 'the successions'))
    .action((_: unknown, command: Command) => run(command, async (it, on) => (await loaded()).listSuccessions(it, on)));
  succession
    .command('show')
    .argument(...id)
    .description(say('mọi nghĩa vụ còn mở và nơi nhận', 'every open duty and where it goes'))
    .action((one: string, _: unknown, command: Command) =>
      run(command, async (it, on) => (await loaded()).showSuccession(it, on, one)),
    );
  succession
    .command('open')
    .argument('<file>', say('tệp .json, hoặc thư mục như seeds/reorganisation-2025', 'a .json file, or a folder as in seeds/'))
    .description(say('mở một hay nhiều lần kế thừa từ tệp', 'open one or more successions from a file'))
    .option(...as)
    .action((file: string, options: { as?: string }, command: Command) =>
      run(command, async (it, on) => (await loaded()).openSuccession(it, on, file, options)),
    );
  succession
    .command('direct')
    .argument(...id)
    .description(say('chỉ định nơi nhận; không nêu --to: theo đề xuất', 'name a successor; without --to: as proposed'))
    .option('--to <agency>', say('cơ quan nhận', 'the successor'), (text: string) => agencyId(text, 'to'))
    .option(...duty)
    .option(...as)
    .action((one: string, options: { to?: ReturnType<typeof agencyId>; duty?: string[]; as?: string }, command: Command) =>
      run(command, async (it, on) => (await loaded()).directDuties(it, on, one, options)),
    );
  succession
    .command('park')
    .argument(...id)
    .description(say('tạm để, có lý do', 'leave duties for now, with a reason'))
    .requiredOption('--reason <text>', say('lý do', 'the reason'))
    .option(...duty)
    .option(...as)
    .action((one: string, options: { reason: string; duty?: string[]; as?: string }, command: Command) =>
      run(command, async (it, on) => (await loaded()).parkDuties(it, on, one, options)),
    );
  succession
    .command('conclude')
    .argument(...id)
    .description(say('chốt; từ chối khi còn nghĩa vụ chưa có nơi nhận', 'conclude; refused while a duty has no successor'))
    .option(...as)
    .action((one: string, options: { as?: string }, command: Command) =>
      run(command, async (it, on) => (await loaded()).concludeSuccession(it, on, one, options)),
    );
  succession
    .command('carry')
    .description(say('chuyển giao những gì đã đến ngày (máy chủ tự làm)', 'pass on what is due (a server does it by itself)'))
    .action((_: unknown, command: Command) => run(command, async (it, on) => (await loaded()).carrySuccessions(it, on)));
}

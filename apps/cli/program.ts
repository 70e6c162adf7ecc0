import { Command, Option } from 'commander';
import { agencyId, type LocalDate, type Role, roles } from '#language';
import { readersOf } from './asked.js';
import { addCommittee } from './committee.program.js';
import type { ExportOptions } from './export.js';
import type { ImportOptions } from './import.js';
import type { Installation } from './installation.js';
import { addRegisters } from './registers.program.js';
import type { ReplayOptions } from './replay.js';
import type { ReportOptions } from './report.js';
import { addRounds } from './rounds.program.js';
import { type Screen, type Surroundings, screen } from './screen.js';
import type { SimulateOptions } from './simulate.js';
import { addSuccession } from './succession.program.js';
import type { ShowOptions } from './task.js';
import { addUrging } from './urging.program.js';
import { type Language, sayIn } from './words.js';
import { addYears } from './years.program.js';

interface Everywhere {
  readonly json?: boolean;
  readonly data?: string;
}

/** The whole command: what can be asked, and in the help enough to learn the product from. */
export function programIn(language: Language, version: string, around: Surroundings): Command {
  const say = sayIn(language);
  const read = readersOf(say);
  const program = new Command('tiendo')
    .description(
      say(
        'Tiến Độ: theo dõi nhiệm vụ của kế hoạch và trách nhiệm thực hiện. Mọi thay đổi là một sự kiện, không xóa, không sửa.',
        'Tiến Độ: tasks of a plan and who answers for them. Every change is an event; nothing is erased or edited.',
      ),
    )
    .version(version, '-V, --version', say('in phiên bản', 'print the version'))
    .helpOption('-h, --help', say('in trợ giúp', 'print help'))
    .helpCommand('help [command]', say('trợ giúp của một lệnh', 'help on a command'))
    .addOption(new Option('--lang <lang>', say('ngôn ngữ', 'language')).choices(['vi', 'en']))
    .option('--json', say('trả lời bằng JSON cho máy đọc', 'answer in JSON, for machines'))
    .option(
      '--data <dir>',
      say('thư mục dữ liệu (mặc định TIENDO_DATA, hoặc ./data)', 'data folder (default TIENDO_DATA, or ./data)'),
    )
    .configureHelp({ styleTitle: (title) => titles[language][title] ?? title })
    .addHelpText('after', afterHelp(language));
  const run = async (command: Command, use: (it: Installation, on: Screen) => Promise<void>) => {
    const { json = false, data } = command.optsWithGlobals<Everywhere>();
    const env = data === undefined ? around.env : { ...around.env, TIENDO_DATA: data };
    // The rooms are loaded only when they are needed: help and a misspelt command answer at once.
    const { withInstallation } = await import('./installation.js');
    await withInstallation(env, (it) => use(it, screen({ ...around, language, json })));
  };
  /** For what works beside the rooms, and opens the data itself when it needs them. */
  const bare = (command: Command, use: (env: Surroundings['env'], on: Screen) => Promise<void>) => {
    const { json = false, data } = command.optsWithGlobals<Everywhere>();
    return use(data === undefined ? around.env : { ...around.env, TIENDO_DATA: data }, screen({ ...around, language, json }));
  };
  const as = ['--as <username>', say('làm việc với tài khoản này', 'act as this account')] as const;
  const asOf = [
    '--as-of <day>',
    say('như vào ngày này (2025-06-30 hoặc 30/06/2025)', 'as it was on this day (2025-06-30)'),
    read.day,
  ] as const;
  const knownOn = [
    '--known-on <moment>',
    say('theo dữ liệu đã ghi đến lúc này', 'as it was known at this moment'),
    read.moment,
  ] as const;

  program
    .command('import')
    .argument('<file>', say('văn bản kế hoạch (.txt UTF-8, .docx hoặc .xlsx)', 'the plan (.txt in UTF-8, .docx or .xlsx)'))
    .description(say('nhập kế hoạch và nêu các điểm cần làm rõ', 'import a plan and list what its text leaves open'))
    .option('--dry-run', say('chỉ đọc, không ghi gì', 'read only, write nothing'))
    .option(
      '--confirm',
      say('ghi cả khi tệp khác với kế hoạch đang lưu', 'write although the file differs from the plan on record'),
    )
    .option('--document <number>', say('số văn bản quyết định thay đổi', 'the document that decided the change'))
    .option(
      '--leave-out',
      say('nhập các dòng đọc được; dòng lỗi để lại, chờ bổ sung', 'take the rows that can be read; the bad ones wait'),
    )
    .option(...as)
    .addHelpText(
      'after',
      examples(language, ['tiendo import seeds/plans/267-KH-UBND.txt --dry-run', 'tiendo import 267-KH-UBND.docx']),
    )
    .action((file: string, options: ImportOptions, command: Command) =>
      run(command, async (it, on) => (await import('./import.js')).importPlan(it, on, file, options)),
    );

  const task = program.command('task').description(say('xem nhiệm vụ', 'look at tasks'));
  task
    .command('show')
    .argument('<task>', say('mã nhiệm vụ', 'task id'), read.task)
    .description(say('một nhiệm vụ: thời hạn, tình trạng và vì sao, báo cáo', 'a task: deadline, status and why, reports'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText(
      'after',
      examples(language, [
        'tiendo task show 267-2025/IV.IV.1/so-y-te',
        'tiendo task show 267-2025/IV.IV.1/so-y-te --as-of 30/06/2025',
      ]),
    )
    .action((id, options: ShowOptions, command: Command) =>
      run(command, async (it, on) => (await import('./task.js')).showTask(it, on, id, options)),
    );

  program
    .command('report')
    .argument('<task>', say('mã nhiệm vụ', 'task id'), read.task)
    .description(say('báo cáo tiến độ một nhiệm vụ', 'report progress on a task'))
    .requiredOption('--progress <percent>', say('tiến độ, 0 đến 100', 'progress, 0 to 100'), read.percent)
    .requiredOption('--text <text>', say('nội dung báo cáo', 'what was done'))
    .requiredOption(...as)
    .option('--on <day>', say('ngày thực hiện (mặc định: hôm nay)', 'the day it was done (default: today)'), read.day)
    .option(
      '--evidence <files...>',
      say('tệp minh chứng (PDF, PNG, JPEG, DOCX, XLSX)', 'files of evidence (PDF, PNG, JPEG, DOCX, XLSX)'),
    )
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .option('--milestone <id>', say('mốc đã lập kế hoạch', 'the planned milestone'))
    .option(
      '--key <key>',
      say('khóa chống ghi lặp: gửi lại cùng khóa không ghi lần nữa', 'idempotency key: the same key again writes nothing twice'),
    )
    .addHelpText(
      'after',
      examples(language, [
        'tiendo report 267-2025/IV.IV.1/so-y-te --as so-y-te --progress 60 --text "Đã số hóa 60% hồ sơ" --evidence bao-cao.pdf',
      ]),
    )
    .action((id, options: ReportOptions, command: Command) =>
      run(command, async (it, on) => (await import('./report.js')).reportMilestone(it, on, id, options)),
    );

  program
    .command('watch')
    .description(
      say('ghi nhận nhiệm vụ quá hạn (máy chủ tự làm mỗi đêm)', 'record what is overdue (a server does it every night)'),
    )
    .option('--on <day>', say('ngày (mặc định: hôm nay)', 'the day (default: today)'), read.day)
    .addHelpText('after', examples(language, ['tiendo watch', 'tiendo watch --on 01/04/2025']))
    .action((options: { on?: LocalDate }, command: Command) =>
      run(command, async (it, on) => (await import('./upkeep.js')).watch(it, on, options.on)),
    );

  program
    .command('remind')
    .description(
      say(
        'ghi nhận bước đôn đốc của ngày hôm nay và gửi thư đang chờ (máy chủ tự làm)',
        'record today’s reminders and send what waits (a server does it by itself)',
      ),
    )
    .addHelpText('after', examples(language, ['TIENDO_SMTP=smtp://localhost TIENDO_MAIL_FROM=tiendo@example.vn tiendo remind']))
    .action((_: unknown, command: Command) => run(command, async (it, on) => (await import('./upkeep.js')).remind(it, on)));

  program
    .command('replay')
    .argument('<stream>', say('hồ sơ, hoặc mã nhiệm vụ', 'a stream, or a task id'))
    .description(say('phát lại từng sự kiện của một hồ sơ', 'replay a record event by event'))
    .option(
      '--at <version|moment>',
      say('đến bản này, hoặc như đã ghi đến lúc này', 'up to this version, or as recorded by this moment'),
    )
    .addHelpText(
      'after',
      examples(language, [
        'tiendo replay 267-2025/IV.IV.1/so-y-te',
        'tiendo replay plan-267-2025 --at 3',
        'tiendo replay 267-2025/IV.IV.1/so-y-te --at 2025-06-30',
      ]),
    )
    .action((stream: string, options: ReplayOptions, command: Command) =>
      run(command, async (it, on) => (await import('./replay.js')).replay(it, on, stream, options)),
    );

  program
    .command('rebuild')
    .argument('[projection]', say('bảng (mặc định: tất cả)', 'projection (default: all)'))
    .description(
      say('dựng lại các bảng từ sự kiện, bên cạnh bảng đang dùng', 'make the rows again from the events, beside the live ones'),
    )
    .option('--back', say('dùng lại các bảng trước lần dựng lại gần nhất', 'take the last rebuild back'))
    .addHelpText('after', examples(language, ['tiendo rebuild', 'tiendo rebuild task-board', 'tiendo rebuild task-board --back']))
    .action((name: string | undefined, options: { back?: true }, command: Command) =>
      run(command, async (it, on) => (await import('./upkeep.js')).rebuild(it, on, name, options)),
    );

  program
    .command('export')
    .argument('[file]', say('tệp (mặc định: ra màn hình)', 'file (default: standard output)'))
    .description(
      say('xuất toàn bộ sự kiện (ndjson) hoặc sổ theo dõi (csv)', 'write the whole log (ndjson) or the register (csv)'),
    )
    .addOption(
      new Option('--format <format>', say('dạng (mặc định theo đuôi tệp)', 'format (default by the file’s ending)')).choices([
        'ndjson',
        'csv',
      ]),
    )
    .option('--plan <plan>', say('chỉ kế hoạch này (csv)', 'only this plan (csv)'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText(
      'after',
      examples(language, ['tiendo export nhat-ky.ndjson', 'tiendo export so-theo-doi.csv --as-of 30/06/2025']),
    )
    .action((file: string | undefined, options: ExportOptions, command: Command) =>
      run(command, async (it, on) => (await import('./export.js')).exportTo(it, on, file, options)),
    );

  program
    .command('backup')
    .argument('<file>', say('tệp sao lưu', 'the backup'))
    .description(say('sao lưu vào một tệp, máy chủ vẫn chạy', 'write everything into one file, while the server runs'))
    .addHelpText('after', examples(language, ['tiendo backup sao-luu/2026-01-31.tar.gz']))
    .action((file: string, _: unknown, command: Command) =>
      bare(command, async (env, on) => (await import('./backup.js')).backUp(env, on, file)),
    );

  program
    .command('restore')
    .argument('<file>', say('tệp sao lưu', 'the backup'))
    .description(say('khôi phục vào một hệ thống trống, rồi kiểm tra', 'restore into an empty system, and verify'))
    .addHelpText('after', examples(language, ['tiendo restore sao-luu/2026-01-31.tar.gz --data ./data-moi']))
    .action((file: string, _: unknown, command: Command) =>
      bare(command, async (env, on) => (await import('./restore.js')).restoreFrom(env, on, file)),
    );

  addSuccession(program, { run, say, as });
  const registers = { run, say, read, as, asOf, knownOn, examples: (lines: readonly string[]) => examples(language, lines) };
  addYears(program, registers);
  addRegisters(program, registers);
  addRounds(program, registers);
  addCommittee(program, registers);
  addUrging(program, registers);
  program
    .command('simulate')
    .description(
      say(
        'ghi một quốc gia mô phỏng vào nhật ký trống, để thử với dữ liệu lớn',
        'write a made-up country into an empty log, to try things at its size',
      ),
    )
    .option('--provinces <n>', say('số tỉnh', 'provinces'), read.count, 34)
    .option('--communes <n>', say('số xã', 'communes'), read.count, 3_321)
    .option('--tasks <n>', say('số nhiệm vụ', 'tasks'), read.count, 1_000_000)
    .option('--events <n>', say('số sự kiện', 'events'), read.count, 5_000_000)
    .option('--seed <text>', say('cùng hạt giống, cùng sự kiện', 'the same seed gives the same events'), 'tiendo')
    .option('--year <year>', say('năm được mô phỏng', 'the year that is lived'), read.count, 2025)
    .option('--onto-existing', say('ghi cả khi nhật ký đã có sự kiện', 'write although the log has events'))
    .addHelpText(
      'after',
      examples(language, ['tiendo simulate --provinces 2 --communes 40 --tasks 1000 --events 8000 --data ./thu']),
    )
    .action((options: SimulateOptions, command: Command) =>
      bare(command, async (env, on) => (await import('./simulate.js')).simulate(env, on, options)),
    );

  const user = program.command('user').description(say('tài khoản trên máy này', 'local accounts'));
  user
    .command('list')
    .description(say('các tài khoản', 'the accounts'))
    .action((_: unknown, command: Command) => run(command, async (it, on) => (await import('./users.js')).listUsers(it, on)));
  user
    .command('add')
    .argument('<username>', say('tên đăng nhập', 'username'))
    .description(say('thêm tài khoản, mật khẩu tự sinh', 'add an account with a generated password'))
    .requiredOption('--name <name>', say('họ tên', 'full name'))
    .addOption(
      new Option('--role <role>', say('vai trò', 'role')).choices(roles.filter((it) => it !== 'system')).makeOptionMandatory(),
    )
    .option('--agency <agency>', say('mã cơ quan, ví dụ so-y-te', 'agency id, for example so-y-te'))
    .addHelpText(
      'after',
      examples(language, ['tiendo user add lan.nguyen --name "Nguyễn Thị Lan" --role officer --agency so-y-te']),
    )
    .action((username: string, { name, role, agency }: { name: string; role: Role; agency?: string }, command: Command) =>
      run(command, async (it, on) =>
        (await import('./users.js')).addUser(it, on, username, {
          name,
          role,
          ...(agency === undefined ? {} : { agency: agencyId(agency) }),
        }),
      ),
    );
  user
    .command('address')
    .argument('<username>', say('tên đăng nhập', 'username'))
    .argument('[mail]', say('địa chỉ thư; bỏ trống để xóa', 'mail address; absent: erased'))
    .description(say('địa chỉ nhận thư nhắc việc', 'where reminders are mailed'))
    .action((username: string, mail: string | undefined, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./users.js')).setAddress(it, on, username, mail ?? null)),
    );
  user
    .command('reset')
    .argument('<username>', say('tên đăng nhập', 'username'))
    .description(say('đặt mật khẩu mới, kết thúc các phiên đang mở', 'set a new password and end open sessions'))
    .action((username: string, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./users.js')).resetUser(it, on, username)),
    );
  return program;
}

/** Commander's headings. Subcommands inherit them. */
const titles: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  vi: { 'Usage:': 'Cách dùng:', 'Options:': 'Tùy chọn:', 'Commands:': 'Lệnh:', 'Arguments:': 'Tham số:' },
  en: {},
};

const examples = (language: Language, lines: readonly string[]) =>
  `\n${sayIn(language)('Ví dụ:', 'Examples:')}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

const afterHelp = (language: Language) => {
  const say = sayIn(language);
  return [
    examples(language, [
      'tiendo import seeds/plans/267-KH-UBND.txt --dry-run',
      'tiendo task show 267-2025/IV.IV.1/so-y-te',
      'tiendo replay 267-2025/IV.IV.1/so-y-te --at 2025-06-30',
      'tiendo export so-theo-doi.csv',
    ]),
    say(
      'Mã thoát: 0 xong; 1 bị từ chối theo quy tắc; 2 gọi sai cách; 3 lỗi máy (cơ sở dữ liệu, đĩa, cấu hình).',
      'Exit codes: 0 done; 1 refused by a rule; 2 asked in a wrong way; 3 the machine (database, disk, settings).',
    ),
    say(
      'Biến môi trường: DATABASE_URL, EVENT_STORE, TIENDO_DATA, NO_COLOR.',
      'Environment: DATABASE_URL, EVENT_STORE, TIENDO_DATA, NO_COLOR.',
    ),
  ].join('\n');
};

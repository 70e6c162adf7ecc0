import { Argument, type Command, Option } from 'commander';
import type { AgencyId, Instant, LocalDate, PlanId, TaskId } from '#language';
import type { Wait } from '#obstacles';
import type { AnswerOptions, RaiseOptions } from './obstacles.js';
import type { Around } from './registers.program.js';

interface Filter {
  readonly plan?: PlanId;
  readonly agency?: AgencyId;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

// Spelt out: the rooms are loaded only when they are needed.
const waits: readonly Wait[] = ['body', 'decision', 'none'];

/** `tiendo obstacle|reminder …`: what is in the way, and who was reminded, as on the page. */
export function addUrging(program: Command, { run, say, read, as, asOf, knownOn, examples }: Around): void {
  const ofPlan = ['--plan <plan>', say('chỉ kế hoạch này', 'only this plan'), read.plan] as const;
  const ofAgency = ['--agency <agency>', say('chỉ cơ quan này', 'only this agency'), read.agency] as const;
  const document = ['--document <number>', say('số văn bản', 'number of the document')] as const;
  const id = ['<obstacle>', say('mã vướng mắc', 'id of the obstacle')] as const;

  const obstacle = program.command('obstacle').description(say('khó khăn, vướng mắc và chỉ đạo', 'obstacles and directives'));
  obstacle
    .command('list')
    .description(say('các vướng mắc chưa giải quyết, chờ lâu nhất trước', 'unresolved obstacles, the longest wait first'))
    .option(...ofPlan)
    .option(...ofAgency)
    .option('--all', say('cả những vướng mắc đã giải quyết', 'the resolved ones too'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo obstacle list --plan 267-2025']))
    .action((filter: Filter & { all?: true }, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).listObstacles(it, on, filter)),
    );
  obstacle
    .command('show')
    .argument(...id)
    .description(say('một vướng mắc: đã chờ ai, bao lâu, vì sao', 'one obstacle: who was waited for, how long, and why'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo obstacle show 0190a3c4-0000-7000-8000-000000000000']))
    .action((one: string, filter: Filter, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).showObstacle(it, on, one, filter)),
    );
  obstacle
    .command('raise')
    .argument('<task>', say('mã nhiệm vụ', 'task id'), read.task)
    .description(say('nêu vướng mắc của một nhiệm vụ', 'raise an obstacle of a task'))
    .requiredOption('--title <text>', say('tên vướng mắc', 'its title'))
    .requiredOption('--text <text>', say('nội dung', 'what it is'))
    .addOption(
      new Option('--waits <for>', say('đang chờ cơ quan khác, chờ quyết định, hay không chờ ai', 'what is waited for'))
        .choices(waits)
        .default('none'),
    )
    .option('--waits-for <agency>', say('cơ quan phải chờ', 'the body waited for'), read.agency)
    .option('--since <day>', say('từ ngày (mặc định: hôm nay)', 'since (default: today)'), read.day)
    .option(...document)
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo obstacle raise 267-2025/IV.IV.1/so-y-te --title "Chờ phê duyệt" --text "Đã trình" --waits decision --as chuyen-vien-syt',
      ]),
    )
    .action((task: TaskId, options: RaiseOptions, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).raiseObstacle(it, on, task, options)),
    );
  obstacle
    .command('escalate')
    .argument(...id)
    .addArgument(
      new Argument('<to>', say('trình cơ quan thường trực, hay Ban Chỉ đạo', 'to whom')).choices(['standing', 'committee']),
    )
    .description(say('trình lên cấp trên quyết định', 'pass it up for a decision'))
    .requiredOption('--reason <text>', say('lý do', 'the reason'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo obstacle escalate 0190a3c4-0000-7000-8000-000000000000 committee --reason "Vượt thẩm quyền" --as thuong-truc',
      ]),
    )
    .action((one: string, to: 'standing' | 'committee', options: { reason: string; as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).escalateObstacle(it, on, one, to, options)),
    );
  obstacle
    .command('answer')
    .argument(...id)
    .description(say('chỉ đạo xử lý', 'answer it by a directive'))
    .requiredOption('--text <text>', say('nội dung chỉ đạo', 'the directive'))
    .option(...document)
    .option('--next <agency>', say('cơ quan phải làm tiếp', 'who must act next'), read.agency)
    .option('--due <day>', say('hạn thực hiện chỉ đạo', 'to be done by'), read.day)
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo obstacle answer 0190a3c4-0000-7000-8000-000000000000 --text "Bố trí kinh phí" --as ban-chi-dao']),
    )
    .action((one: string, options: AnswerOptions, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).answerObstacle(it, on, one, options)),
    );
  obstacle
    .command('resolve')
    .argument(...id)
    .description(say('đã giải quyết xong', 'it is resolved'))
    .requiredOption('--text <text>', say('giải quyết thế nào', 'how'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo obstacle resolve 0190a3c4-0000-7000-8000-000000000000 --text "Đã có kinh phí" --as chuyen-vien-syt']),
    )
    .action((one: string, options: { text: string; as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./obstacles.js')).resolveObstacle(it, on, one, options)),
    );

  program
    .command('reminder')
    .description(say('nhắc việc, đôn đốc', 'reminders'))
    .command('list')
    .description(say('đã nhắc ai, lúc nào, thư đến đâu', 'who was reminded, when, and what became of it'))
    .option(...ofPlan)
    .option(...ofAgency)
    .option('--round <round>', say('chỉ nhắc báo cáo của kỳ này', 'only of the reports of this round'))
    .option('--page <n>', say('trang', 'page'), read.count)
    .addHelpText('after', examples(['tiendo reminder list --agency so-y-te']))
    .action((filter: Filter & { round?: string; page?: number }, command: Command) =>
      run(command, async (it, on) => (await import('./reminders.js')).listReminders(it, on, filter)),
    );
}

import { Argument, type Command } from 'commander';
import type { Decimal, Instant, LocalDate, PlanId } from '#language';
import type { Verdict } from '#targets';
import type { Readers } from './asked.js';
import type { Installation } from './installation.js';
import type { AcceptOptions, DisburseOptions } from './projects.js';
import type { Screen } from './screen.js';
import type { JudgeOptions, MeasureOptions } from './targets.js';
import type { Say } from './words.js';

export interface Around {
  readonly run: (command: Command, use: (it: Installation, on: Screen) => Promise<void>) => Promise<void>;
  readonly say: Say;
  readonly read: Readers;
  readonly as: readonly [string, string];
  readonly asOf: readonly [string, string, (text: string) => LocalDate];
  readonly knownOn: readonly [string, string, (text: string) => Instant];
  readonly examples: (lines: readonly string[]) => string;
}

interface Filter {
  readonly plan?: PlanId;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

/** `tiendo target|project …`: Appendices III and II of the plans, as on the page. */
export function addRegisters(program: Command, { run, say, read, as, asOf, knownOn, examples }: Around): void {
  const plan = ['--plan <plan>', say('chỉ kế hoạch này', 'only this plan'), read.plan] as const;
  const on = (command: Command) => command.option(...asOf).option(...knownOn);

  const target = program.command('target').description(say('chỉ tiêu: số đo và kết luận', 'targets: figures and verdicts'));
  on(target.command('list'))
    .description(say('các chỉ tiêu và tỷ lệ đạt', 'the targets, and how many are met'))
    .option(...plan)
    .addHelpText('after', examples(['tiendo target list', 'tiendo target list --plan 267-2025 --as-of 31/12/2025 --json']))
    .action((filter: Filter, command: Command) =>
      run(command, async (it, to) => (await import('./targets.js')).listTargets(it, to, filter)),
    );
  const targetId = ['<target>', say('mã chỉ tiêu', 'id of the target'), read.row] as const;
  on(target.command('show').argument(...targetId))
    .description(say('một chỉ tiêu: yêu cầu, số đo, kết luận', 'one target: what is asked, figures, verdict'))
    .addHelpText('after', examples(['tiendo target show 267-2025/III.I.4']))
    .action((id: string, filter: Filter, command: Command) =>
      run(command, async (it, to) => (await import('./targets.js')).showTarget(it, to, id, filter)),
    );
  target
    .command('measure')
    .argument(...targetId)
    .description(say('nhập số đo; kết luận là việc của người khác', 'give a figure; the verdict is somebody else’s'))
    .option('--value <number>', say('trị số', 'the value'), read.number)
    .option('--numerator <number>', say('tử số', 'numerator'), read.number)
    .option('--denominator <number>', say('mẫu số', 'denominator'), read.number)
    .option('--reached', say('đã có, đã xong (chỉ tiêu không có số)', 'it is so (a target without a number)'))
    .option('--no-reached', say('chưa có, chưa xong', 'it is not so'))
    .option('--threshold <key>', say('ngưỡng nào, khi có nhiều', 'which threshold, where there are several'))
    .option('--own', say('phần riêng của cơ quan', 'the agency’s own share'))
    .option('--estimated', say('số ước', 'an estimate'))
    .requiredOption('--source <text>', say('nguồn số liệu', 'where the figure comes from'))
    .requiredOption('--from <day>', say('từ ngày', 'first day of the period'), read.day)
    .option('--to <day>', say('đến ngày (mặc định: hôm nay)', 'last day (default: today)'), read.day)
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .option('--note <text>', say('ghi chú', 'a note'))
    .option('--evidence <files...>', say('tệp minh chứng', 'files of evidence'))
    .option('--key <key>', say('khóa chống ghi lặp', 'idempotency key'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo target measure 267-2025/III.I.4 --as thuong-truc --numerator 90 --denominator 100 --source "Cổng dịch vụ công" --from 2025-01-01 --to 2025-12-31',
      ]),
    )
    .action((id: string, options: MeasureOptions, command: Command) =>
      run(command, async (it, to) => (await import('./targets.js')).measureTarget(it, to, id, options)),
    );

  target
    .command('judge')
    .argument(...targetId)
    .addArgument(
      new Argument('<verdict>', say('đạt, chưa đạt, chưa đo được, không áp dụng', 'the verdict')).choices([
        'met',
        'not-met',
        'not-measurable',
        'exempt',
      ]),
    )
    .description(say('kết luận của cơ quan theo dõi đánh giá', 'the monitoring body’s verdict'))
    .option('--reason <text>', say('lý do', 'the reason'))
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .option('--key <key>', say('khóa chống ghi lặp', 'idempotency key'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo target judge 267-2025/III.I.4 met --as giam-doc-stttt',
        'tiendo target judge 267-2025/III.II.5 not-measurable --reason "Bộ chưa hướng dẫn cách đo" --as giam-doc-stttt',
      ]),
    )
    .action((id: string, verdict: Verdict, options: JudgeOptions, command: Command) =>
      run(command, async (it, to) => (await import('./targets.js')).judgeTarget(it, to, id, verdict, options)),
    );

  const project = program.command('project').description(say('dự án: vốn, giải ngân, nghiệm thu', 'projects: money, acceptance'));
  on(project.command('list'))
    .description(say('các dự án: đã giải ngân trên số bố trí', 'the projects: disbursed of allotted'))
    .option(...plan)
    .addHelpText('after', examples(['tiendo project list --plan 267-2025']))
    .action((filter: Filter, command: Command) =>
      run(command, async (it, to) => (await import('./projects.js')).listProjects(it, to, filter)),
    );
  const projectId = ['<project>', say('mã dự án', 'id of the project'), read.row] as const;
  const document = ['--document <number>', say('số văn bản', 'number of the document')] as const;
  const documentOn = ['--document-on <day>', say('ngày văn bản', 'day of the document'), read.day] as const;
  const note = ['--note <text>', say('ghi chú', 'a note')] as const;
  on(project.command('show').argument(...projectId))
    .description(say('một dự án: vốn, các lần giải ngân, nghiệm thu', 'one project: money, payments, acceptance'))
    .addHelpText('after', examples(['tiendo project show 267-2025/II.I.3']))
    .action((id: string, filter: Filter, command: Command) =>
      run(command, async (it, to) => (await import('./projects.js')).showProject(it, to, id, filter)),
    );
  project
    .command('disburse')
    .argument(...projectId)
    .argument('<amount>', say('số tiền, triệu đồng, ví dụ 1250,5', 'million đồng, for example 1250,5'), read.number)
    .description(say('ghi một lần giải ngân của chủ đầu tư', 'record a payment of the owner'))
    .option('--on <day>', say('ngày giải ngân (mặc định: hôm nay)', 'paid on (default: today)'), read.day)
    .option(...document)
    .option(...documentOn)
    .option(...note)
    .option('--evidence <files...>', say('tệp minh chứng', 'files of evidence'))
    .option('--key <key>', say('khóa chống ghi lặp', 'idempotency key'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo project disburse 267-2025/II.I.3 1250,5 --on 31/03/2025 --as ke-toan-stttt']))
    .action((id: string, amount: Decimal, options: DisburseOptions, command: Command) =>
      run(command, async (it, to) => (await import('./projects.js')).disburseProject(it, to, id, amount, options)),
    );
  project
    .command('accept')
    .argument(...projectId)
    .description(say('nghiệm thu, bởi người ngoài chủ đầu tư', 'accept it, by somebody outside the owner'))
    .requiredOption(...document)
    .option(...documentOn)
    .option('--on <day>', say('ngày nghiệm thu (mặc định: hôm nay)', 'accepted on (default: today)'), read.day)
    .option(...note)
    .option('--key <key>', say('khóa chống ghi lặp', 'idempotency key'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo project accept 267-2025/II.I.3 --document 12/BB-NT --as ban-chi-dao']))
    .action((id: string, options: AcceptOptions, command: Command) =>
      run(command, async (it, to) => (await import('./projects.js')).acceptProject(it, to, id, options)),
    );
}

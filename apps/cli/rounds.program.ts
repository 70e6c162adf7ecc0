import { type Command, Option } from 'commander';
import type { PeriodStrategy } from '#calendar';
import type { AgencyId, Instant, LocalDate, PlanId } from '#language';
import type { Around } from './registers.program.js';
import type { PrepareOptions, SupplementOptions } from './round-reports.js';
import type { InRound, OpenOptions } from './rounds.js';

// Spelt out: the rooms are loaded only when they are needed.
const strategies: readonly PeriodStrategy[] = ['decree-09-2019', 'calendar'];

interface Filter {
  readonly plan?: PlanId;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

/** `tiendo round …`: reporting rounds, as on the page. */
export function addRounds(program: Command, { run, say, read, as, asOf, knownOn, examples }: Around): void {
  const strategy = () =>
    new Option(
      '--strategy <how>',
      say('cách cắt kỳ: ngày 15 đến 14, hoặc theo tháng', 'cut from the 15th, or by months'),
    ).choices(strategies);
  const plan = ['<plan>', say('mã kế hoạch', 'id of the plan'), read.plan] as const;
  const period = ['<round>', say('mã kỳ, ví dụ 2025-Q1', 'id of the round, for example 2025-Q1')] as const;

  const round = program.command('round').description(say('kỳ báo cáo', 'reporting rounds'));
  round
    .command('list')
    .description(say('các kỳ: ai đã gửi, ai chưa', 'the rounds: how many reported'))
    .option('--plan <plan>', say('chỉ kế hoạch này', 'only this plan'), read.plan)
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo round list --plan 267-2025']))
    .action((filter: Filter, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).listRounds(it, on, filter)),
    );
  round
    .command('show')
    .argument(...plan)
    .argument(...period)
    .description(say('từng cơ quan phải báo cáo', 'every agency that owes a report'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo round show 267-2025 2025-Q1']))
    .action((one: PlanId, id: string, filter: Filter, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).showRound(it, on, one, id, filter)),
    );
  round
    .command('open')
    .argument(...plan)
    .argument('[round]', say('mã kỳ; bỏ trống: kỳ đột xuất', 'id of the period; absent: an ad hoc round'))
    .description(say('mở kỳ của lịch báo cáo, hoặc kỳ đột xuất', 'open a round of the calendar, or an ad hoc one'))
    .option('--title <text>', say('tên kỳ', 'its title'))
    .addOption(strategy())
    .option('--from <day>', say('kỳ đột xuất: số liệu từ ngày', 'ad hoc: first day'), read.day)
    .option('--cut-off <day>', say('kỳ đột xuất: chốt số liệu ngày', 'ad hoc: cut-off'), read.day)
    .option('--closes <day>', say('kỳ đột xuất: hạn gửi', 'ad hoc: closing day'), read.day)
    .option('--agencies <ids...>', say('gọi thêm cơ quan', 'agencies called besides'))
    .option('--groups <ids...>', say('gọi thêm nhóm', 'groups called besides'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo round open 267-2025 2025-Q1 --as thuong-truc',
        'tiendo round open 267-2025 --title "Báo cáo đột xuất" --from 2025-06-01 --cut-off 2025-06-25 --closes 2025-06-30 --as thuong-truc',
      ]),
    )
    .action((one: PlanId, id: string | undefined, options: OpenOptions, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).openRound(it, on, one, id, options)),
    );
  round
    .command('periods')
    .argument(...plan)
    .argument('<year>', say('năm', 'year'), read.count)
    .description(say('các kỳ theo lịch và ngày của từng kỳ', 'the rounds of the calendar, each with its days'))
    .addOption(strategy())
    .addHelpText(
      'after',
      examples(['tiendo round periods 267-2025 2025', 'tiendo round periods 267-2025 2025 --strategy calendar']),
    )
    .action((one: PlanId, year: number, options: { strategy?: PeriodStrategy }, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).listPeriods(it, on, one, year, options)),
    );
  for (const [name, vi, en] of [
    ['matrix', 'cơ quan × kỳ: ai đúng hạn, ai nợ', 'agencies by rounds: who was on time, who owes'],
    ['silent', 'nhiệm vụ không thời hạn im lặng nhiều kỳ liền', 'tasks without a date, silent for several rounds'],
  ] as const)
    round
      .command(name)
      .argument(...plan)
      .description(say(vi, en))
      .option(...asOf)
      .option(...knownOn)
      .addHelpText('after', examples([`tiendo round ${name} 267-2025`]))
      .action((one: PlanId, filter: Filter, command: Command) =>
        run(command, async (it, on) => {
          const { showMatrix, listSilent } = await import('./rounds.js');
          await (name === 'matrix' ? showMatrix : listSilent)(it, on, one, filter);
        }),
      );
  round
    .command('close')
    .argument(...plan)
    .argument(...period)
    .description(say('đóng kỳ; gửi sau đó là báo cáo bổ sung', 'close it; what comes later is a supplement'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo round close 267-2025 2025-Q1 --as thuong-truc']))
    .action((one: PlanId, id: string, options: { as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).closeRound(it, on, one, id, options)),
    );

  const agency = ['<agency>', say('mã cơ quan', 'id of the agency'), read.agency] as const;
  const reason = ['--reason <text>', say('lý do', 'the reason')] as const;
  round
    .command('exempt')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .description(say('miễn báo cáo kỳ này, có lý do', 'exempt an agency from the round, with the reason'))
    .requiredOption(...reason)
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo round exempt 267-2025 2025-Q1 so-tu-phap --reason "Đang sắp xếp tổ chức" --as thuong-truc']),
    )
    .action((one: PlanId, id: string, body: AgencyId, options: InRound, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).exemptAgency(it, on, one, id, body, options)),
    );
  round
    .command('sign')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .description(say('thủ trưởng ký và gửi báo cáo đã soạn', 'the head signs and sends the prepared report'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo round sign 267-2025 2025-Q1 so-y-te --as giam-doc-syt']))
    .action((one: PlanId, id: string, body: AgencyId, options: { as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).signReport(it, on, one, id, body, options)),
    );
  round
    .command('return')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .description(say('trả lại báo cáo đã gửi, có lý do', 'return a report that was sent, with the reason'))
    .requiredOption(...reason)
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo round return 267-2025 2025-Q1 so-y-te --reason "Thiếu số liệu" --as thuong-truc']))
    .action((one: PlanId, id: string, body: AgencyId, options: InRound, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).returnReport(it, on, one, id, body, options)),
    );

  round
    .command('extend')
    .argument(...plan)
    .argument(...period)
    .argument('[agency]', say('mã cơ quan; bỏ trống: mọi cơ quan', 'id of the agency; absent: all'), read.agency)
    .description(say('gia hạn gửi báo cáo, có lý do', 'give more time to report, with the reason'))
    .requiredOption('--until <day>', say('hạn gửi mới', 'the new closing day'), read.day)
    .requiredOption(...reason)
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo round extend 267-2025 2025-Q1 so-y-te --until 25/03/2025 --reason "Đang bàn giao" --as thuong-truc']),
    )
    .action((one: PlanId, id: string, body: AgencyId | undefined, options: InRound & { until: LocalDate }, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).extendRound(it, on, one, id, body, options)),
    );
  round
    .command('reopen')
    .argument(...plan)
    .argument(...period)
    .description(say('mở lại kỳ đã chốt, có lý do', 'reopen a closed round, with the reason'))
    .requiredOption(...reason)
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo round reopen 267-2025 2025-Q1 --reason "Ủy ban yêu cầu rà soát" --as thuong-truc']))
    .action((one: PlanId, id: string, options: InRound, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).reopenRound(it, on, one, id, options)),
    );
  round
    .command('report')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .description(say('báo cáo của một cơ quan: phải nêu gì, đã nêu gì', 'one agency’s report: what it owes, what it says'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo round report 267-2025 2025-Q1 so-y-te']))
    .action((one: PlanId, id: string, body: AgencyId, filter: Filter, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).showReport(it, on, one, id, body, filter)),
    );
  round
    .command('prepare')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .description(
      say('soạn báo cáo, điền sẵn từ báo cáo tiến độ trong kỳ', 'prepare the report, filled in from the tasks’ own reports'),
    )
    .option('--summary <text>', say('nhận xét chung', 'general remarks'))
    .option('--no-prefill', say('không điền sẵn', 'fill nothing in'))
    .option(
      '--say <entries...>',
      say('nói thêm từng mục, ví dụ IV.I.1=reported@40:Đã làm', 'an item each, for example IV.I.1=reported@40:Done'),
    )
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo round prepare 267-2025 2025-Q1 so-y-te --say "IV.I.1=zero:Chưa phát sinh" --as chuyen-vien-syt']),
    )
    .action((one: PlanId, id: string, body: AgencyId, options: PrepareOptions, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).prepareReport(it, on, one, id, body, options)),
    );
  round
    .command('supplement')
    .argument(...plan)
    .argument(...period)
    .argument(...agency)
    .argument('<item>', say('mã mục, ví dụ IV.VI.3', 'item, for example IV.VI.3'), read.item)
    .description(say('bổ sung sau chốt', 'add after the closing'))
    .requiredOption('--text <text>', say('nội dung', 'what is said'))
    .option('--progress <percent>', say('tiến độ', 'progress'), read.percent)
    .requiredOption(...reason)
    .option('--document <number>', say('số văn bản', 'number of the document'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo round supplement 267-2025 2025-Q1 so-y-te IV.VI.3 --text "Bổ sung số liệu" --reason "Có sau ngày chốt" --as chuyen-vien-syt',
      ]),
    )
    .action((one: PlanId, id: string, body: AgencyId, item: string, options: SupplementOptions, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).supplementReport(it, on, one, id, body, item, options)),
    );
  round
    .command('synthesis')
    .argument(...plan)
    .argument(...period)
    .description(say('tổng hợp báo cáo của kỳ theo từng mục', 'the reports of the round, item by item'))
    .option(...asOf)
    .option(...knownOn)
    .addHelpText('after', examples(['tiendo round synthesis 267-2025 2025-Q1']))
    .action((one: PlanId, id: string, filter: Filter, command: Command) =>
      run(command, async (it, on) => (await import('./round-reports.js')).showSynthesis(it, on, one, id, filter)),
    );
}

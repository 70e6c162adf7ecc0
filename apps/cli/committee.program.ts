import type { Command } from 'commander';
import type { AgencyId, Instant, LocalDate, PlanId } from '#language';
import type { Around } from './registers.program.js';
import type { InRound } from './rounds.js';

interface Filter {
  readonly plan?: PlanId;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

/** `tiendo round|meeting …`: reporting rounds and the committee's meetings, as on the page. */
export function addCommittee(program: Command, { run, say, read, as, asOf, knownOn, examples }: Around): void {
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
    .argument(...period)
    .description(say('mở kỳ của lịch báo cáo', 'open a round of the reporting calendar'))
    .option('--title <text>', say('tên kỳ', 'its title'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo round open 267-2025 2025-Q1 --as thuong-truc']))
    .action((one: PlanId, id: string, options: { title?: string; as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./rounds.js')).openRound(it, on, one, id, options)),
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
      run(command, async (it, on) => (await import('./rounds.js')).signReport(it, on, one, id, body, options)),
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
      run(command, async (it, on) => (await import('./rounds.js')).returnReport(it, on, one, id, body, options)),
    );

  const meeting = program.command('meeting').description(say('phiên họp Ban Chỉ đạo', 'the committee’s meetings'));
  meeting
    .command('list')
    .argument(...plan)
    .description(say('các phiên họp', 'the meetings'))
    .addHelpText('after', examples(['tiendo meeting list 267-2025']))
    .action((one: PlanId, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).listMeetings(it, on, one)),
    );
  meeting
    .command('convene')
    .argument(...plan)
    .argument('<number>', say('số phiên', 'number of the meeting'), read.count)
    .description(say('triệu tập phiên họp', 'convene a meeting'))
    .requiredOption('--title <text>', say('tên phiên họp', 'its title'))
    .requiredOption('--on <day>', say('ngày họp', 'the day it sits'), read.day)
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples(['tiendo meeting convene 267-2025 1 --title "Phiên họp quý I" --on 2025-04-15 --as ban-chi-dao']),
    )
    .action((one: PlanId, number: number, options: { title: string; on: LocalDate; as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).conveneMeeting(it, on, one, number, options)),
    );
  meeting
    .command('agenda')
    .argument(...plan)
    .argument(
      '[number]',
      say('số phiên; bỏ trống: dự kiến cho phiên tới', 'number; absent: proposed for the next one'),
      read.count,
    )
    .description(say('chương trình họp: quá hạn, vướng mắc, im lặng', 'the agenda: overdue, blocked, silent'))
    .addHelpText('after', examples(['tiendo meeting agenda 267-2025', 'tiendo meeting agenda 267-2025 1']))
    .action((one: PlanId, number: number | undefined, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).showAgenda(it, on, one, number)),
    );
}

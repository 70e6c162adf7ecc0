import type { Command } from 'commander';
import type { Instant, LocalDate, PlanId } from '#language';
import type { Around } from './registers.program.js';

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

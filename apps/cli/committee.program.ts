import { Argument, type Command } from 'commander';
import type { LocalDate, PlanId } from '#language';
import type { Becomes, Verdict } from '#meetings';
import type { ConcludeOptions } from './meetings.js';
import type { Around } from './registers.program.js';

// Spelt out: the rooms are loaded only when they are needed.
const conclusionKinds: readonly Becomes['kind'][] = [
  'note',
  'extension',
  'reassignment',
  'objective-cause',
  'new-task',
  'directive',
];
const verdicts: readonly Verdict[] = ['done', 'under-way', 'not-done'];

/** `tiendo meeting …`: the committee's meetings, as on the page. */
export function addCommittee(program: Command, { run, say, read, as, examples }: Around): void {
  const plan = ['<plan>', say('mã kế hoạch', 'id of the plan'), read.plan] as const;
  const number = ['<number>', say('số phiên', 'number of the meeting'), read.count] as const;
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
  meeting
    .command('freeze')
    .argument(...plan)
    .argument(...number)
    .description(say('chốt chương trình họp tại vị trí hiện nay của sổ', 'freeze the agenda at the log’s position now'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo meeting freeze 267-2025 1 --as thuong-truc']))
    .action((one: PlanId, n: number, options: { as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).freezeAgenda(it, on, one, n, options)),
    );
  meeting
    .command('show')
    .argument(...plan)
    .argument(...number)
    .description(say('kết luận của phiên và các phiên trước', 'its conclusions and those of the meetings before'))
    .addHelpText('after', examples(['tiendo meeting show 267-2025 1']))
    .action((one: PlanId, n: number, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).showMeeting(it, on, one, n)),
    );
  meeting
    .command('changes')
    .argument(...plan)
    .argument(...number)
    .description(say('thay đổi từ phiên trước', 'what changed since the meeting before'))
    .addHelpText('after', examples(['tiendo meeting changes 267-2025 2']))
    .action((one: PlanId, n: number, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).showChanges(it, on, one, n)),
    );
  meeting
    .command('conclude')
    .argument(...plan)
    .argument(...number)
    .addArgument(new Argument('<kind>', say('kết luận thành gì', 'what it becomes')).choices(conclusionKinds))
    .description(say('ghi kết luận, và chuyển thành việc', 'record a conclusion, and carry it out'))
    .requiredOption('--text <text>', say('nội dung kết luận', 'its words'))
    .requiredOption('--document <number>', say('số thông báo kết luận', 'number of the notice'))
    .option('--task <task>', say('mã nhiệm vụ', 'task id'))
    .option('--request <id>', say('mã đề nghị gia hạn', 'id of the request for more time'))
    .option('--until <day>', say('gia hạn đến ngày', 'more time until'), read.day)
    .option('--to <agency>', say('giao lại cho', 'reassigned to'))
    .option('--cause <cause>', say('nguyên nhân khách quan', 'the objective cause'))
    .option('--from <day>', say('từ ngày', 'from'), read.day)
    .option('--through <day>', say('đến hết ngày', 'through'), read.day)
    .option('--agency <agency>', say('nhiệm vụ mới: cơ quan chủ trì', 'new task: the agency'))
    .option('--title <text>', say('nhiệm vụ mới: tên', 'new task: its title'))
    .option('--due <day>', say('hạn', 'due'), read.day)
    .option('--obstacle <id>', say('mã vướng mắc', 'id of the obstacle'))
    .option('--next <agency>', say('cơ quan phải làm tiếp', 'who must act next'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo meeting conclude 267-2025 1 new-task --agency so-y-te --title "Hoàn thiện hồ sơ sức khỏe" --due 30/09/2025 --text "Giao Sở Y tế" --document 15/TB-BCĐ --as ban-chi-dao',
      ]),
    )
    .action((one: PlanId, n: number, kind: string, options: ConcludeOptions, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).conclude(it, on, one, n, kind, options)),
    );
  meeting
    .command('follow-up')
    .argument(...plan)
    .argument(...number)
    .argument('<conclusion>', say('phiên.kết luận, ví dụ 1.2', 'meeting.conclusion, for example 1.2'))
    .addArgument(new Argument('<verdict>', say('đã xong, đang làm, chưa làm', 'how it stands')).choices(verdicts))
    .description(say('rà soát kết luận của phiên trước', 'follow up a conclusion of an earlier meeting'))
    .option('--note <text>', say('ghi chú', 'a note'))
    .requiredOption(...as)
    .addHelpText('after', examples(['tiendo meeting follow-up 267-2025 2 1.1 done --note "Đã ban hành" --as thuong-truc']))
    .action((one: PlanId, n: number, of: string, verdict: Verdict, options: { note?: string; as: string }, command: Command) =>
      run(command, async (it, on) => (await import('./meetings.js')).followUp(it, on, one, n, of, verdict, options)),
    );
}

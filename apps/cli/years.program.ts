import type { Command } from 'commander';
import { planId } from '#language';
import { addFindings } from './findings.program.js';
import type { Around } from './registers.program.js';
import type { CarryOptions, LinkOptions } from './years.js';

/** `tiendo plan …`: what is to be settled in a plan, and the plan beside the one before it. */
export function addYears(program: Command, { run, say, read, as, examples }: Omit<Around, 'asOf' | 'knownOn'>): void {
  const plan = program
    .command('plan')
    .description(
      say('điểm cần làm rõ của kế hoạch; kế hoạch năm này và năm trước', 'what is to be settled; a plan and the one before'),
    );
  addFindings(plan, { run, say, read, as, examples });
  const both = (command: Command) =>
    command
      .argument('<plan>', say('mã kế hoạch', 'id of the plan'), (text: string) => planId(text))
      .argument('<earlier>', say('kế hoạch trước đó', 'the plan before it'), (text: string) => planId(text, 'earlier'))
      .option(...as);
  both(plan.command('link'))
    .description(say('nối các dòng giống nhau của hai kế hoạch', 'tie the rows that are the same thing'))
    .option('--accept', say('nhận mọi đề xuất', 'accept every proposal'))
    .option('--row <pairs...>', say('nối đúng các cặp này: dòng=dòng năm trước', 'tie these pairs: row=row of the year before'))
    .option('--untie <rows...>', say('bỏ nối các dòng này', 'untie these rows'))
    .addHelpText(
      'after',
      examples([
        'tiendo plan link 8-2026 267-2025 --accept --as thuongtruc',
        'tiendo plan link 8-2026 267-2025 --row II.I.1=III.I.4 --as thuongtruc',
      ]),
    )
    .action((one, earlier, options: LinkOptions, command: Command) =>
      run(command, async (it, on) => (await import('./years.js')).linkPlans(it, on, one, earlier, options)),
    );
  both(plan.command('carry-over'))
    .description(
      say('chuyển tiếp nhiệm vụ chưa hoàn thành, giữ nguyên hồ sơ', 'carry unfinished tasks over, their history with them'),
    )
    .option('--document <number>', say('số văn bản quyết định', 'the document that decided it'))
    .option('--task <tasks...>', say('chỉ các nhiệm vụ này', 'only these tasks'))
    .option('--dry-run', say('chỉ xem nhiệm vụ nào, không ghi', 'show which, write nothing'))
    .addHelpText(
      'after',
      examples([
        'tiendo plan carry-over 8-2026 267-2025 --dry-run',
        'tiendo plan carry-over 8-2026 267-2025 --document 8/KH-UBND --as thuongtruc',
      ]),
    )
    .action((one, earlier, options: CarryOptions, command: Command) =>
      run(command, async (it, on) => (await import('./years.js')).carryOver(it, on, one, earlier, options)),
    );
  plan
    .command('export')
    .argument('<plan>', say('mã kế hoạch', 'id of the plan'), (text: string) => planId(text))
    .argument('<file>', say('tệp .xlsx', 'the .xlsx file'))
    .description(
      say(
        'xuất kế hoạch ra Excel; nhập lại không đổi gì thì không ghi gì',
        'write the plan as Excel; imported again unchanged it writes nothing',
      ),
    )
    .action((one, file: string, _: unknown, command: Command) =>
      run(command, async (it, on) => (await import('./years.js')).exportPlan(it, on, one, file)),
    );
}

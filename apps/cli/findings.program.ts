import { type Command, Option } from 'commander';
import type { PlanId } from '#language';
import type { FindingFilter, SettleOptions } from './findings.js';
import type { Around } from './registers.program.js';

/** `tiendo plan findings|settle`: the words of a plan that a person has to read, one by one or many at once. */
export function addFindings(
  plan: Command,
  { run, say, read, as, examples }: Pick<Around, 'run' | 'say' | 'read' | 'as' | 'examples'>,
): void {
  const planId = ['<plan>', say('mã kế hoạch', 'id of the plan'), read.plan] as const;
  const filtered = (command: Command) =>
    command
      .option('--code <code>', say('chỉ loại này, ví dụ deadline-blank', 'only of this code, for example deadline-blank'))
      .addOption(
        new Option('--severity <severity>', say('chỉ mức này', 'only of this severity')).choices([
          'blocking',
          'decision',
          'notice',
        ]),
      )
      .option('--item <item>', say('chỉ dòng này, ví dụ IV.VI.3', 'only about this row'), read.item);
  filtered(plan.command('findings').argument(...planId))
    .description(say('điểm cần làm rõ của kế hoạch', 'what is to be settled in the plan’s words'))
    .option('--open', say('chỉ điểm chưa quyết định', 'only what nobody has settled'))
    .addHelpText('after', examples(['tiendo plan findings 267-2025 --open --severity decision']))
    .action((id: PlanId, filter: FindingFilter & { open?: boolean }, command: Command) =>
      run(command, async (it, on) => (await import('./findings.js')).listFindings(it, on, id, filter)),
    );
  filtered(
    plan
      .command('settle')
      .argument(...planId)
      .argument('[findings...]', say('mã các điểm', 'ids of findings')),
  )
    .description(say('quyết định nhiều điểm như nhau; chữ in giữ nguyên', 'settle many the same way; the print stays'))
    .option('--all', say('mọi điểm còn mở', 'every open one'))
    .option('--accept', say('chấp nhận đề xuất', 'accept what is proposed'))
    .option('--change <value>', say('đọc là giá trị này', 'read it as this value'))
    .option('--keep', say('giữ nguyên chữ in', 'keep the print'))
    .option('--note <text>', say('ghi chú', 'a note'))
    .option('--dry-run', say('chỉ xem điểm nào, không ghi', 'show which, write nothing'))
    .option('--key <key>', say('khóa chống ghi lặp', 'idempotency key'))
    .requiredOption(...as)
    .addHelpText(
      'after',
      examples([
        'tiendo plan settle 267-2025 --code names-merged --accept --as thuongtruc --dry-run',
        'tiendo plan settle 267-2025 deadline-blank-iv-vi-3 --change 30/06/2025 --note "Công văn 12" --as thuongtruc',
        'tiendo plan settle 267-2025 --severity notice --keep --note "Theo bản in" --as thuongtruc',
      ]),
    )
    .action((id: PlanId, findings: string[], options: SettleOptions, command: Command) =>
      run(command, async (it, on) => (await import('./findings.js')).settleFindings(it, on, id, findings, options)),
    );
}

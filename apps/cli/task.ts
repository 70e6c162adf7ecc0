import { type Instant, type LocalDate, shown, type TaskId } from '#language';
import { dueInWords, statusLabels, TaskById, type TaskView } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface ShowOptions {
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
}

/** `tiendo task show`: the task's page, as words. */
export async function showTask({ queries }: Installation, screen: Screen, id: TaskId, options: ShowOptions): Promise<void> {
  const view = await queries.execute(new TaskById(id, options));
  screen.answer(view, linesOf(view, screen));
}

function linesOf(view: TaskView, screen: Screen): string[] {
  const { say, bold, dim } = screen;
  const percent = (it: number | null) => (it === null ? '–' : `${it} %`);
  const facts: [string, string][] = [
    [say('Cơ quan chủ trì', 'Accountable'), `${view.agency.name}${view.unit ? ` (${view.unit})` : ''}`],
    [say('Theo văn bản', 'As printed'), view.printedLead],
    [say('Phối hợp', 'Coordinating'), view.coordinating.map((it) => it.printed).join('; ') || '–'],
    [say('Thời hạn', 'Due'), say(dueInWords(view.due).vi, dueInWords(view.due).en)],
    [say('Tình trạng', 'Status'), bold(say(statusLabels[view.status].vi, statusLabels[view.status].en))],
    [say('Tiến độ', 'Progress'), percent(view.progress)],
    [
      say('Tại ngày', 'As of'),
      `${shown(view.asOf)}${view.knownOn ? say(`, theo dữ liệu biết đến ${view.knownOn}`, `, as known on ${view.knownOn}`) : ''}`,
    ],
  ];
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', bold(title), ...lines.map((line) => `  ${line}`)];
  const state = {
    submitted: say('chờ xem', 'submitted'),
    accepted: say('đã chấp nhận', 'accepted'),
    returned: say('trả lại', 'returned'),
  };
  const decided: Record<TaskView['extensions'][number]['state'], string> = {
    requested: say('chờ quyết định', 'awaiting decision'),
    granted: say('được gia hạn', 'granted'),
    refused: say('không được gia hạn', 'refused'),
  };
  return [
    `${bold(view.id)}${view.simulated ? dim(say('  (có dữ liệu mô phỏng)', '  (has simulated data)')) : ''}`,
    view.title,
    '',
    ...columns(facts),
    ...list(
      // The last step is the answer.
      say('Vì sao', 'Why'),
      view.why.steps.map((it) => say(it.vi, it.en)),
    ),
    ...list(
      say('Báo cáo', 'Reports'),
      columns(view.reports.map((it) => [shown(it.occurredOn), percent(it.progress), state[it.state], it.narrative])),
    ),
    ...list(
      say('Báo hoàn thành', 'Completion claims'),
      columns(view.claims.map((it) => [shown(it.on), state[it.state], it.narrative])),
    ),
    ...list(
      say('Gia hạn', 'Extensions'),
      columns(
        view.extensions.map((it) => [
          shown(it.on),
          say(`đến ${shown(it.until)}`, `until ${shown(it.until)}`),
          decided[it.state],
          it.reason,
        ]),
      ),
    ),
  ];
}

import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { eventIdFrom, newCommandId } from '#event-store';
import { addDays, type LocalDate } from '#language';
import { metadata } from './contenders.js';

/** What happens to a task of the made record, in order: a report a month, each answered, a delay, an extension, the end. */
const life = [
  'assigned',
  ...Array.from({ length: 5 }, () => ['milestone-reported', 'report-accepted'] as const).flat(),
  'delayed',
  'extension-requested',
  'extension-granted',
  'milestone-reported',
  'report-returned',
  'milestone-reported',
  'report-accepted',
  'completed',
  'completion-accepted',
] as const;

/** Events of one task. */
export const eventsOfATask = life.length;

const narrative = 'Đã hoàn thành khảo sát tại các đơn vị, tổng hợp nhu cầu và lấy ý kiến về dự thảo hồ sơ.';
const titles = [
  'Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực của ngành, lĩnh vực',
  'Xây dựng kế hoạch nâng cấp hạ tầng mạng nội bộ và an toàn thông tin của cơ quan',
  'Tổ chức tập huấn kỹ năng số cho cán bộ, công chức, viên chức và tổ công nghệ số cộng đồng',
  'Rà soát, tái cấu trúc quy trình, cung cấp dịch vụ công trực tuyến toàn trình',
];

/** The id of the nth task. */
export const taskOf = (n: number): string => `267-2025/${['I', 'II', 'III', 'IV'][n % 4]}.${1 + Math.floor(n / 4)}/so-${n % 60}`;

/** What a report, a claim or a request is called: a command's id, as the product has it. */
const said = (n: number, step: number): string =>
  `01943000-0000-7000-8000-${(n * eventsOfATask + step).toString(16).padStart(12, '0')}`;

/** What the log would hold of the nth task's event number `step`, with the moment it was recorded. */
export function madeEvent(n: number, step: number, total: number) {
  const type = life[step] ?? 'assigned';
  const day = addDays('2025-01-02' as LocalDate, step * 14);
  const stream = `task-${taskOf(n)}`;
  const commandId = newCommandId();
  const [item, agency] = [taskOf(n).split('/')[1] ?? '', `so-${n % 60}`];
  const entry = {
    narrative,
    evidence: [],
    document: { number: `${step}/BC`, on: day },
    occurredOn: day,
    backdatedDays: 0,
    by: 'bench',
  };
  const data = {
    assigned: () => ({
      plan: '267-2025',
      item,
      section: 'Phát triển hạ tầng số',
      title: titles[n % titles.length],
      agency,
      printedLead: 'Các sở, ban, ngành',
      group: null,
      unit: null,
      coordinating: [{ printed: 'Sở Khoa học và Công nghệ', kind: 'agency', id: 'so-khoa-hoc-va-cong-nghe' }],
      due: { kind: 'date', on: '2025-06-30', printed: 'Quý II/2025', rule: 'quarter' },
      on: day,
    }),
    'milestone-reported': () => ({ report: said(n, step), milestone: null, progress: Math.min(95, step * 5), ...entry }),
    'report-accepted': () => ({ report: said(n, step - 1), note: null, on: day }),
    'report-returned': () => ({ report: said(n, step - 1), reason: 'Cần nêu rõ số liệu theo từng đơn vị.', on: day }),
    delayed: () => ({ by: 'watch', due: '2025-06-30', cause: null, explanation: null, expectedOn: null, on: day }),
    'extension-requested': () => ({
      request: said(n, step),
      until: '2025-09-30',
      reason: 'Chờ phê duyệt kinh phí bổ sung.',
      document: { number: `${step}/TTr`, on: day },
      evidence: [],
      on: day,
    }),
    'extension-granted': () => ({
      request: said(n, step - 1),
      until: '2025-09-30',
      document: { number: 'QD', on: day },
      on: day,
    }),
    completed: () => ({ claim: said(n, step), ...entry, on: day }),
    'completion-accepted': () => ({ claim: said(n, step - 1), note: null, on: day }),
  }[type]();
  // Tasks go on side by side: within a fortnight each has its own moment.
  const at = new Date(Date.parse(`${day}T00:00:00Z`) + Math.floor((n / total) * 13 * 86_400_000)).toISOString();
  return { stream, version: step + 1, id: eventIdFrom(commandId, 0), type, data, meta: metadata(commandId), at };
}

/** Puts the lives of so many tasks into an empty log in Postgres by COPY, interleaved as they would be; gives how many events. */
export async function fillLog(url: string, tasks: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const into = client.query(copyFrom('copy event (position, stream, version, id, type, data, meta, recorded_at) from stdin'));
  const field = (it: unknown) => (typeof it === 'string' ? it : JSON.stringify(it)).replaceAll('\\', '\\\\');
  let position = 0;
  let last = '';
  for (let step = 0; step < life.length; step++)
    for (let first = 0; first < tasks; first += 500) {
      let lines = '';
      for (let n = first; n < Math.min(tasks, first + 500); n++) {
        const it = madeEvent(n, step, tasks);
        last = it.at;
        lines += `${[++position, it.stream, it.version, it.id, it.type, it.data, it.meta, it.at].map(field).join('\t')}\n`;
      }
      if (!into.write(lines)) await once(into, 'drain');
    }
  into.end();
  await finished(into);
  await client.query('update log_head set position = $1, recorded_at = $2', [position, last]);
  await client.query('vacuum analyze event');
  // What was filled is on the disk before anything is measured: writing it out is not the cost of what comes after.
  await client.query('checkpoint');
  await client.end();
  return position;
}

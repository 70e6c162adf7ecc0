import { hash } from 'node:crypto';
import { type Actor, addDays, daysBetween, itemCode, type LocalDate, localDate, percent, taskId } from '#language';
import { type TaskEvent, taskStream } from '#tasks';
import { type Chance, quickChance } from './chance.js';
import type { Body, Country } from './country.js';
import { simulatedActor, uuidAt } from './pen.js';
import { completionWords, lateReasons, progressWords, returnReasons } from './wording.js';

/** One thing in a task's life: the day, and what is said on it. `make` is called only when its day comes. */
export interface Happening {
  /** Days after the country's first day. */
  readonly day: number;
  make(): { readonly event: TaskEvent; readonly actor: Actor; readonly commandId: string };
}

export interface Life {
  readonly stream: string;
  readonly happenings: readonly Happening[];
}

const sections = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'] as const;
const headings = [
  'Nhận thức số',
  'Thể chế số',
  'Hạ tầng số',
  'Dữ liệu số',
  'Nền tảng số',
  'Nhân lực số',
  'An toàn thông tin mạng',
];
const works = [
  'Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính',
  'Nâng cấp hệ thống thông tin chuyên ngành và kết nối với nền tảng của tỉnh',
  'Tổ chức tập huấn kỹ năng số cho cán bộ, công chức, viên chức',
  'Rà soát, ban hành quy chế bảo đảm an toàn thông tin',
  'Xây dựng cơ sở dữ liệu dùng chung và chia sẻ dữ liệu mở',
  'Triển khai tổ công nghệ số cộng đồng tại thôn, xóm, khóm',
];

/** What a task ends with, each step with its days from the due date. */
const endings = {
  onTime: [
    ['completed', -9],
    ['completion-accepted', -4],
  ],
  early: [
    ['completed', -40],
    ['completion-accepted', -35],
  ],
  late: [
    ['watched', 1],
    ['completed', 14],
    ['completion-accepted', 19],
  ],
  lateAndSaid: [
    ['said-late', -5],
    ['watched', 1],
    ['completed', 25],
    ['completion-accepted', 30],
  ],
  extended: [
    ['asked', -20],
    ['granted', -12],
    ['completed', 10],
    ['completion-accepted', 16],
  ],
  refused: [
    ['asked', -20],
    ['refused', -12],
    ['watched', 1],
    ['completed', 9],
    ['completion-accepted', 15],
  ],
  returned: [
    ['completed', -20],
    ['completion-returned', -16],
    ['completed', -3],
    ['completion-accepted', 2],
  ],
  suspended: [
    ['suspended', -40],
    ['resumed', -20],
    ['completed', -2],
    ['completion-accepted', 3],
  ],
  neverFinished: [['watched', 1]],
  waiting: [['completed', -2]],
  cancelled: [['cancelled', -30]],
  stillOpen: [],
} as const;
type Ending = keyof typeof endings;
type Step = (typeof endings)[Ending][number][0] | 'report' | 'report-accepted' | 'report-returned';

const weights: readonly (readonly [Ending, number])[] = [
  ['onTime', 34],
  ['early', 16],
  ['late', 8],
  ['lateAndSaid', 6],
  ['extended', 7],
  ['refused', 3],
  ['returned', 6],
  ['suspended', 2],
  ['neverFinished', 7],
  ['waiting', 3],
  ['cancelled', 1],
  ['stillOpen', 7],
];

/** Events of task number `n`. Every second task pays for what its neighbour has too few of, so that the sum is exact. */
export function eventsOfTask({ seed, tasks, events, bodies, plans }: Country, n: number): number {
  const forTasks = events - bodies.length - plans.length;
  const fair = (at: number) => Math.floor(forTasks / tasks) + (at < forTasks % tasks ? 1 : 0);
  const first = n - (n % 2);
  if (first + 1 >= tasks) return fair(n);
  const chance = quickChance(seed, first);
  const together = fair(first) + fair(first + 1);
  const own = chance.happens(0.12) ? 2 : fair(first) - chance.between(0, Math.min(4, fair(first) - 2));
  return n === first ? own : together - own;
}

/** The year of task number `n`: its first event is its assignment, the last ones its ending, and reports are between. At most one event a day. */
export function lifeOf(country: Country, n: number, begins: LocalDate): Life {
  const chance = quickChance(`${country.seed} life`, n);
  const body = bodyOf(country, n, chance);
  const plan = country.plans[body.province];
  if (!plan) throw new Error(`no plan of province ${body.province}`);
  const s = chance.between(0, sections.length - 1);
  const item = itemCode(`IV.${sections[s]}.${n + 1}`);
  const id = taskId(plan.plan, item, body.agency);
  const length = eventsOfTask(country, n);
  const silent = length === 2;
  const wanted: Ending = silent ? (chance.happens(0.7) ? 'neverFinished' : 'stillOpen') : pickEnding(chance);
  const ending = endings[wanted].length < length ? wanted : 'neverFinished';
  const tail: readonly (readonly [Step, number])[] = endings[ending];
  const reports = length - 1 - tail.length;
  const room = Math.max(50, reports + 45);
  const adopted = daysBetween(begins, plan.adoptedOn);
  const until = ending === 'stillOpen' ? chance.between(500, 760) : chance.between(room, Math.max(room, 395));
  const due = addDays(plan.adoptedOn, until);
  const say: Saying = {
    country,
    n,
    body,
    begins,
    due,
    title: `${chance.pick(works)}, hạng mục số ${n + 1}`,
    chance: `${country.seed} words`,
  };

  const steps: { step: Step; day: number }[] = [];
  const last = tail[0] ? until + tail[0][1] : 395;
  for (let i = 0; i < reports; i++) {
    const answer = i % 2 === 1;
    steps.push({
      step: answer ? (i % 14 === 13 ? 'report-returned' : 'report-accepted') : 'report',
      day: Math.floor(((i + 1) * Math.min(last, 390)) / (reports + 1)),
    });
  }
  for (const [step, offset] of tail) steps.push({ step, day: until + offset });
  let before = 0;
  for (const it of steps) before = it.day = Math.max(before + 1, it.day);

  const assigned: TaskEvent = {
    type: 'assigned',
    data: {
      plan: plan.plan,
      item,
      section: `${sections[s]}. ${headings[s]}`,
      title: say.title,
      agency: body.agency,
      printedLead: body.data.name,
      group: null,
      unit: null,
      coordinating: coordinatingOf(country, body, chance),
      due: dueOf(due, ending, chance),
      on: plan.adoptedOn,
    },
  };
  const clerk: Actor = simulatedActor(body.agency, 'system');
  const happenings: Happening[] = [
    { day: adopted, make: () => ({ event: assigned, actor: clerk, commandId: commandIdOf(say, 0, adopted) }) },
  ];
  // What a decision decides on is the newest thing of its kind before it.
  let newest = { k: 0, day: 0, progress: 0 };
  for (const [i, { step, day }] of steps.entries()) {
    const k = i + 1;
    const at = adopted + day;
    const about = newest;
    const progress = Math.min(95, Math.max(5, Math.round((day / until) * 90)));
    happenings.push({ day: at, make: () => said(say, step, k, at, about, progress) });
    if (step === 'report' || step === 'completed' || step === 'asked') newest = { k, day: at, progress };
  }
  return { stream: taskStream(id), happenings };
}

interface Saying {
  readonly country: Country;
  readonly n: number;
  readonly body: Body;
  readonly begins: LocalDate;
  readonly due: LocalDate;
  readonly title: string;
  readonly chance: string;
}

function said(
  it: Saying,
  step: Step,
  k: number,
  day: number,
  about: { k: number; day: number },
  progress: number,
): ReturnType<Happening['make']> {
  const { body, country, n, due, begins } = it;
  const on = addDays(begins, day);
  const commandId = commandIdOf(it, k, day);
  const aboutId = commandIdOf(it, about.k, about.day);
  const chance = quickChance(it.chance, n * 128 + k);
  const owner = simulatedActor(body.agency, 'officer');
  const capital = country.capitals[body.province]?.agency ?? body.agency;
  const judge = simulatedActor(capital, 'standing');
  const decided = { number: `${k}/TB-VP`, on };
  const by = (actor: Actor, event: TaskEvent) => ({ event, actor, commandId });
  switch (step) {
    case 'report': {
      const backdatedDays = chance.happens(0.15) ? chance.between(1, 3) : 0;
      const occurredOn = addDays(on, -backdatedDays);
      const narrative = progressWords(chance, it.title, progress, occurredOn);
      const document = chance.happens(0.5) ? { number: `${k}/BC`, on: occurredOn } : null;
      const data = { report: commandId, milestone: null, progress: percent(progress), narrative, evidence: [], document };
      return by(owner, { type: 'milestone-reported', data: { ...data, occurredOn, backdatedDays, by: owner.user } });
    }
    case 'report-accepted':
      return by(judge, { type: 'report-accepted', data: { report: aboutId, note: null, on } });
    case 'report-returned':
      return by(judge, { type: 'report-returned', data: { report: aboutId, reason: chance.pick(returnReasons), on } });
    case 'completed': {
      const data = { claim: commandId, narrative: completionWords(it.title), evidence: [], document: { number: `${k}/BC`, on } };
      return by(owner, { type: 'completed', data: { ...data, occurredOn: on, on, backdatedDays: 0, by: owner.user } });
    }
    case 'completion-accepted':
      return by(judge, { type: 'completion-accepted', data: { claim: aboutId, note: null, on } });
    case 'completion-returned':
      return by(judge, { type: 'completion-returned', data: { claim: aboutId, reason: chance.pick(returnReasons), on } });
    case 'watched':
      return by(simulatedActor(capital, 'system'), {
        type: 'delayed',
        data: { by: 'watch', due, cause: null, explanation: null, expectedOn: null, on },
      });
    case 'said-late': {
      const { cause, vi } = chance.pick(lateReasons);
      return by(owner, {
        type: 'delayed',
        data: { by: 'agency', due, cause, explanation: vi, expectedOn: addDays(due, 25), on },
      });
    }
    case 'asked': {
      const data = { request: commandId, until: addDays(due, 30), reason: chance.pick(lateReasons).vi, evidence: [], on };
      return by(owner, { type: 'extension-requested', data: { ...data, document: decided } });
    }
    case 'granted':
      return by(judge, { type: 'extension-granted', data: { request: aboutId, until: addDays(due, 30), document: decided, on } });
    case 'refused':
      return by(judge, {
        type: 'extension-refused',
        data: { request: aboutId, reason: 'Tập trung nguồn lực, không gia hạn.', on },
      });
    case 'suspended':
      return by(judge, { type: 'suspended', data: { reason: 'Tạm dừng chờ sắp xếp tổ chức bộ máy.', document: decided, on } });
    case 'resumed':
      return by(judge, { type: 'resumed', data: { reason: 'Đã sắp xếp xong; tiếp tục thực hiện.', document: null, on } });
    case 'cancelled':
      return by(judge, { type: 'cancelled', data: { reason: 'Đã lồng ghép vào chương trình khác.', document: decided, on } });
  }
}

/** The k-th command of a task: the same for the same seed, its first digits the day, so that ids grow with the log. */
const commandIdOf = ({ country, n, begins }: Saying, k: number, day: number): string =>
  uuidAt(Date.parse(begins) + day * 86_400_000, hash('sha256', `${country.seed}\0${n}\0${k}`));

/** Departments lead more than communes. */
function bodyOf({ bodies }: Country, n: number, chance: Chance): Body {
  const body = bodies[chance.happens(0.1) ? (n * 7) % bodies.length : n % bodies.length];
  if (!body) throw new Error('a country without bodies');
  return body;
}

function coordinatingOf({ bodies, capitals }: Country, { agency, province }: Body, chance: Chance) {
  const own = capitals[province];
  const other = bodies[chance.between(0, bodies.length - 1)];
  return [chance.happens(0.2) ? own : undefined, chance.happens(0.3) ? other : undefined].flatMap((it) =>
    it && it.agency !== agency ? [{ printed: it.data.name, kind: 'agency' as const, id: it.agency }] : [],
  );
}

function dueOf(on: LocalDate, ending: Ending, chance: Chance): Extract<TaskEvent, { type: 'assigned' }>['data']['due'] {
  if (ending === 'stillOpen' && chance.happens(0.4))
    return chance.happens(0.7)
      ? { kind: 'continuous', every: 'quarter', printed: 'Thường xuyên', rule: 'continuous' }
      : { kind: 'unset', printed: '' };
  return { kind: 'date', on, printed: `Trước ngày ${localDate(on).split('-').reverse().join('/')}`, rule: 'day' };
}

function pickEnding(chance: Chance): Ending {
  let left = chance.next() * 100;
  for (const [name, weight] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'stillOpen';
}

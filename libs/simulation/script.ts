import type { WorkingCalendar } from '#calendar';
import { type Actor, type AgencyId, addDays, daysBetween, type LocalDate, localDate, percent, type TaskId } from '#language';
import {
  AcceptCompletion,
  AcceptReport,
  Cancel,
  ClaimCompletion,
  Correct,
  type Due,
  GrantExtension,
  MarkExceeded,
  PlanMilestone,
  ReadDue,
  RefuseExtension,
  ReportDelay,
  ReportMilestone,
  RequestExtension,
  Resume,
  ReturnCompletion,
  ReturnReport,
  Suspend,
} from '#tasks';
import { chance } from './chance.js';
import { type Deciders, Pen, type Step, simulatedActor } from './pen.js';
import type { HeirOn } from './reorganisation.js';
import { type Story, staysSilent, storyOf } from './story.js';
import {
  completionWords,
  documentNumber,
  exceedReasons,
  lateReasons,
  progressWords,
  returnReasons,
  subjectOf,
} from './wording.js';

export interface TaskToLive {
  readonly id: TaskId;
  readonly title: string;
  readonly agency: AgencyId;
  readonly due: Due;
}

export interface World {
  readonly seed: string;
  readonly year: number;
  readonly deciders: Deciders;
  readonly calendar: WorkingCalendar;
  /** Bodies may be merged or end during the year; from then on another stands in their place. */
  readonly heirOn: HeirOn;
}

/** The year of one task as steps in time order, and the dates after which the watch must look. Pure. */
export function scriptOf(
  task: TaskToLive,
  world: World,
): { readonly steps: readonly Step[]; readonly dates: readonly LocalDate[] } {
  const draw = chance(world.seed, task.id);
  const pen = new Pen(draw, `${world.seed}/${task.id}`, world.calendar);
  const teller = new Teller(task, world, pen);
  // Drawn for every task, so that an agency's silence changes no other agency's year.
  const told = storyOf(draw);
  const story = task.agency !== world.deciders.standing && staysSilent(world.seed, task.agency) ? 'never-reported' : told;
  if (task.due.kind === 'continuous') teller.everyPeriod(task.due.every === 'month' ? 1 : 3);
  else if (task.due.kind === 'dependent') teller.reportUntil(localDate(`${world.year}-12-20`), null);
  else {
    const due = task.due.kind === 'date' ? task.due.on : teller.settleDue(task.due.printed);
    if (story !== 'never-reported') teller.tell(story, due);
    teller.dates.push(due);
  }
  return { steps: pen.steps, dates: teller.dates };
}

/** Tells what the agency, the standing agency and the committee do. Days are moved to working days. */
class Teller {
  readonly dates: LocalDate[] = [];
  private readonly committee: Actor;
  private readonly begins: LocalDate;
  private documents = 0;

  constructor(
    private readonly task: TaskToLive,
    private readonly world: World,
    private readonly pen: Pen,
  ) {
    this.committee = simulatedActor(world.deciders.committee, 'committee');
    this.begins = pen.workday(addDays(localDate(`${world.year}-01-02`), pen.chance.between(0, 9)));
  }

  /** Who answers for the task on a day. */
  private owner(day: LocalDate): Actor {
    return simulatedActor(this.world.heirOn(this.task.agency, day), 'officer');
  }

  private standing(day: LocalDate): Actor {
    return simulatedActor(this.world.heirOn(this.world.deciders.standing, day), 'standing');
  }

  /** Who judges on a day: the standing agency, and the committee where the task is the standing agency's own. */
  private judge(day: LocalDate): Actor {
    const standing = this.standing(day);
    return standing.agency === this.owner(day).agency ? this.committee : standing;
  }

  tell(story: Story, due: LocalDate): void {
    const { chance: draw } = this.pen;
    const before = (least: number, most: number) => this.day(addDays(due, -draw.between(least, most)), due);
    const after = (least: number, most: number) => this.pen.workday(addDays(due, draw.between(least, most)));
    const planned = this.planMilestones(due);
    switch (story) {
      case 'early':
        this.finish(before(12, 70), planned);
        return;
      case 'on-time':
        this.finish(before(0, 11), planned);
        return;
      case 'waiting-for-acceptance':
        this.reportUntil(before(5, 9), planned);
        this.claim(this.day(addDays(due, -1), due));
        return;
      case 'returned-then-on-time': {
        const first = before(14, 24);
        this.reportUntil(first, planned);
        const claim = this.claim(first);
        const reason = draw.pick(returnReasons);
        this.write(this.pen.workday(addDays(first, 3)), 'judge', (e) => new ReturnCompletion(this.task.id, { claim, reason }, e));
        this.accept(before(0, 6));
        return;
      }
      case 'late-and-said-so': {
        this.reportUntil(before(16, 20), planned);
        this.sayLate(before(3, 14), addDays(due, draw.between(15, 40)));
        this.accept(after(5, 38));
        return;
      }
      case 'late-in-silence':
        this.reportUntil(before(40, 60), planned);
        this.accept(after(4, 30));
        return;
      case 'extended-in-time': {
        this.reportUntil(before(22, 30), planned);
        const until = this.extend(before(18, 21), before(9, 12), due, 30);
        this.accept(this.pen.workdayBy(addDays(until, -draw.between(1, 9))));
        return;
      }
      case 'extended-afterwards': {
        this.reportUntil(before(10, 16), planned);
        const until = this.extend(before(1, 3), after(5, 9), due, 40);
        this.accept(this.pen.workdayBy(addDays(until, -draw.between(1, 9))));
        return;
      }
      case 'extension-refused': {
        this.reportUntil(before(18, 24), planned);
        const until = addDays(due, 45);
        const reason = draw.pick(lateReasons).vi;
        const request = this.write(
          before(13, 16),
          'owner',
          (e) => new RequestExtension(this.task.id, { until, reason, evidence: [] }, e),
        );
        const answer = 'Nhiệm vụ có thể hoàn thành trong hạn nếu tập trung nguồn lực; không gia hạn.';
        this.write(before(6, 9), 'committee', (e) => new RefuseExtension(this.task.id, { request, reason: answer }, e));
        this.accept(after(6, 25));
        return;
      }
      case 'never-finished':
        this.reportUntil(before(4, 20), planned);
        if (draw.happens(0.6)) this.sayLate(after(3, 12), addDays(due, 75));
        return;
      case 'suspended':
        this.suspendAndFinish(due, planned);
        return;
      case 'cancelled': {
        const reason = 'Nội dung đã được lồng ghép vào chương trình khác theo quyết định của cấp có thẩm quyền.';
        const day = before(20, 60);
        this.reportUntil(day, planned);
        const document = { number: this.number('QĐ', this.judge(day)), on: day };
        this.write(day, 'judge', (e) => new Cancel(this.task.id, { reason, document }, e));
        return;
      }
      case 'never-reported':
        return;
    }
    story satisfies never;
  }

  /** A blank deadline is settled by the standing agency in January, and counts from then on as the year's end. */
  settleDue(printed: string): LocalDate {
    const on = localDate(`${this.world.year}-12-31`);
    const note = 'Kế hoạch để trống thời gian thực hiện; xác định theo năm kế hoạch.';
    const day = this.pen.workday(addDays(this.begins, 4));
    this.write(
      day,
      'standing',
      (e) => new ReadDue(this.task.id, { due: { kind: 'date', on, printed, rule: 'settled-by-person' }, note }, e),
    );
    return on;
  }

  /** A continuous duty reports each period; some periods are missed. */
  everyPeriod(months: number): void {
    for (let month = months; month <= 12; month += months) {
      if (this.pen.chance.happens(0.15)) continue;
      const day = this.pen.workday(localDate(`${this.world.year}-${String(month).padStart(2, '0')}-14`));
      this.report(day, Math.round((month / 12) * 100), null);
    }
  }

  /** Reports every few weeks until the day, with progress that grows towards it. */
  reportUntil(end: LocalDate, milestone: string | null): void {
    const whole = Math.max(1, daysBetween(this.begins, end));
    let day = addDays(this.begins, this.pen.chance.between(8, 30));
    for (let nth = 0; daysBetween(day, end) > 3; nth++) {
      const progress = Math.min(95, Math.max(5, Math.round((daysBetween(this.begins, day) / whole) * 90)));
      this.report(this.pen.workday(day), progress, nth === 1 ? milestone : null);
      day = addDays(day, this.pen.chance.between(28, 62));
    }
  }

  private finish(on: LocalDate, milestone: string | null): void {
    this.reportUntil(on, milestone);
    this.accept(on);
  }

  private suspendAndFinish(due: LocalDate, milestone: string | null): void {
    const middle = addDays(this.begins, Math.floor(daysBetween(this.begins, due) / 2));
    const pause = this.pen.workday(middle);
    const number = this.number('TB', this.judge(pause));
    this.reportUntil(pause, milestone);
    const reason = 'Tạm dừng chờ sắp xếp tổ chức bộ máy theo chỉ đạo.';
    this.write(pause, 'judge', (e) => new Suspend(this.task.id, { reason, document: { number, on: pause } }, e));
    const again = this.pen.workday(addDays(pause, Math.min(40, Math.max(2, Math.floor(daysBetween(pause, due) / 3)))));
    this.write(again, 'judge', (e) => new Resume(this.task.id, { reason: 'Đã hoàn thành sắp xếp; tiếp tục thực hiện.' }, e));
    this.accept(this.day(addDays(due, -2), due));
  }

  private planMilestones(due: LocalDate): string | null {
    const { chance: draw } = this.pen;
    if (!draw.happens(0.45)) return null;
    const third = Math.floor(daysBetween(this.begins, due) / 3);
    if (third < 10) return null;
    const subject = subjectOf(this.task.title);
    const titles = [`Hoàn thành kế hoạch chi tiết: ${subject}`, `Nghiệm thu giai đoạn 1: ${subject}`];
    const [first] = titles.map((title, i) =>
      this.write(
        this.begins,
        'owner',
        (e) => new PlanMilestone(this.task.id, { title, on: addDays(this.begins, third * (i + 1)) }, e),
      ),
    );
    return first ?? null;
  }

  private report(day: LocalDate, progress: number, milestone: string | null, again = false): void {
    const { chance: draw } = this.pen;
    const late = draw.happens(0.15) ? draw.between(2, 9) : 0;
    const occurredOn = addDays(day, -late);
    const document = draw.happens(0.5) ? { number: this.number('BC', this.owner(day)), on: occurredOn } : null;
    const body = {
      milestone,
      progress: percent(progress),
      narrative: progressWords(draw, this.task.title, progress, occurredOn),
      evidence: [],
      document,
      occurredOn,
    };
    const report = this.write(day, 'owner', (e) => new ReportMilestone(this.task.id, body, e));
    if (draw.happens(0.04) && progress > 15) {
      const reason = 'Nhập nhầm tỷ lệ; đính chính theo biên bản nghiệm thu.';
      const changes = { progress: percent(progress - 10) };
      this.write(day, 'owner', (e) => new Correct(this.task.id, { entry: report, changes, reason }, e));
    }
    const answered = this.pen.workday(addDays(day, draw.between(1, 6)));
    if (!again && draw.happens(0.07)) {
      const reason = draw.pick(returnReasons);
      this.write(answered, 'judge', (e) => new ReturnReport(this.task.id, { report, reason }, e));
      this.report(this.pen.workday(addDays(answered, draw.between(1, 4))), progress, milestone, true);
    } else if (draw.happens(0.8)) this.write(answered, 'judge', (e) => new AcceptReport(this.task.id, { report }, e));
  }

  private sayLate(day: LocalDate, expectedOn: LocalDate): void {
    const { cause, vi } = this.pen.chance.pick(lateReasons);
    this.write(day, 'owner', (e) => new ReportDelay(this.task.id, { cause, explanation: vi, expectedOn }, e));
  }

  private extend(asked: LocalDate, granted: LocalDate, due: LocalDate, days: number): LocalDate {
    const until = addDays(due, days);
    const reason = this.pen.chance.pick(lateReasons).vi;
    const request = this.write(
      asked,
      'owner',
      (e) =>
        new RequestExtension(
          this.task.id,
          { until, reason, document: { number: this.number('TTr', this.owner(asked)), on: asked }, evidence: [] },
          e,
        ),
    );
    const document = { number: this.number('TB', this.committee), on: granted };
    this.write(granted, 'committee', (e) => new GrantExtension(this.task.id, { request, until, document }, e));
    this.dates.push(until);
    return until;
  }

  private claim(day: LocalDate): string {
    const { chance: draw } = this.pen;
    const occurredOn = draw.happens(0.2) ? addDays(day, -draw.between(1, 4)) : day;
    const document = { number: this.number('BC', this.owner(day)), on: occurredOn };
    const body = { narrative: completionWords(this.task.title), evidence: [], document, occurredOn };
    return this.write(day, 'owner', (e) => new ClaimCompletion(this.task.id, body, e));
  }

  private accept(day: LocalDate): void {
    const { chance: draw } = this.pen;
    const claim = this.claim(day);
    const accepted = this.pen.workday(addDays(day, draw.between(2, 9)));
    this.write(accepted, 'judge', (e) => new AcceptCompletion(this.task.id, { claim }, e));
    if (draw.happens(0.12)) {
      const reason = draw.pick(exceedReasons);
      this.write(this.pen.workday(addDays(accepted, 1)), 'judge', (e) => new MarkExceeded(this.task.id, { reason }, e));
    }
  }

  /** A working day by `latest`, not before the year's work began. */
  private day(day: LocalDate, latest: LocalDate): LocalDate {
    const it = this.pen.workdayBy(day < latest ? day : latest);
    if (it < this.begins) return this.begins;
    return it;
  }

  private number(kind: 'BC' | 'TB' | 'QĐ' | 'TTr', by: Actor): string {
    this.documents += 1;
    return documentNumber(kind, by.agency ?? this.task.agency, this.documents);
  }

  private write(day: LocalDate, who: 'owner' | 'judge' | 'standing' | 'committee', make: Step['make']): string {
    return this.pen.write(day, who === 'committee' ? this.committee : this[who](day), make);
  }
}

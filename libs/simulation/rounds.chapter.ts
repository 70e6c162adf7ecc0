import { type PeriodKind, reportingPeriods } from '#calendar';
import type { Envelope, EventStore } from '#event-store';
import { type Actor, type AgencyId, addDays, type LocalDate, percent, type TaskId } from '#language';
import {
  CloseRound,
  type Entry,
  ExemptAgency,
  type Expected,
  OpenRound,
  PrepareRoundReport,
  type RecordedRoundEvent,
  ReopenRound,
  ReturnRoundReport,
  roundStream,
  SignRoundReport,
  SupplementRoundReport,
} from '#reporting';
import { type Chance, chance } from './chance.js';
import type { Chapter, ChapterWorld } from './chapters.js';
import { Pen, type Step, simulatedActor } from './pen.js';
import { staysSilent } from './story.js';
import { progressWords, returnReasons } from './wording.js';

/** The reports that a year has: of the first quarter, of half a year, of nine months, of the year. */
const kinds: readonly { readonly kind: PeriodKind; readonly part: string }[] = [
  { kind: 'quarter', part: 'Q1' },
  { kind: 'half', part: 'H1' },
  { kind: 'nine-months', part: '9M' },
  { kind: 'year', part: '' },
];
/** Working days from the last day for reporting to the closing. */
const patience = 13;
const stories = { 'on-time': 78, late: 11, returned: 4, missing: 3, exempt: 2, empty: 2 } as const;

type Opened = Extract<RecordedRoundEvent, { type: 'round-opened' }>['data'];

/** Rounds opened, reported in time, late, returned, left out, closed, opened again and supplemented. Who reports is read when a round opens. */
export const roundsLived =
  (record: Pick<EventStore, 'read'>): Chapter =>
  async (world) => {
    const rounds = kinds.flatMap(({ kind, part }) => {
      const id = part === '' ? String(world.year) : `${world.year}-${part}`;
      const found = reportingPeriods('decree-09-2019', kind, world.year).find((it) => it.id === id);
      return found ? [{ id, cutOff: found.to }] : [];
    });
    const opening = rounds.map(({ id, cutOff }) => {
      const name = `round ${id}`;
      const pen = new Pen(chance(world.seed, name), `${world.seed}/${name}`, world.calendar);
      const day = pen.workdayBy(addDays(cutOff, -11));
      pen.write(day, standingOn(world, day), (e) => new OpenRound(world.plan, { round: id }, e));
      return { id, step: pen.steps[0] as Step };
    });
    return {
      steps: opening.map(({ step }) => step),
      // The rules give two or three working days; a day on which nobody stands on a new rung writes nothing.
      dates: rounds.flatMap(({ cutOff }) => [2, 3].map((days) => world.calendar.addWorkingDays(cutOff, days))),
      tellings: opening.map(({ id, step }) => ({
        at: new Date(Date.parse(step.at) + 60_000).toISOString() as Step['at'],
        tell: async () => {
          const events = (await record.read(roundStream(world.plan, id))) as readonly RecordedRoundEvent[];
          const opened = events.find((it) => it.type === 'round-opened');
          if (!opened) throw new Error(`round ${id} was not opened`);
          return new RoundTold(id, opened.data, world).steps();
        },
      })),
    };
  };

const standingOn = (world: ChapterWorld, day: LocalDate): Actor =>
  simulatedActor(world.heirOn(world.deciders.standing, day), 'standing');

/** One round from its opening to its closing. */
class RoundTold {
  private readonly closes: LocalDate;
  private readonly titles: ReadonlyMap<TaskId, string>;

  constructor(
    private readonly id: string,
    private readonly opened: Opened,
    private readonly world: ChapterWorld,
  ) {
    this.closes = world.calendar.addWorkingDays(opened.closesOn, patience);
    this.titles = new Map(world.scripts.map(({ task }) => [task.id, task.title]));
  }

  steps(): readonly Step[] {
    const { world, id } = this;
    const missing: Expected[] = [];
    const reports = this.opened.expected.flatMap((expected) => {
      const pen = this.pen(expected.agency);
      if (this.report(expected, pen) === 'missing') missing.push(expected);
      return pen.steps;
    });
    const pen = this.pen('closing');
    const close = (day: LocalDate) => pen.write(day, standingOn(world, day), (e) => new CloseRound(world.plan, id, {}, e));
    close(this.closes);
    const [latecomer] = missing;
    if (id.endsWith('H1') && latecomer) {
      const again = world.calendar.addWorkingDays(this.closes, 2);
      const reason = 'Mở lại theo đề nghị của đơn vị chưa gửi được báo cáo do sắp xếp tổ chức.';
      pen.write(again, standingOn(world, again), (e) => new ReopenRound(world.plan, id, { reason }, e));
      this.send(latecomer, world.calendar.addWorkingDays(again, 1), pen);
      close(world.calendar.addWorkingDays(again, 3));
    }
    return [...reports, ...pen.steps];
  }

  private report(expected: Expected, pen: Pen): keyof typeof stories {
    const { world, id, opened } = this;
    const { agency } = expected;
    const draw = pen.chance;
    const on = (least: number, most: number) => pen.workdayBy(addDays(opened.closesOn, -draw.between(least, most)));
    const after = (least: number, most: number) => world.calendar.addWorkingDays(opened.closesOn, draw.between(least, most));
    const told = draw.weighted<keyof typeof stories>(stories);
    const silent = agency !== world.deciders.standing && staysSilent(world.seed, agency);
    // Of a body that ends before the closing either it reports itself in time, or whoever took its duties over does.
    const ends = world.heirOn(agency, this.closes) !== agency;
    const own = world.heirOn(world.deciders.standing, opened.on) === agency;
    const story = silent ? 'missing' : (ends || own) && told !== 'missing' && told !== 'empty' ? 'on-time' : told;
    switch (story) {
      case 'on-time':
        this.send(expected, on(0, 5), pen);
        break;
      case 'late':
        this.send(expected, after(1, 9), pen);
        break;
      case 'empty':
        this.send(expected, on(0, 3), pen, 'empty');
        this.supplement(expected, pen);
        break;
      case 'returned': {
        this.send(expected, on(2, 4), pen);
        const day = after(0, 2);
        const reason = draw.pick(returnReasons);
        pen.write(day, standingOn(world, day), (e) => new ReturnRoundReport(world.plan, id, agency, { reason }, e));
        if (draw.happens(0.7)) this.send(expected, after(3, 8), pen);
        break;
      }
      case 'exempt': {
        const day = pen.workday(addDays(opened.on, 2));
        const reason = 'Nhiệm vụ của đơn vị trong kỳ đã được báo cáo chuyên đề riêng.';
        pen.write(day, standingOn(world, day), (e) => new ExemptAgency(world.plan, id, { agency, reason }, e));
        break;
      }
      case 'missing':
        // The successor of a body that ended reports what was owed; others stay missing.
        if (ends && !silent) this.send(expected, world.calendar.addWorkingDays(this.closes, -1), pen);
        break;
    }
    if (story === 'on-time' && id === String(world.year) && !ends && draw.happens(0.12)) this.supplement(expected, pen);
    return story;
  }

  /** Prepared by an officer and signed by the head, both of whoever answers for the report on that day. */
  private send({ agency, tasks }: Expected, day: LocalDate, pen: Pen, how: 'whole' | 'empty' = 'whole'): void {
    const { world, id } = this;
    const by = (role: 'officer' | 'head') => simulatedActor(world.heirOn(agency, day), role);
    const summary = how === 'empty' ? '' : `Báo cáo ${tasks.length} nhiệm vụ được giao; số liệu đến hết kỳ báo cáo.`;
    const entries = tasks.flatMap(({ task }) => this.entry(task, pen.chance, how) ?? []);
    const prepare = (e: Envelope) => new PrepareRoundReport(world.plan, id, agency, { summary, entries }, e);
    pen.write(day, by('officer'), prepare);
    pen.write(day, by('head'), (e) => new SignRoundReport(world.plan, id, agency, {}, e));
  }

  private entry(task: TaskId, draw: Chance, how: 'whole' | 'empty'): Entry | null {
    const said = draw.weighted({ reported: 84, zero: 9, 'not-applicable': 4, nothing: 3 });
    const progress = percent(draw.between(10, 90));
    const words = progressWords(draw, this.titles.get(task) ?? '', progress, this.opened.cutOff);
    if (how === 'empty') return { task, said: 'reported', progress: null, words: '' };
    if (said === 'nothing') return null;
    if (said === 'reported') return { task, said, progress, words };
    const why =
      said === 'zero' ? 'Trong kỳ chưa phát sinh kết quả; đang chuẩn bị hồ sơ.' : 'Nhiệm vụ không phát sinh trong kỳ báo cáo.';
    return { task, said, progress: null, words: why };
  }

  /** Said after the closing; the report as closed stays as it was. */
  private supplement({ agency, tasks }: Expected, pen: Pen): void {
    const { world, id } = this;
    const [first] = tasks;
    const day = world.calendar.addWorkingDays(this.closes, pen.chance.between(4, 9));
    if (!first || world.heirOn(agency, day) !== agency) return;
    const words = 'Hoàn thành sau ngày chốt số liệu; bổ sung kết quả và hồ sơ minh chứng.';
    const entries: Entry[] = [{ task: first.task, said: 'reported', progress: percent(100), words }];
    const body = { reason: 'Bổ sung kết quả đạt được sau ngày chốt số liệu.', entries };
    const by = simulatedActor(agency, 'officer');
    pen.write(day, by, (e) => new SupplementRoundReport(world.plan, id, agency, body, e));
  }

  private pen(of: AgencyId | 'closing'): Pen {
    const name = `round ${this.id} ${of}`;
    return new Pen(chance(this.world.seed, name), `${this.world.seed}/${name}`, this.world.calendar);
  }
}

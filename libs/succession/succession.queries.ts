import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn, holds, type Registry } from '#agencies';
import type { Freshness } from '#event-store';
import { type AgencyId, addDays, CLOCK, type Clock, type LocalDate, shown, todayOf } from '#language';
import type { Duty } from './duties.js';
import { OpenDuties } from './open-duties.js';
import { heirOf } from './succession.act.js';
import type { Act } from './succession.events.js';
import type { Direction } from './succession.js';
import { dutyKey } from './succession.limits.js';
import { type SuccessionRow, SuccessionRows } from './succession.rows.js';

interface Body {
  readonly id: string;
  readonly name: string;
}

export interface SuccessionHead {
  readonly succession: string;
  readonly kind: Act['kind'];
  readonly title: string;
  readonly on: LocalDate;
  readonly basis: Act['basis'];
  /** Nobody has confirmed the act: its source is empty. */
  readonly unverified: boolean;
  readonly phase: 'open' | 'concluded' | 'carried' | 'withdrawn';
  readonly from: readonly Body[];
  readonly to: readonly Body[];
  readonly openedOn: LocalDate;
  readonly concludedOn: LocalDate | null;
  readonly carriedOn: LocalDate | null;
  readonly directed: number;
  readonly parked: number;
  readonly simulated: boolean;
  readonly version: number;
}

export interface DutyLine extends Omit<Duty, 'agency'> {
  readonly from: Body;
  readonly proposed: Body | null;
  readonly to: Body | null;
  /** Why it is left for now; null: it is not. */
  readonly parked: string | null;
  /** Neither directed nor parked, of a body that ends. */
  readonly orphaned: boolean;
}

interface Words {
  readonly vi: string;
  readonly en: string;
}

export interface SuccessionView extends SuccessionHead {
  readonly note: string;
  readonly ends: readonly Body[];
  readonly bodies: readonly Body[];
  readonly changes: readonly (Body & { readonly newName: string | null })[];
  readonly groups: readonly { readonly group: Body; readonly agency: Body; readonly change: 'joins' | 'leaves' }[];
  /** Open duties of the bodies that pass on, as they are now. */
  readonly duties: readonly DutyLine[];
  readonly counts: {
    readonly open: number;
    readonly directed: number;
    readonly parked: number;
    readonly orphaned: number;
    /** Overdue on the day of reading: the successor gets them labelled as inherited, and does not answer for those days. */
    readonly overdue: number;
    readonly waiting: number;
  };
  readonly warnings: readonly Words[];
  readonly kinds: Readonly<Record<string, Words>>;
  readonly freshness: Freshness;
}

export class SuccessionList extends Query<{ readonly rows: readonly SuccessionHead[]; readonly freshness: Freshness }> {
  constructor(readonly minPosition?: string) {
    super();
  }
}

export class SuccessionById extends Query<SuccessionView> {
  constructor(
    readonly succession: string,
    readonly minPosition?: string,
  ) {
    super();
  }
}

/** Open duties of bodies that are no more, which no succession has parked. */
export class OrphanedDuties extends Query<{ readonly rows: readonly (Duty & { readonly agencyName: string })[] }> {}

@QueryHandler(SuccessionList)
export class SuccessionListHandler implements IQueryHandler<SuccessionList> {
  constructor(
    private readonly rows: SuccessionRows,
    private readonly queries: QueryBus,
  ) {}

  async execute({ minPosition }: SuccessionList) {
    const freshness = await this.rows.freshness(minPosition);
    const registry = await this.queries.execute(new AgencyRegistry());
    const rows = (await this.rows.all()).flatMap((row) => (row.state.act ? [headOf(row, row.state.act, registry)] : []));
    return { rows, freshness };
  }
}

@QueryHandler(SuccessionById)
export class SuccessionByIdHandler implements IQueryHandler<SuccessionById> {
  constructor(
    private readonly rows: SuccessionRows,
    private readonly queries: QueryBus,
    private readonly open: OpenDuties,
  ) {}

  async execute({ succession: id, minPosition }: SuccessionById): Promise<SuccessionView> {
    const freshness = await this.rows.freshness(minPosition);
    const row = await this.rows.one(id);
    const { act, directions, phase } = row.state;
    if (!act) throw new Error('a row without an act');
    const registry = await this.queries.execute(new AgencyRegistry());
    const bodyOf = namesIn(registry, act);
    const under = phase === 'open' || phase === 'concluded';
    const duties = under ? await this.open.of(act.from) : [];
    const lines = duties.map((duty) => lineOf(duty, act, directions[dutyKey(duty)], bodyOf));
    const groupOf = (group: string): Body => ({ id: group, name: registry.groups.find((it) => it.id === group)?.name ?? group });
    return {
      ...headOf(row, act, registry),
      note: act.note,
      ends: act.ends.map(bodyOf),
      bodies: act.bodies.map((it) => bodyOf(it.agency)),
      changes: act.changes.map((it) => ({ ...formerly(registry, act)(it.agency), newName: it.name })),
      groups: act.groups.map((it) => ({ group: groupOf(it.group), agency: bodyOf(it.agency), change: it.change })),
      duties: lines,
      counts: {
        open: lines.length,
        directed: lines.filter((it) => it.to).length,
        parked: lines.filter((it) => it.parked !== null).length,
        orphaned: lines.filter((it) => it.orphaned).length,
        overdue: lines.filter((it) => it.lateDays > 0).length,
        waiting: lines.filter((it) => it.waits).length,
      },
      warnings: warningsOf(act, registry, lines),
      kinds: this.open.labels(),
      freshness,
    };
  }
}

@QueryHandler(OrphanedDuties)
export class OrphanedDutiesHandler implements IQueryHandler<OrphanedDuties> {
  constructor(
    private readonly rows: SuccessionRows,
    private readonly queries: QueryBus,
    private readonly open: OpenDuties,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute() {
    const today = todayOf(this.clock);
    const registry = await this.queries.execute(new AgencyRegistry());
    const gone = registry.agencies.filter((it) => it.to !== null && it.to <= today);
    const directions = (await this.rows.all()).map((it) => it.state.directions);
    const parked = (duty: Duty) => directions.some((it) => 'parked' in (it[dutyKey(duty)] ?? {}));
    const nameOf = new Map(gone.map((it): [AgencyId, string] => [it.id, agencyOn(it, today).name]));
    const open = await this.open.of(gone.map((it) => it.id));
    const rows = open.filter((it) => !parked(it)).map((it) => ({ ...it, agencyName: nameOf.get(it.agency) ?? it.agency }));
    return { rows };
  }
}

/** What a body was called on the eve of the act; of one that did not yet exist, what it is called on the day. */
function formerly(registry: Registry, act: Act): (id: AgencyId) => Body {
  const eve = addDays(act.on, -1);
  return (id) => {
    const record = registry.agencies.find((it) => it.id === id);
    return record && (record.from === null || record.from <= eve)
      ? { id, name: agencyOn(record, eve).name }
      : namesIn(registry, act)(id);
  };
}

/** Names as on the day of the act: the old names of those that end, the new ones of those that begin. */
function namesIn(registry: Registry, act: Act): (id: AgencyId) => Body {
  return (id) => {
    const record = registry.agencies.find((it) => it.id === id);
    const name = record ? agencyOn(record, record.to === null ? act.on : record.to).name : undefined;
    return { id, name: name ?? act.bodies.find((it) => it.agency === id)?.name ?? id };
  };
}

function headOf(
  { succession, version, simulated, openedOn, state }: SuccessionRow,
  act: Act,
  registry: Registry,
): SuccessionHead {
  const bodyOf = namesIn(registry, act);
  const directions = Object.values(state.directions);
  return {
    succession,
    kind: act.kind,
    title: act.title,
    on: act.on,
    basis: act.basis,
    unverified: act.basis.source === '',
    phase: state.phase,
    from: act.from.map(formerly(registry, act)),
    to: act.to.map(bodyOf),
    openedOn,
    concludedOn: state.concludedOn,
    carriedOn: state.carriedOn,
    directed: directions.filter((it) => 'to' in it).length,
    parked: directions.filter((it) => 'parked' in it).length,
    simulated,
    version,
  };
}

function lineOf(duty: Duty, act: Act, direction: Direction | undefined, bodyOf: (id: AgencyId) => Body): DutyLine {
  const { agency, ...rest } = duty;
  const proposed = heirOf(act, agency);
  return {
    ...rest,
    from: bodyOf(agency),
    proposed: proposed ? bodyOf(proposed) : null,
    to: direction && 'to' in direction ? bodyOf(direction.to) : null,
    parked: direction && 'parked' in direction ? direction.parked : null,
    orphaned: !direction && act.ends.includes(agency),
  };
}

function warningsOf(act: Act, registry: Registry, lines: readonly DutyLine[]): Words[] {
  const heads = registry.agencies
    .filter((it) => act.ends.includes(it.id))
    .flatMap((it) => it.heads.filter((head) => holds(head, act.on)));
  const waiting = lines.filter((it) => it.waits).length;
  const overdue = lines.filter((it) => it.lateDays > 0).length;
  const say = (n: number, vi: string, en: string): Words[] => (n === 0 ? [] : [{ vi, en }]);
  return [
    ...say(
      act.basis.source === '' ? 1 : 0,
      'Văn bản chưa được xác nhận nguồn; kiểm tra trước khi chốt.',
      'Nobody has confirmed the document; check it before concluding.',
    ),
    ...say(
      heads.length,
      `${heads.length} nhiệm kỳ người đứng đầu kết thúc ngày ${shown(act.on)}; điểm trước ngày đó vẫn tính cho người ấy.`,
      `${heads.length} tenures of heads end on ${shown(act.on)}; scores before that day stay theirs.`,
    ),
    ...say(
      act.groups.length,
      `${act.groups.length} thay đổi thành viên nhóm; kế hoạch nhập sau ngày ${shown(act.on)} đọc theo nhóm mới.`,
      `${act.groups.length} changes of group membership; plans read after ${shown(act.on)} use the new groups.`,
    ),
    ...say(
      overdue,
      `${overdue} nghĩa vụ đã quá hạn khi chuyển giao: hiển thị riêng là “nhận bàn giao”, không tính lỗi cho cơ quan nhận.`,
      `${overdue} duties are overdue when they pass on: shown apart as inherited, not held against the successor.`,
    ),
    ...say(
      waiting,
      `${waiting} báo cáo hoàn thành đang chờ xác nhận: nếu được xác nhận thì thuộc cơ quan cũ, nếu bị trả lại mới chuyển giao.`,
      `${waiting} claims wait for an answer: accepted, they stay with the old body; returned, they pass on.`,
    ),
  ];
}

export const successionQueryHandlers = [SuccessionListHandler, SuccessionByIdHandler, OrphanedDutiesHandler];

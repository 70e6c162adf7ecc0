import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Envelope, EVENT_STORE, type EventStore } from '#event-store';
import { type AgencyId, agencyId, CLOCK, type Clock, daysBetween, type LocalDate, planId, todayOf } from '#language';
import { type Duty, type DutyKind, groundOf, mustShowAll, type Passing, passedOr } from '#succession';
import { PassRoundDuty } from './reporting.commands.js';
import { type RoundAgency, RoundById, type RoundLine, RoundList } from './reporting.queries.js';
import type { Standing } from './standing.js';

const table = { vi: 'Bảng kỳ báo cáo', en: 'The table of rounds' };

/** A report that is signed, or from which the agency was exempted, is owed no more. */
const owed: Partial<Readonly<Record<Standing, { readonly vi: string; readonly en: string }>>> = {
  missing: { vi: 'Chưa báo cáo', en: 'Not reported' },
  prepared: { vi: 'Đã lập, chưa ký', en: 'Prepared, not signed' },
  returned: { vi: 'Bị trả lại', en: 'Returned' },
};

/** The reports still owed in rounds that are not closed. Whose report it is stays as the round was opened; who answers changes. */
@Injectable()
export class RoundDuties implements DutyKind {
  readonly kind = 'report';
  readonly label = { vi: 'Báo cáo kỳ còn nợ', en: 'Periodic reports owed' };

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const asOf = todayOf(this.clock);
    const minPosition = String(await this.store.head());
    const { rows, freshness } = await this.queries.execute(new RoundList({ asOf, minPosition }));
    mustShowAll(freshness, minPosition, table);
    const running = rows.filter((round) => !round.closed);
    const rounds = await Promise.all(
      running.map(({ plan, round }) => this.queries.execute(new RoundById(plan, round, { asOf }))),
    );
    return rounds.flatMap((round) =>
      round.agencies.flatMap((line) => {
        const answers = (line.answeredBy ?? line.agency).id;
        return agencies.includes(answers) && owed[line.standing] ? [dutyOf(round, line, answers, asOf)] : [];
      }),
    );
  }

  pass({ act, duty, to }: Passing, envelope: Envelope): Promise<'passed' | 'gone'> {
    const { plan, round, agency } = ofDuty(duty.id);
    const body = { agency, to, ...groundOf(act) };
    return passedOr('round-closed', this.commands.execute(new PassRoundDuty(plan, round, body, envelope)));
  }
}

const dutyOf = (round: RoundLine, line: RoundAgency, agency: AgencyId, today: LocalDate): Duty => ({
  kind: 'report',
  id: `${round.plan}/${round.round}/${line.agency.id}`,
  agency,
  title: line.answeredBy ? `${round.title} – ${line.agency.name}` : round.title,
  plan: round.plan,
  dueOn: line.closesOn,
  state: owed[line.standing] ?? { vi: line.standing, en: line.standing },
  lateDays: Math.max(0, daysBetween(line.closesOn, today)),
  waits: false,
});

function ofDuty(id: string) {
  const [plan = '', round = '', agency = ''] = id.split('/');
  return { plan: planId(plan), round, agency: agencyId(agency) };
}

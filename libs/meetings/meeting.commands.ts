import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope, EVENT_STORE, type EventStore, type Outcome } from '#event-store';
import { CLOCK, type Clock, type LocalDate, type PlanId, Refusal, said } from '#language';
import { PlanById } from '#plans';
import type { Document } from '#tasks';
import { ProposedAgenda } from './agenda.query.js';
import { CarryConclusions } from './carrying.js';
import { type Becomes, type MeetingEvent, meetingStream, type verdicts } from './meeting.events.js';
import { meeting } from './meeting.js';

/** A command to one meeting. */
abstract class ToMeeting<Body> extends Command<Outcome<MeetingEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly number: number,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}
export class ConveneMeeting extends ToMeeting<{ readonly title: string; readonly sitsOn: LocalDate }> {}
export class FreezeAgenda extends ToMeeting<object> {}
/** Concludes, and carries the conclusion to its task; carrying goes on later when it was interrupted. */
export class Conclude extends ToMeeting<{ readonly text: string; readonly document: Document; readonly becomes: Becomes }> {}
export class FollowUp extends ToMeeting<{
  readonly meeting: number;
  readonly conclusion: number;
  readonly verdict: (typeof verdicts)[number];
  readonly note?: string | null;
}> {}

@CommandHandler(ConveneMeeting)
export class ConveneMeetingHandler implements ICommandHandler<ConveneMeeting> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly queries: QueryBus,
  ) {}
  /** Of a plan that is on record: nobody would ever find the meeting of another. */
  async execute({ plan, number, body, envelope }: ConveneMeeting): Promise<Outcome<MeetingEvent>> {
    await this.queries.execute(new PlanById(plan, String(await this.store.head())));
    return this.aggregates.execute(meeting, meetingStream(plan, number), { ...body, plan, number, type: 'convene' }, envelope);
  }
}

/** The facts are read after the rows have come to the position that is written beside them. */
@CommandHandler(FreezeAgenda)
export class FreezeAgendaHandler implements ICommandHandler<FreezeAgenda> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, number, envelope }: FreezeAgenda): Promise<Outcome<MeetingEvent>> {
    const position = String(await this.store.head());
    const { lines, leftOut } = await this.queries.execute(new ProposedAgenda(plan, { minPosition: position }));
    const facts = {
      position,
      at: this.clock.now(),
      lines,
      ...(leftOut > 0 && { leftOut }),
      since: await this.since(plan, number - 1),
    };
    const command = { ...facts, type: 'freeze-agenda' } as const;
    return this.aggregates.execute(meeting, meetingStream(plan, number), command, { ...envelope, asked: 'freeze-agenda' });
  }

  /** The nearest earlier meeting with a frozen agenda. */
  private async since(plan: PlanId, from: number): Promise<{ number: number; position: string } | null> {
    for (let number = from; number > 0; number--) {
      const { state } = await this.aggregates.load(meeting, meetingStream(plan, number));
      if (state.agenda) return { number, position: state.agenda.position };
    }
    return null;
  }
}

@CommandHandler(Conclude)
export class ConcludeHandler implements ICommandHandler<Conclude> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly commands: CommandBus,
  ) {}

  async execute({ plan, number, body, envelope }: Conclude): Promise<Outcome<MeetingEvent>> {
    const stream = meetingStream(plan, number);
    const outcome = await this.aggregates.execute(meeting, stream, { ...body, type: 'conclude' }, envelope);
    await this.commands.execute(new CarryConclusions(stream));
    return outcome;
  }
}

@CommandHandler(FollowUp)
export class FollowUpHandler implements ICommandHandler<FollowUp> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ plan, number, body, envelope }: FollowUp): Promise<Outcome<MeetingEvent>> {
    const { state: earlier } = await this.aggregates.load(meeting, meetingStream(plan, body.meeting));
    if (!earlier.conclusions.some((it) => it.conclusion === body.conclusion))
      throw new Refusal('unknown-conclusion', {
        kind: 'not-found',
        field: 'conclusion',
        vi: `Phiên ${body.meeting} không có kết luận số ${body.conclusion}.`,
        en: `Meeting ${body.meeting} has no conclusion ${body.conclusion}.`,
        figures: { meeting: body.meeting, conclusion: body.conclusion },
      });
    const command = { ...said(body), note: body.note ?? '', type: 'follow-up' } as const;
    return this.aggregates.execute(meeting, meetingStream(plan, number), command, envelope);
  }
}

export const meetingCommandHandlers = [ConveneMeetingHandler, FreezeAgendaHandler, ConcludeHandler, FollowUpHandler];

import { Inject, type Type } from '@nestjs/common';
import { Command, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { groupsHaving, mustBeRegistered } from '#agencies';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome } from '#event-store';
import { agencyId, CLOCK, type Clock, type Of, todayOf } from '#language';
import { brought } from '#tasks';
import { type BaselineEvent, baselineStream } from './baseline.events.js';
import { type BaselineCommand, baseline } from './baseline.js';
import { type TargetEvent, targetStream } from './target.events.js';
import { target } from './target.js';
import type { TargetCommand } from './target.requests.js';

/** A command on its way to a target, `267-2025/III.I.4`: what is asked, by whom. Parts that may be null may be left out. */
abstract class ToTarget<Body> extends Command<Outcome<TargetEvent>> {
  constructor(
    readonly id: string,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

type BodyOf<T extends TargetCommand['type'], Given extends string = never> = Loose<Omit<Of<TargetCommand, T>, 'type' | Given>>;
type Loose<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: T[K] | undefined;
};

/** From the plan, as printed. Only the plans room sends it and the next. */
export class SetTarget extends ToTarget<BodyOf<'set'>> {}
export class DropTarget extends ToTarget<BodyOf<'drop'>> {}
export class ChangeReading extends ToTarget<BodyOf<'change-reading'>> {}
export class ChangeBodies extends ToTarget<BodyOf<'change-bodies'>> {}
/** Only a succession of bodies sends it. */
export class SucceedBody extends ToTarget<BodyOf<'succeed-body'>> {}
export class LinkItem extends ToTarget<BodyOf<'link-item'>> {}
export class UnlinkItem extends ToTarget<BodyOf<'unlink-item'>> {}
export class Measure extends ToTarget<BodyOf<'measure', 'measurement' | 'memberOf'>> {}
export class WithdrawMeasurement extends ToTarget<BodyOf<'withdraw-measurement'>> {}
export class Judge extends ToTarget<BodyOf<'judge', 'judgement'>> {}

/** A field set to undefined says nothing. */
const said = <B extends object>(body: B): B =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as B;

/** The Nest handler of a command; a new measurement or judgement takes the command's own id as its id. */
function handles<C extends ToTarget<object>>(
  command: new (...args: never[]) => C,
  asks: (body: C['body'], commandId: string) => TargetCommand,
): Type<unknown> {
  @CommandHandler(command)
  class Handler {
    constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

    execute({ id, body, envelope }: ToTarget<C['body']>): Promise<Outcome<TargetEvent>> {
      return this.aggregates.execute(target, targetStream(id), asks(said(body), envelope.commandId), envelope);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

const nothingMeasured = {
  threshold: null,
  value: null,
  numerator: null,
  denominator: null,
  reached: null,
  document: null,
  note: null,
};

/** Measuring asks the register which groups the agency is in, and the evidence room for the files. */
@CommandHandler(Measure)
class MeasureHandler {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, body, envelope }: Measure): Promise<Outcome<TargetEvent>> {
    const { actor } = envelope;
    const memberOf = actor.agency ? await groupsHaving(this.queries, actor.agency, todayOf(this.clock)) : [];
    const evidence = await brought(this.queries, body.evidence, actor);
    const asked = {
      ...nothingMeasured,
      ...said(body),
      evidence,
      memberOf,
      type: 'measure',
      measurement: envelope.commandId,
    } as const;
    return this.aggregates.execute(target, targetStream(id), asked, envelope);
  }
}

/** A body that nobody has registered could never measure or judge. */
@CommandHandler(ChangeBodies)
class ChangeBodiesHandler {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, body, envelope }: ChangeBodies): Promise<Outcome<TargetEvent>> {
    const { executors = null, monitor = null, document = null, reason } = body;
    if (monitor !== null) await mustBeRegistered(this.queries, monitor, 'monitor');
    for (const [nth, { kind, id }] of (executors ?? []).entries())
      if (kind === 'agency' && id !== null) await mustBeRegistered(this.queries, agencyId(id), `executors.${nth}.id`);
    const asked = { type: 'change-bodies', executors, monitor, document, reason } as const;
    return this.aggregates.execute(target, targetStream(id), asked, envelope);
  }
}

/** A command on its way to a result of the year before, `267-2025/I.II.4`. */
export class ToBaseline extends Command<Outcome<BaselineEvent>> {
  constructor(
    readonly id: string,
    readonly asked: BaselineCommand,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(ToBaseline)
class ToBaselineHandler {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  execute({ id, asked, envelope }: ToBaseline): Promise<Outcome<BaselineEvent>> {
    return this.aggregates.execute(baseline, baselineStream(id), asked, envelope);
  }
}

export const targetCommandHandlers = [
  handles(SetTarget, (body) => ({ ...body, type: 'set' })),
  handles(DropTarget, (body) => ({ ...body, type: 'drop' })),
  handles(ChangeReading, (body) => ({ ...body, type: 'change-reading' })),
  ChangeBodiesHandler,
  handles(SucceedBody, (body) => ({ ...body, type: 'succeed-body' })),
  handles(LinkItem, (body) => ({ ...body, type: 'link-item' })),
  handles(UnlinkItem, (body) => ({ ...body, type: 'unlink-item' })),
  MeasureHandler,
  handles(WithdrawMeasurement, (body) => ({ ...body, type: 'withdraw-measurement' })),
  handles(Judge, (body, judgement) => ({ reason: null, document: null, ...body, type: 'judge', judgement })),
  ToBaselineHandler,
];

import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { mustBeRegistered } from '#agencies';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome, UnknownStream } from '#event-store';
import { type AgencyId, type LocalDate, said, type TaskId } from '#language';
import { type Document, TaskById } from '#tasks';
import { type ObstacleEvent, obstacleStream, type Wait } from './obstacle.events.js';
import { type AboutTask, type ObstacleCommand, obstacle, unknownObstacle } from './obstacle.js';

/** Raises an obstacle; its id is the command's. */
export class RaiseObstacle extends Command<Outcome<ObstacleEvent>> {
  constructor(
    readonly body: {
      readonly task: TaskId;
      readonly title: string;
      readonly description: string;
      readonly waits: Wait;
      readonly waitsFor?: AgencyId | null;
      readonly document?: Document | null;
      readonly since: LocalDate;
    },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** A command to an obstacle that was raised. */
abstract class ToObstacle<Body> extends Command<Outcome<ObstacleEvent>> {
  constructor(
    readonly obstacle: string,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}
export class EscalateObstacle extends ToObstacle<{ to: 'standing' | 'committee'; reason: string }> {}
export class AnswerObstacle extends ToObstacle<{
  directive: string;
  document?: Document | null;
  next?: AgencyId | null;
  dueOn?: LocalDate | null;
}> {}
export class ResolveObstacle extends ToObstacle<{ how: string }> {}

@CommandHandler(RaiseObstacle)
export class RaiseObstacleHandler implements ICommandHandler<RaiseObstacle> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ body: given, envelope }: RaiseObstacle): Promise<Outcome<ObstacleEvent>> {
    const body = said(given);
    const waitsFor = body.waitsFor ?? null;
    if (waitsFor !== null) await mustBeRegistered(this.queries, waitsFor, 'waitsFor');
    const command = {
      document: null,
      ...body,
      waitsFor,
      about: await aboutTask(this.queries, body.task),
      type: 'raise',
    } as const;
    return this.aggregates.execute(obstacle, obstacleStream(envelope.commandId), command, { ...envelope, asked: body });
  }
}

/** The task's own word: who answers for it now, and whether it is still worked on. */
async function aboutTask(queries: QueryBus, task: TaskId): Promise<AboutTask | null> {
  try {
    const { agency, status } = await queries.execute(new TaskById(task));
    const over = status === 'completed-on-time' || status === 'completed-late' || status === 'cancelled';
    return { accountable: agency.id, underWay: !over };
  } catch (error) {
    if (error instanceof UnknownStream) return null;
    throw error;
  }
}

/** Who answers now for the task of an obstacle. Refuses unknown-obstacle. */
async function accountableFor(aggregates: Aggregates, queries: QueryBus, id: string): Promise<AgencyId> {
  const { raised } = (await aggregates.load(obstacle, obstacleStream(id))).state;
  if (!raised) throw unknownObstacle();
  return (await aboutTask(queries, raised.task))?.accountable ?? raised.agency;
}

@CommandHandler(AnswerObstacle)
export class AnswerObstacleHandler implements ICommandHandler<AnswerObstacle> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ obstacle: id, body, envelope }: AnswerObstacle): Promise<Outcome<ObstacleEvent>> {
    if (body.next !== undefined && body.next !== null) await mustBeRegistered(this.queries, body.next, 'next');
    const asked = { document: null, next: null, dueOn: null, ...said(body), type: 'answer' } as const;
    const accountable = await accountableFor(this.aggregates, this.queries, id);
    return this.aggregates.execute(obstacle, obstacleStream(id), { ...asked, accountable }, { ...envelope, asked });
  }
}

/** What people ask; who answers for the task is added to it. */
type Asked = Omit<OfType<'escalate'>, 'accountable'> | Omit<OfType<'resolve'>, 'accountable'>;
type OfType<T extends ObstacleCommand['type']> = Extract<ObstacleCommand, { type: T }>;

function handles<C extends ToObstacle<unknown>>(command: new (...args: never[]) => C, asks: (body: C['body']) => Asked) {
  @CommandHandler(command)
  class Handler {
    constructor(
      @Inject(AGGREGATES) private readonly aggregates: Aggregates,
      @Inject(QueryBus) private readonly queries: QueryBus,
    ) {}
    async execute({ obstacle: id, body, envelope }: ToObstacle<C['body']>): Promise<Outcome<ObstacleEvent>> {
      const asked = asks(said(body));
      const accountable = await accountableFor(this.aggregates, this.queries, id);
      return this.aggregates.execute(obstacle, obstacleStream(id), { ...asked, accountable }, { ...envelope, asked });
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

export const obstacleCommandHandlers = [
  RaiseObstacleHandler,
  handles(EscalateObstacle, (body) => ({ ...body, type: 'escalate' })),
  AnswerObstacleHandler,
  handles(ResolveObstacle, (body) => ({ ...body, type: 'resolve' })),
];

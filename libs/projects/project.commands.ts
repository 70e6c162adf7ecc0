import { Inject, type Type } from '@nestjs/common';
import { Command, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { mustBeRegistered } from '#agencies';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome } from '#event-store';
import type { Of } from '#language';
import { brought } from '#tasks';
import { type PrintedSums, printedSums } from './printed-sums.js';
import { type PrintedSumsEvent, type ProjectEvent, projectStream, sumsStream } from './project.events.js';
import { project } from './project.js';
import type { ProjectCommand } from './project.requests.js';

/** A command on its way to a project, `267-2025/II.I.3`: what is asked, by whom. */
abstract class ToProject<Body> extends Command<Outcome<ProjectEvent>> {
  constructor(
    readonly id: string,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

type BodyOf<T extends ProjectCommand['type'], Given extends string = never> = Omit<Of<ProjectCommand, T>, 'type' | Given>;

/** From the plan, as printed. Only the plans room sends it and the next. */
export class ListProject extends ToProject<BodyOf<'list'>> {}
export class DropProject extends ToProject<BodyOf<'drop'>> {}
export class ChangeMoney extends ToProject<BodyOf<'change-money'>> {}
export class ChangeOwner extends ToProject<BodyOf<'change-owner'>> {}
export class Disburse extends ToProject<BodyOf<'disburse', 'disbursement'>> {}
export class WithdrawDisbursement extends ToProject<BodyOf<'withdraw-disbursement'>> {}
export class AcceptProject extends ToProject<BodyOf<'accept'>> {}
export class WithdrawAcceptance extends ToProject<BodyOf<'withdraw-acceptance'>> {}

/** What a table of projects prints as its sums, `267-2025/II`. Only the plans room sends it. */
export class PrintSums extends Command<Outcome<PrintedSumsEvent>> {
  constructor(
    readonly id: string,
    readonly sums: PrintedSums,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** The Nest handler of a command. */
function handles<C extends ToProject<object>>(
  command: new (...args: never[]) => C,
  asks: (body: C['body']) => ProjectCommand,
): Type<unknown> {
  @CommandHandler(command)
  class Handler {
    constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

    execute({ id, body, envelope }: ToProject<C['body']>): Promise<Outcome<ProjectEvent>> {
      return this.aggregates.execute(project, projectStream(id), asks(body), envelope);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

/** A disbursement takes the command's own id as its id; its files are those that the agency brought. */
@CommandHandler(Disburse)
class DisburseHandler {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, body, envelope }: Disburse): Promise<Outcome<ProjectEvent>> {
    const evidence = await brought(this.queries, body.evidence, envelope.actor);
    const asked = { ...body, evidence, type: 'disburse', disbursement: envelope.commandId } as const;
    return this.aggregates.execute(project, projectStream(id), asked, envelope);
  }
}

/** A project is not passed to a body that nobody registered. */
@CommandHandler(ChangeOwner)
class ChangeOwnerHandler {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, body, envelope }: ChangeOwner): Promise<Outcome<ProjectEvent>> {
    await mustBeRegistered(this.queries, body.to, 'to');
    return this.aggregates.execute(project, projectStream(id), { ...body, type: 'change-owner' }, envelope);
  }
}

@CommandHandler(PrintSums)
class PrintSumsHandler {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  execute({ id, sums, envelope }: PrintSums): Promise<Outcome<PrintedSumsEvent>> {
    return this.aggregates.execute(printedSums, sumsStream(id), { type: 'print-sums', sums }, envelope);
  }
}

export const projectCommandHandlers = [
  handles(ListProject, (body) => ({ ...body, type: 'list' })),
  handles(DropProject, (body) => ({ ...body, type: 'drop' })),
  handles(ChangeMoney, (body) => ({ ...body, type: 'change-money' })),
  ChangeOwnerHandler,
  DisburseHandler,
  handles(WithdrawDisbursement, (body) => ({ ...body, type: 'withdraw-disbursement' })),
  handles(AcceptProject, (body) => ({ ...body, type: 'accept' })),
  handles(WithdrawAcceptance, (body) => ({ ...body, type: 'withdraw-acceptance' })),
  PrintSumsHandler,
];

import { Inject, type Type } from '@nestjs/common';
import { Command, CommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome } from '#event-store';
import { type Of, said, type TaskId } from '#language';
import { mustBeRegistered } from './agency-names.js';
import { brought } from './evidence-brought.js';
import { type TaskEvent, taskStream } from './task.events.js';
import { task } from './task.js';
import type { TaskCommand } from './task.requests.js';

/** A task's command on its way: which task, what is asked, by whom. Optional parts of `body` may be left out. */
abstract class ToTask<Body> extends Command<Outcome<TaskEvent>> {
  constructor(
    readonly id: TaskId,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** A command's fields without its type, those that may be null also absent. */
type BodyOf<T extends TaskCommand['type'], Given extends string = never> = Loose<Omit<Of<TaskCommand, T>, 'type' | Given>>;
type Loose<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: T[K];
};

export class AssignTask extends ToTask<Of<TaskEvent, 'assigned'>['data']> {}
export class ReadDue extends ToTask<BodyOf<'read-due'>> {}
export class ChangeDue extends ToTask<BodyOf<'change-due'>> {}
export class PlanMilestone extends ToTask<BodyOf<'plan-milestone', 'milestone'> & { readonly milestone?: string | null }> {}
export class ReportMilestone extends ToTask<BodyOf<'report-milestone', 'report'>> {}
export class AcceptReport extends ToTask<BodyOf<'accept-report'>> {}
export class ReturnReport extends ToTask<BodyOf<'return-report'>> {}
export class ReportDelay extends ToTask<BodyOf<'report-delay'>> {}
/** Only the deadline watch sends it. */
export class RecordOverdue extends ToTask<BodyOf<'record-overdue'>> {}
export class RequestExtension extends ToTask<BodyOf<'request-extension', 'request'>> {}
export class GrantExtension extends ToTask<BodyOf<'grant-extension'>> {}
export class RefuseExtension extends ToTask<BodyOf<'refuse-extension'>> {}
export class ClaimCompletion extends ToTask<BodyOf<'claim-completion', 'claim'>> {}
export class AcceptCompletion extends ToTask<BodyOf<'accept-completion'>> {}
export class ReturnCompletion extends ToTask<BodyOf<'return-completion'>> {}
/** A conclusion of the committee's. */
export class AcceptObjectiveCause extends ToTask<BodyOf<'accept-objective-cause'>> {}
export class MarkExceeded extends ToTask<BodyOf<'exceed'>> {}
export class Suspend extends ToTask<BodyOf<'suspend'>> {}
export class Resume extends ToTask<BodyOf<'resume'>> {}
export class Reassign extends ToTask<BodyOf<'reassign'>> {}
export class ChangeCoordination extends ToTask<BodyOf<'change-coordination'>> {}
export class SucceedCoordination extends ToTask<BodyOf<'succeed-coordination'>> {}
export class Reopen extends ToTask<BodyOf<'reopen'>> {}
export class Cancel extends ToTask<BodyOf<'cancel'>> {}
export class Correct extends ToTask<BodyOf<'correct'>> {}

const nothingSaid = { document: null } as const;

/** The Nest handler of a command: what it asks of the rules. A new report, claim or request takes the command's own id as its id. */
function handles<C extends ToTask<unknown>>(
  command: new (...args: never[]) => C,
  asks: (body: C['body'], commandId: string) => TaskCommand,
): Type<unknown> {
  @CommandHandler(command)
  class Handler {
    constructor(
      @Inject(AGGREGATES) private readonly aggregates: Aggregates,
      private readonly queries: QueryBus,
    ) {}

    async execute({ id, body, envelope }: ToTask<C['body']>): Promise<Outcome<TaskEvent>> {
      const asked = asks(said(body), envelope.commandId);
      const checked =
        'evidence' in asked ? { ...asked, evidence: await brought(this.queries, asked.evidence, envelope.actor) } : asked;
      return this.aggregates.execute(task, taskStream(id), checked, envelope);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

/** Passing a task on asks the agencies room whether the new agency is registered: a task of nobody would be on no page. */
@CommandHandler(Reassign)
class ReassignHandler {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, body, envelope }: Reassign): Promise<Outcome<TaskEvent>> {
    await mustBeRegistered(this.queries, body.to, 'to');
    return this.aggregates.execute(task, taskStream(id), { ...body, type: 'reassign' }, envelope);
  }
}

export const taskCommandHandlers = [
  handles(AssignTask, (assigned) => ({ type: 'assign', assigned })),
  handles(ReadDue, (body) => ({ ...body, type: 'read-due' })),
  handles(ChangeDue, (body) => ({ ...body, type: 'change-due' })),
  handles(PlanMilestone, ({ milestone, ...body }, id) => ({ ...body, type: 'plan-milestone', milestone: milestone ?? id })),
  handles(ReportMilestone, (body, report) => ({ ...nothingSaid, milestone: null, ...body, type: 'report-milestone', report })),
  handles(AcceptReport, (body) => ({ note: null, ...body, type: 'accept-report' })),
  handles(ReturnReport, (body) => ({ ...body, type: 'return-report' })),
  handles(ReportDelay, (body) => ({ ...body, type: 'report-delay' })),
  handles(RecordOverdue, (body) => ({ ...body, type: 'record-overdue' })),
  handles(RequestExtension, (body, request) => ({ ...nothingSaid, ...body, type: 'request-extension', request })),
  handles(GrantExtension, (body) => ({ until: null, ...nothingSaid, ...body, type: 'grant-extension' })),
  handles(RefuseExtension, (body) => ({ ...body, type: 'refuse-extension' })),
  handles(ClaimCompletion, (body, claim) => ({ ...nothingSaid, ...body, type: 'claim-completion', claim })),
  handles(AcceptCompletion, (body) => ({ note: null, ...body, type: 'accept-completion' })),
  handles(ReturnCompletion, (body) => ({ ...body, type: 'return-completion' })),
  handles(AcceptObjectiveCause, (body) => ({ ...nothingSaid, ...body, type: 'accept-objective-cause' })),
  handles(MarkExceeded, (body) => ({ ...nothingSaid, ...body, type: 'exceed' })),
  handles(Suspend, (body) => ({ ...body, type: 'suspend' })),
  handles(Resume, (body) => ({ ...nothingSaid, ...body, type: 'resume' })),
  ReassignHandler,
  handles(ChangeCoordination, (body) => ({ ...body, type: 'change-coordination' })),
  handles(SucceedCoordination, (body) => ({ ...body, type: 'succeed-coordination' })),
  handles(Reopen, (body) => ({ ...nothingSaid, ...body, type: 'reopen' })),
  handles(Cancel, (body) => ({ ...body, type: 'cancel' })),
  handles(Correct, (body) => ({ ...body, type: 'correct' })),
];

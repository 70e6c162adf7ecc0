import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AgencyNames, notRegistered } from '#agencies';
import { AGGREGATES, type Aggregates, commandIdFrom, type Envelope, EVENT_STORE, type EventStore } from '#event-store';
import { itemCode, Refusal, taskId, userId } from '#language';
import { AnswerObstacle } from '#obstacles';
import { AcceptObjectiveCause, AssignTask, GrantExtension, Reassign } from '#tasks';
import type { RecordedMeetingEvent } from './meeting.events.js';
import { meeting, type Outcome } from './meeting.js';
import { MeetingRows } from './meeting.rows.js';

/** Who records what came of a conclusion. */
const carrier = { user: userId('conclusion-carrier'), agency: null, role: 'system' } as const;

/** Carries what was concluded and not carried yet: of one meeting, or of all. Gives how many. */
export class CarryConclusions extends Command<number> {
  constructor(readonly stream?: string) {
    super();
  }
}

type Concluded = Extract<RecordedMeetingEvent, { type: 'concluded' }>;

/**
 * Each conclusion becomes one command of the task's own room, under an id that follows from the conclusion's event: killed before it,
 * it is sent again; killed after it, the task answers that it was done, and only the outcome is written down. It needs no checkpoint.
 */
@CommandHandler(CarryConclusions)
export class CarryConclusionsHandler implements ICommandHandler<CarryConclusions> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly rows: MeetingRows,
  ) {}

  async execute({ stream }: CarryConclusions): Promise<number> {
    const streams = stream ? [stream] : await this.rows.waiting();
    let carried = 0;
    for (const one of streams) carried += await this.carryAll(one);
    return carried;
  }

  private async carryAll(stream: string): Promise<number> {
    const events = (await this.store.read(stream)) as readonly RecordedMeetingEvent[];
    const done = new Set(
      events.flatMap((it) => (it.type === 'conclusion-carried' || it.type === 'conclusion-refused' ? [it.data.conclusion] : [])),
    );
    const waiting = events.filter((it): it is Concluded => it.type === 'concluded' && !done.has(it.data.conclusion));
    for (const event of waiting) {
      const outcome = await this.carry(event);
      const commandId = commandIdFrom(carrier.user, `outcome ${event.id}`);
      const simulated = event.meta.simulated ? ({ simulated: true } as const) : {};
      const envelope = { actor: carrier, commandId, causationId: event.id, ...simulated };
      await this.aggregates.execute(meeting, stream, { type: 'record-outcome', outcome }, envelope);
    }
    return waiting.length;
  }

  private async carry(event: Concluded): Promise<Outcome> {
    const { conclusion } = event.data;
    try {
      return { conclusion, item: await this.become(event) };
    } catch (error) {
      // What the machine could not do now is tried again; only a rule's no is an outcome.
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
      return { conclusion, code: error.code, vi: error.vi, en: error.en };
    }
  }

  /** Sends the command, in the name of whoever concluded. Gives the item of a new task. */
  private async become({ id, stream, meta, data }: Concluded) {
    const { becomes, text, document, conclusion } = data;
    const envelope: Envelope = {
      actor: meta.actor,
      commandId: commandIdFrom(meta.actor.user, `conclusion ${id}`),
      correlationId: meta.correlationId,
      causationId: id,
      ...(meta.simulated ? { simulated: true } : {}),
    };
    switch (becomes.kind) {
      case 'note':
        return null;
      case 'extension':
        await this.commands.execute(
          new GrantExtension(becomes.task, { request: becomes.request, until: becomes.until, document }, envelope),
        );
        return null;
      case 'reassignment':
        await this.commands.execute(new Reassign(becomes.task, { to: becomes.to, reason: text, document }, envelope));
        return null;
      case 'objective-cause': {
        const { task, cause, from, to } = becomes;
        await this.commands.execute(new AcceptObjectiveCause(task, { cause, from, to, reason: text, document }, envelope));
        return null;
      }
      case 'directive': {
        const { obstacle, next, dueOn } = becomes;
        await this.commands.execute(new AnswerObstacle(obstacle, { directive: text, document, next, dueOn }, envelope));
        return null;
      }
      case 'new-task': {
        const { state } = await this.aggregates.load(meeting, stream);
        const { convened } = state;
        if (!convened) throw new Error(`${stream} was never convened`);
        const { plan, number } = convened;
        const { agency, title, dueOn } = becomes;
        const names = await this.queries.execute(new AgencyNames([agency]));
        const name = names.get(agency);
        if (name === undefined) throw notRegistered(agency, 'becomes.agency');
        const item = itemCode(`KL-${number}.${conclusion}`);
        await this.commands.execute(
          new AssignTask(
            taskId(plan, item, agency),
            {
              plan,
              item,
              section: `Kết luận phiên họp ${number}: ${convened.title}`,
              title,
              agency,
              printedLead: name,
              group: null,
              unit: null,
              coordinating: [],
              due: { kind: 'date', on: dueOn, printed: document.number, rule: 'conclusion' },
              on: data.on,
            },
            envelope,
          ),
        );
        return item;
      }
    }
  }
}

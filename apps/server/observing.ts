import type { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import type { Observer } from '#event-store';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** Where one request's way is written down: in figures, in spans, and in the log under one correlation id. */
export interface Observing {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
}

/** Appends and projections. Lines about single events are for whoever asks for them (TIENDO_LOG=debug). */
export const observerOf = ({ log, metrics, tracing }: Observing): Observer => ({
  appending: ({ stream, events }, run) =>
    tracing.span('append', { 'tiendo.stream': stream, 'tiendo.events': events }, async () => {
      const appended = await metrics.append(events, run);
      const { version, repeated } = appended;
      log.debug(
        { context: 'event-store', stream, version, position: appended.position.toString(), events, repeated },
        'appended',
      );
      return appended;
    }),
  applied: (projection, events) => {
    metrics.projected(projection, events.length);
    if (!log.isLevelEnabled('debug')) return;
    for (const { stream, version, type, id, position, meta } of events)
      log.debug(
        {
          context: 'projections',
          projection,
          stream,
          version,
          type,
          event: id,
          position: position.toString(),
          correlationId: meta.correlationId,
        },
        'projected',
      );
  },
});

/** Commands, by name. What is in them is in the events. */
export function observeCommands(bus: CommandBus, { log, tracing }: Observing): void {
  const execute = bus.execute.bind(bus);
  const observed: typeof bus.execute = (command: object, context?: unknown) => {
    const name = command.constructor.name;
    log.debug({ context: 'commands', command: name }, 'command');
    return tracing.span(`command ${name}`, {}, () => (execute as (...args: unknown[]) => Promise<never>)(command, context));
  };
  bus.execute = observed;
}

import { hash } from 'node:crypto';
import { eventIdFrom, schemaOf } from '#event-store';
import { addDays, type Event, type Instant, type LocalDate, type Metadata, position, type Recorded, userId } from '#language';
import { taskUpcasters } from '#tasks';
import { type Country, streamOf, streamOfPlan } from './country.js';
import { lifeOf } from './country.life.js';
import { uuidAt } from './pen.js';

/** Office hours, in milliseconds of the day in UTC: 07:30 to 16:30 in the province. */
const hours = { from: 30 * 60_000, to: 9 * 3_600_000 + 30 * 60_000 } as const;
const day = 86_400_000;

/**
 * The country's record in the order of its log, one batch after the other. What is held in memory is a few bytes a task (which day it acts next,
 * and what it does then) and one batch: a task's life is told again from the seed whenever its day comes.
 */
export function* recordOf(country: Country, batch = 5_000): Generator<Recorded[]> {
  const begins = addDays(country.plans[0]?.adoptedOn ?? ('2025-01-01' as LocalDate), -1);
  const zero = Date.parse(begins);
  let written = 0;
  const ready: Recorded[] = [];
  const record = (stream: string, version: number, ms: number, commandId: string, event: Event, actor: Metadata['actor']) => {
    const schema = schemaOf(taskUpcasters, stream, event.type);
    ready.push({
      id: eventIdFrom(commandId, 0),
      stream,
      version,
      position: position(++written),
      ...event,
      meta: {
        actor,
        commandId,
        digest: hash('sha256', `${stream}\0${event.type}\0${JSON.stringify(event.data)}`),
        correlationId: commandId,
        causationId: commandId,
        ...(schema === undefined ? {} : { schema }),
        simulated: true,
      },
      recordedAt: new Date(ms).toISOString() as Instant,
    });
  };
  const registry: Metadata['actor'] = { user: userId('simulation'), agency: null, role: 'system' };
  const open = (stream: string, of: string, ms: number, event: Event) =>
    record(stream, 1, ms, uuidAt(ms, hash('sha256', `${country.seed}\0${of}`)), event, registry);
  for (const body of country.bodies) {
    open(streamOf(body), body.agency, zero + hours.from, { type: 'agency-registered', data: body.data });
    if (ready.length === batch) yield ready.splice(0);
  }

  const over = 0xffff;
  const nextDay = new Uint16Array(country.tasks);
  const nextVersion = new Uint8Array(country.tasks);
  for (let n = 0; n < country.tasks; n++) nextDay[n] = lifeOf(country, n, begins).happenings[0]?.day ?? over;
  for (let today = 0, left = country.tasks; left > 0; today++) {
    for (const plan of country.plans.filter(({ adoptedOn }) => adoptedOn === addDays(begins, today))) {
      open(streamOfPlan(plan), plan.plan, zero + today * day + hours.from, { type: 'plan-imported', data: plan });
      if (ready.length === batch) yield ready.splice(0);
    }
    let acting = 0;
    for (let n = 0; n < country.tasks; n++) if (nextDay[n] === today) acting++;
    let acted = 0;
    for (let n = 0; acted < acting; n++) {
      if (nextDay[n] !== today) continue;
      const version = (nextVersion[n] ?? 0) + 1;
      const { stream, happenings } = lifeOf(country, n, begins);
      const happening = happenings[version - 1];
      if (!happening) throw new Error(`${stream} has no event ${version}`);
      const { event, actor, commandId } = happening.make();
      const ms = zero + today * day + hours.from + Math.floor(((hours.to - hours.from) * acted) / acting);
      record(stream, version, ms, commandId, event, actor);
      acted++;
      nextVersion[n] = version;
      nextDay[n] = happenings[version]?.day ?? over;
      if (version === happenings.length) left--;
      if (ready.length === batch) yield ready.splice(0);
    }
  }
  if (ready.length > 0) yield ready;
}

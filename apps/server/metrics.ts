import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Appended, DuplicateWithOtherContent, StoreUnavailable, VersionConflict } from '#event-store';
import { Refusal } from '#language';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What is asked of others when somebody looks. */
export interface Looked {
  readonly projections: readonly {
    readonly name: string;
    readonly state: string;
    readonly lag: { readonly events: number; readonly ms: number };
  }[];
  readonly sessions: number;
}

/**
 * Figures of this process for Prometheus, in a registry of its own. A label takes few values, known beforehand: never an id, an address
 * or what a client wrote.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly appends = new Histogram({
    name: 'tiendo_append_seconds',
    help: 'From asking for an append to its answer.',
    labelNames: ['outcome'],
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly events = new Histogram({
    name: 'tiendo_append_events',
    help: 'Events of one append.',
    buckets: [1, 2, 5, 10, 50, 100, 500, 1_000],
    registers: [this.registry],
  });
  private readonly together = new Histogram({
    name: 'tiendo_append_batch',
    help: 'Appends that were answered together: the size of a group commit.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
    registers: [this.registry],
  });
  private readonly conflicts = new Counter({
    name: 'tiendo_append_conflicts_total',
    help: 'Appends refused because the stream had moved on (version), or the id has another content (duplicate).',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  private readonly applied = new Counter({
    name: 'tiendo_projected_events_total',
    help: 'Events whose rows were committed by this process.',
    labelNames: ['projection'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'tiendo_http_request_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly keptAnswers = new Counter({
    name: 'tiendo_kept_answers_total',
    help: 'Answers that were given again because nothing they follow from had changed.',
    registers: [this.registry],
  });
  private readonly ready = this.gauge('tiendo_ready', 'Whether log and rows answer.');
  private readonly sessions = this.gauge('tiendo_sessions', 'Sessions that have not ended.');
  private readonly lagEvents = this.gauge(
    'tiendo_projection_lag_events',
    'Events not applied yet, counted up to 500.',
    'projection',
  );
  private readonly lagSeconds = this.gauge(
    'tiendo_projection_lag_seconds',
    'Age of the oldest event not applied yet.',
    'projection',
  );
  private readonly running = this.gauge('tiendo_projection_running', '0 when it has stopped at an event.', 'projection');
  private answeredNow = 0;

  constructor() {
    for (const kind of ['version', 'duplicate']) this.conflicts.inc({ kind }, 0);
    collectDefaultMetrics({ register: this.registry });
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  async append(events: number, run: () => Promise<Appended>): Promise<Appended> {
    const stop = this.appends.startTimer();
    try {
      const appended = await run();
      stop({ outcome: appended.repeated ? 'repeated' : 'appended' });
      this.events.observe(events);
      this.answered();
      return appended;
    } catch (error) {
      if (error instanceof VersionConflict) this.conflicts.inc({ kind: 'version' });
      if (error instanceof DuplicateWithOtherContent) this.conflicts.inc({ kind: 'duplicate' });
      stop({ outcome: error instanceof Refusal && !(error instanceof StoreUnavailable) ? 'refused' : 'failed' });
      throw error;
    }
  }

  /** A batch settles all its appends in one turn of the event loop, and two batches never share one. */
  private answered(): void {
    if (this.answeredNow++ > 0) return;
    setImmediate(() => {
      this.together.observe(this.answeredNow);
      this.answeredNow = 0;
    });
  }

  projected(projection: string, events: number): void {
    this.applied.inc({ projection }, events);
  }

  /** `route` is the route as written, `/api/tasks/:plan/:item/:agency`; undefined when there is none. */
  request(method: string, route: string | undefined, status: number, seconds: number): void {
    this.requests.observe({ method: methods.includes(method) ? method : 'other', route: route ?? 'none', status }, seconds);
  }

  givenAgain(): void {
    this.keptAnswers.inc();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text for Prometheus. `look` gives null when the database does not answer. */
  async text(look: () => Promise<Looked | null>): Promise<string> {
    const looked = await look().catch(() => null);
    this.ready.set(looked ? 1 : 0);
    for (const gauge of [this.lagEvents, this.lagSeconds, this.running, this.sessions]) gauge.reset();
    if (looked) this.sessions.set(looked.sessions);
    else this.sessions.set(Number.NaN);
    for (const { name: projection, state, lag } of looked?.projections ?? []) {
      this.lagEvents.set({ projection }, lag.events);
      this.lagSeconds.set({ projection }, lag.ms / 1_000);
      this.running.set({ projection }, state === 'stopped' ? 0 : 1);
    }
    return this.registry.metrics();
  }
}

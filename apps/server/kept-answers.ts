import type { ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { committed, Gathering } from '#database';
import { type AnswersTo, type FollowingRequest, type MadeOf, ProjectionRunner } from '#event-store';
import { type ActingRequest, Sessions, type SignedInAs } from '#identity';
import { CLOCK, type Clock, type LocalDate, todayOf } from '#language';
import { Metrics } from './metrics.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** What is read of a request and of its answer. */
interface Asked extends FollowingRequest, ActingRequest {
  readonly url: string;
  readonly query: unknown;
  readonly routeOptions: { readonly url?: string };
}
interface Answered {
  getHeaders(): Readonly<Record<string, unknown>>;
}

interface KeptAnswer extends MadeOf {
  /** A short one as text of its bytes (latin1): header and body are then one piece, which the machine takes in less time. */
  readonly body: Buffer | string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
}

/** What one look found: who asks, where log and rows stand, and the day. */
interface Looked {
  readonly session: SignedInAs | null;
  readonly standing: string;
  readonly today: LocalDate;
}

/** Milliseconds from a look that served many to the next. */
const pause = 1;

/** The one header that belongs to the request and not to its answer. */
export const correlationHeader = 'x-correlation-id';

/** Bytes: all kept answers, the longest that is worth keeping, and the longest that is joined to its header. */
const most = { together: 48_000_000, one: 4_000_000, inOnePiece: 32_000 } as const;
/** What an entry costs besides its body, bytes. */
const overhead = 2_000;

/**
 * Answers that follow from the record (FollowsFromRecord), given again without being made again. An answer is given only after a
 * look, begun after the request came, at the session and at where log and rows stand; only to a session of the role that the policy
 * let have it at this very address; and only when log, rows and day are what it was made of. Everything else goes the long way, and
 * who asks the same while it is on its way waits for what it brings.
 */
@Injectable()
export class KeptAnswers {
  /** By address and reader. */
  private readonly answers = new Map<string, KeptAnswer>();
  private bytes = 0;
  /** Routes whose answers were seen to follow from the record, and to whom they answer. */
  private readonly follow = new Map<string, AnswersTo>();
  /** Answers on their way, by address, reader, and what the look found: null where nothing came that is kept. */
  private readonly onTheirWay = new Map<string, Promise<KeptAnswer | null>>();
  /** Who tells those who wait for the answer to a request. */
  private readonly came = new WeakMap<object, (it: KeptAnswer, at: string) => void>();
  private readonly looking: Gathering<ActingRequest, Looked>;

  constructor(
    source: DataSource,
    runner: ProjectionRunner,
    sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.looking = new Gathering(async (requests) => {
      const at = await committed(source);
      const [found, standing] = await Promise.all([sessions.behindAll(requests, at), runner.standing(at)]);
      const today = todayOf(clock);
      return found.map((session) => ({ session, standing, today }));
    }, pause);
  }

  /** To be called when all hooks that may refuse a request at its beginning are in place: what they refuse is not answered here. */
  hookInto(fastify: Fastify): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const to = request.method === 'GET' ? this.follow.get(request.routeOptions.url ?? '') : undefined;
      if (!to || waits(request.query)) return done();
      const give = (found: KeptAnswer | null) => {
        if (!found) return done();
        this.metrics.givenAgain();
        reply.hijack();
        reply.raw.writeHead(200, [...found.headers, correlationHeader, request.id]).end(found.body, 'latin1');
      };
      this.looking.ask(request).then((looked) => {
        const found = this.found(request, reply.raw, to, looked);
        return found instanceof Promise ? found.then(give) : give(found);
      }, done);
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (request.method === 'GET' && reply.statusCode === 200 && typeof payload === 'string') this.keep(request, reply, payload);
      done();
    });
  }

  /** What is kept, or comes. Null where nothing is: then this request brings it, and who asks the same meanwhile waits for it. */
  private found(
    request: Asked,
    reply: ServerResponse,
    to: AnswersTo,
    { session, standing, today }: Looked,
  ): Promise<KeptAnswer | null> | KeptAnswer | null {
    if (!session) return null;
    const at = placeOf(request.url, to, session);
    const kept = this.answers.get(at);
    if (kept?.standing === standing && kept.today === today) return kept;
    const made = `${at} ${today} ${standing}`;
    const onItsWay = this.onTheirWay.get(made);
    if (onItsWay) return onItsWay;
    request.madeOf = { to, standing, today };
    const coming = new Promise<KeptAnswer | null>((resolve) => {
      // The guard looks at the session again, and may find another role.
      this.came.set(request, (it, of) => resolve(of === at ? it : null));
      reply.once('close', () => resolve(null));
    });
    this.onTheirWay.set(made, coming);
    void coming.then(() => this.onTheirWay.delete(made));
    return null;
  }

  private keep(request: Asked, reply: Answered, payload: string): void {
    const { url, madeOf, signedInAs } = request;
    if (!madeOf || !signedInAs || waits(request.query)) return;
    this.follow.set(request.routeOptions.url ?? '', madeOf.to);
    // Made while the day changed: of which day it is, nobody knows.
    if (madeOf.today !== todayOf(this.clock) || payload.length > most.one) return;
    const bytes = Buffer.from(payload);
    const own = Object.entries(reply.getHeaders()).filter(([name]) => name !== correlationHeader);
    const headers = [...own.flatMap(([name, value]) => [name, String(value)]), 'content-length', String(bytes.length)];
    const kept = { ...madeOf, body: bytes.length > most.inOnePiece ? bytes : bytes.toString('latin1'), headers };
    const at = placeOf(url, madeOf.to, signedInAs);
    this.forget(at);
    this.answers.set(at, kept);
    this.bytes += sizeOf(at, kept);
    for (const oldest of this.answers.keys()) {
      if (this.bytes <= most.together) break;
      this.forget(oldest);
    }
    this.came.get(request)?.(kept, at);
  }

  private forget(at: string): void {
    const known = this.answers.get(at);
    if (known) this.bytes -= sizeOf(at, known);
    this.answers.delete(at);
  }
}

/** Whoever names a position waits for it, each time anew. */
const waits = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && ('after' in query || 'minPosition' in query);

const sizeOf = (at: string, { body }: KeptAnswer) => body.length + 2 * at.length + overhead;

/** The policy goes by the role: an answer for all is for all of that role. */
const placeOf = (url: string, to: AnswersTo, { role, user, agency }: SignedInAs): string =>
  to === 'all' ? `${url} ${role}` : `${url} ${role} ${user} ${agency ?? ''}`;

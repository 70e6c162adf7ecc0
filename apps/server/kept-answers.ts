import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FollowingRequest, type MadeOf, ProjectionRunner } from '#event-store';
import { type ActingRequest, Sessions, type SignedInAs } from '#identity';
import { CLOCK, type Clock, todayOf } from '#language';
import { Metrics } from './metrics.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** What is read of a request and of its answer. */
interface Asked extends FollowingRequest, ActingRequest {
  readonly url: string;
  readonly query: unknown;
}
interface Answered {
  getHeader(name: string): unknown;
}

interface KeptAnswer extends MadeOf {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answers at one address, by who got them. */
interface At {
  readonly answers: Map<string, KeptAnswer>;
  bytes: number;
}

/** Bytes: all kept answers, and the longest that is worth keeping. */
const most = { together: 48_000_000, one: 4_000_000 } as const;
/** What an entry costs besides its body, bytes. */
const overhead = 1_000;

/** Headers that belong to the answer; all others belong to the request or to every answer. */
const itsOwn = ['content-type', 'etag'] as const;

/**
 * Answers that follow from the record (FollowsFromRecord), given again without being made again. An answer is given only after a
 * look, begun after the request came, at the session and at where log and rows stand; only to a session of the role that the policy
 * let have it at this very address; and only when log, rows and day are what it was made of. Everything else goes the long way.
 */
@Injectable()
export class KeptAnswers {
  private readonly at = new Map<string, At>();
  private bytes = 0;

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** To be called when all other hooks of a request's beginning are in place: what they refuse is not answered here. */
  hookInto(fastify: Fastify): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const known = request.method === 'GET' ? this.at.get(request.url) : undefined;
      if (!known) return done();
      this.found(request, known).then((found) => {
        if (!found) return done();
        this.metrics.givenAgain();
        reply.headers(found.headers).send(found.body);
      }, done);
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (request.method === 'GET' && reply.statusCode === 200 && typeof payload === 'string') this.keep(request, reply, payload);
      done();
    });
  }

  private async found(request: ActingRequest, known: At): Promise<KeptAnswer | null> {
    const [session, standing] = await Promise.all([this.sessions.behind(request), this.runner.standing()]);
    if (!session) return null;
    const found = known.answers.get(readerOf('all', session)) ?? known.answers.get(readerOf('asker', session));
    return found?.standing === standing && found.today === todayOf(this.clock) ? found : null;
  }

  private keep(request: Asked, reply: Answered, payload: string): void {
    const { url, madeOf, signedInAs } = request;
    if (!madeOf || !signedInAs || waits(request.query)) return;
    // Made while the day changed: of which day it is, nobody knows.
    if (madeOf.today !== todayOf(this.clock) || payload.length > most.one) return;
    const body = Buffer.from(payload);
    const headers = Object.fromEntries(
      itsOwn.flatMap((name) => {
        const value = reply.getHeader(name);
        return value === undefined ? [] : [[name, String(value)]];
      }),
    );
    const at = this.at.get(url) ?? { answers: new Map<string, KeptAnswer>(), bytes: 0 };
    this.forget(url);
    const reader = readerOf(madeOf.to, signedInAs);
    at.bytes += sizeOf(url, { body }) - sizeOf(url, at.answers.get(reader));
    at.answers.set(reader, { ...madeOf, body, headers });
    this.at.set(url, at);
    this.bytes += at.bytes;
    for (const oldest of this.at.keys()) {
      if (this.bytes <= most.together) break;
      this.forget(oldest);
    }
  }

  private forget(url: string): void {
    this.bytes -= this.at.get(url)?.bytes ?? 0;
    this.at.delete(url);
  }
}

/** Whoever names a position waits for it, each time anew. */
const waits = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && ('after' in query || 'minPosition' in query);

const sizeOf = (url: string, it?: Pick<KeptAnswer, 'body'>) => (it ? it.body.length + 2 * url.length + overhead : 0);

/** The policy goes by the role: an answer for all is for all of that role. */
const readerOf = (to: MadeOf['to'], { role, user, agency }: SignedInAs): string =>
  to === 'all' ? role : `${role} ${user} ${agency ?? ''}`;

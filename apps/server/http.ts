import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { BadRequestException } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Configuration } from './configuration.js';
import { correlationHeader, KeptAnswers } from './kept-answers.js';
import { correlation } from './log.js';
import type { Observing } from './observing.js';
import { fileAt, pageFiles } from './page.js';
import { apiPrefix } from './problems.js';
import { rateLimit } from './rate.js';
import type { RequestSpan } from './tracing.js';
import { unreadableAddress, unreadableRequest } from './unreadable.js';

/** Bytes of a JSON body. The longest text a report may hold is far below it. */
const bodyLimit = 262_144;

/** A client's own id when it is one that can go into a log line; else a new one. */
const correlationIdOf = (given: unknown): string =>
  typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID();

/**
 * Fastify's rule for whom to believe. A number of proxies has to be given as a function: Fastify takes a plain number for
 * nobody. With 1 the address is the last of X-Forwarded-For, which the proxy itself wrote; what stands before it came
 * from the client and may say anything.
 */
export const trustOf = (proxies: Configuration['trustProxy']) => {
  if (proxies === 0) return false;
  return typeof proxies === 'number' ? (_: string, hop: number) => hop < proxies : [...proxies];
};

export const adapterFor = (configuration: Configuration): FastifyAdapter => {
  return new FastifyAdapter({
    bodyLimit,
    trustProxy: trustOf(configuration.trustProxy),
    requestTimeout: 120_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 300 },
    // Told by us as a problem, where Node would close without a word.
    http: { requireHostHeader: false },
    clientErrorHandler: unreadableRequest,
    frameworkErrors: unreadableAddress,
    genReqId: (request: IncomingMessage) => correlationIdOf(request.headers[correlationHeader]),
  });
};

/** What is written down of a request as it comes. */
interface Traced {
  readonly span?: RequestSpan;
}

const isApi = (path: string) => path === apiPrefix || path.startsWith(`${apiPrefix}/`);

/** Everything between the socket and the controllers: limits, headers, ids, the page, and how a no is said. */
export async function furnish(app: NestFastifyApplication, { log, metrics, tracing }: Observing, rate: number): Promise<void> {
  const tooOften = rateLimit(rate);
  const fastify = app.getHttpAdapter().getInstance();
  app.setGlobalPrefix(apiPrefix);
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header(correlationHeader, request.id);
    // By the route and not by its spelling: /ap%69/tasks is /api/tasks.
    if (isApi(request.routeOptions.url ?? request.url)) reply.header('cache-control', 'no-store');
    const noHost = request.raw.httpVersion === '1.1' && !request.headers.host ? new BadRequestException() : undefined;
    const span = tracing.request(request.method, request.headers, request.id);
    Object.assign(request, { correlationId: request.id, span });
    span.within(() => correlation.run(request.id, () => done(noHost ?? tooOften(request.ip))));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    // What stands behind the question mark is what a person typed.
    const url = request.url.split('?')[0];
    const { statusCode: status, elapsedTime: ms } = reply;
    const route = request.routeOptions.url;
    log.info({ correlationId: request.id, method, url, status, ms: Math.round(ms) }, 'answered');
    metrics.request(method, route, status, ms / 1_000);
    (request as Traced).span?.end(route, status);
    done();
  });
  // An answer that is given again has all its headers.
  app.get(KeptAnswers).hookInto(fastify);
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Sent over http too, where browsers ignore it: behind a proxy that ends TLS it then holds.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  });
  // Helmet works its headers out anew for each answer, which takes longer than the rest of a short one; they are always the same.
  let always: Readonly<OutgoingHttpHeaders> | undefined;
  fastify.addHook('onRequest', (_, reply, done) => {
    if (!always) {
      reply.helmet();
      always = { ...reply.raw.getHeaders() };
    } else reply.headers(always);
    done();
  });
  await app.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 10_000, parts: 11, headerPairs: 100 } });
  // An expectation that nobody knows is passed over (RFC 9110, 10.1.1), not answered without a body.
  const http = fastify.server;
  http.on('checkExpectation', (request, response) => http.emit('request', request, response));
  const pages = pageFiles();
  fastify.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const file = isApi(path) ? undefined : fileAt(pages, path, request.headers.accept);
    if (!file) return reply.callNotFound();
    reply.header('etag', file.etag).header('cache-control', file.cache).header('vary', 'accept-encoding').type(file.type);
    if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
    if (!file.gzip || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.bytes);
    return file.gzip().then((bytes) => reply.header('content-encoding', 'gzip').send(bytes));
  });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import { Refusal } from '#language';

type Attributes = Readonly<Record<string, string | number>>;

/** One request from outside. */
export interface RequestSpan {
  /** What the request leads to runs below it. */
  within(run: () => void): void;
  end(route: string | undefined, status: number): void;
}

/** Spans for OpenTelemetry: request, command, append. */
export interface Tracing {
  request(method: string, headers: Readonly<Record<string, unknown>>, correlationId: string): RequestSpan;
  /** Runs as a span below the one that is under way. A refusal is an answer and no error. */
  span<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T>;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const untraced: Tracing = {
  request: () => ({ within: (run) => run(), end: () => undefined }),
  span: (_, __, run) => run(),
  close: async () => undefined,
};

/** Milliseconds after which what a collector has not taken is given up when the process ends. */
const lastPatience = 3_000;

/**
 * Sends spans to the collector at `endpoint` (OTLP over HTTP, JSON, `<endpoint>/v1/traces`); without one nothing is loaded and nothing is
 * measured. Nothing is registered globally: parents are handed on here.
 */
export async function openTracing(endpoint: string | null, release: string): Promise<Tracing> {
  if (endpoint === null) return untraced;
  const [api, { NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': process.env.OTEL_SERVICE_NAME || 'tiendo',
      'service.version': release,
    }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('tiendo', release);
  const current = new AsyncLocalStorage<Span>();
  const below = (parent: Span | undefined) => (parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT);

  return {
    request(method, headers, correlationId) {
      const caller = callerIn(headers);
      const context = caller ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
      const attributes = { 'http.request.method': method, 'tiendo.correlation_id': correlationId };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, context);
      return {
        within: (run) => current.run(span, run),
        end: (route, status) => {
          if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
          span.setAttribute('http.response.status_code', status);
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },

    async span(name, attributes, run) {
      const span = tracer.startSpan(name, { attributes: { ...attributes } }, below(current.getStore()));
      try {
        return await current.run(span, run);
      } catch (error) {
        if (error instanceof Refusal) span.setAttribute('tiendo.refused', error.code);
        else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
        throw error;
      } finally {
        span.end();
      }
    },

    async close() {
      const patience = new Promise<void>((resolve) => setTimeout(resolve, lastPatience).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), patience]);
    },
  };
}

/** W3C Trace Context: who called, when they say so. */
function callerIn(headers: Readonly<Record<string, unknown>>): { traceId: string; spanId: string; traceFlags: number } | null {
  const { traceparent } = headers;
  const found = typeof traceparent === 'string' ? /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) : null;
  const [, traceId = '', spanId = '', flags = '00'] = found ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16) } : null;
}

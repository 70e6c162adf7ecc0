import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { ProjectionRunner } from '#event-store';
import { type Clock, Refusal, systemClock } from '#language';
import { ConclusionCarrier } from '#meetings';
import { ReminderWatch } from '#reminders';
import { SuccessionCarrier } from '#succession';
import { CountingAhead, DeadlineWatch } from '#tasks';
import type { Watch } from '#watching';
import { type Configuration, release } from './configuration.js';
import { adapterFor, furnish } from './http.js';
import { Loading, type Telling } from './loading.js';
import { NestLog, openLog } from './log.js';
import { Metrics } from './metrics.js';
import { observeCommands } from './observing.js';
import { ApiDescription, OPENAPI } from './openapi.js';
import { type Database, openPostgres } from './postgres.js';
import { Rooms } from './rooms.js';
import { openTracing } from './tracing.js';

export interface RunningServer {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Lets requests end, stops projections, closes the log and, last, an embedded PostgreSQL. */
  close(): Promise<void>;
}

/** The usual port, when nothing says otherwise and it is free. */
const usualPort = 8080;

/**
 * Starts everything that one process runs. Refuses what the database refuses (see startEmbeddedPostgres), and port-taken
 * when a port was asked for by number.
 */
export async function startServer(
  configuration: Configuration,
  telling: Telling,
  clock: Clock = systemClock,
  log: Logger = openLog(configuration.logLevel),
  database?: Database,
): Promise<RunningServer> {
  const tracing = await openTracing(configuration.otlpEndpoint, release);
  const observing = { log, metrics: new Metrics(), tracing };
  const { url, stop } = database ?? (await openPostgres(configuration, log));
  let app: NestFastifyApplication | undefined;
  const close = async () => {
    try {
      await app?.close();
    } finally {
      await stop();
      await tracing.close();
    }
  };
  try {
    const { eventStore, dataDir, role, rate, mail, metricsToken } = configuration;
    app = await NestFactory.create<NestFastifyApplication>(
      Rooms.over({ databaseUrl: url, eventStore, dataDir, role, clock, mail, observing, metricsToken }),
      adapterFor(configuration),
      { bodyParser: false, logger: new NestLog(log), abortOnError: false },
    );
    await furnish(app, observing, rate);
    observeCommands(app.get(CommandBus, { strict: false }), observing);
    app.get<ApiDescription>(OPENAPI).of(app);
    await app.init();
    if (role !== 'api') await app.get(Loading).run(configuration, telling);
    await app.get(ProjectionRunner).health();
    const port = await listen(app, configuration);
    if (role !== 'worker') app.get(CountingAhead).start();
    if (role !== 'api')
      for (const watch of [DeadlineWatch, SuccessionCarrier, ConclusionCarrier, ReminderWatch]) app.get<Watch>(watch).start();
    return {
      url: `http://${configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host}:${port}`,
      app,
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** A port that was asked for is taken or refused; the usual one gives way to a free one. */
async function listen(app: NestFastifyApplication, { host, port }: Configuration): Promise<number> {
  try {
    await app.listen(port ?? usualPort, host);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    if (port !== null)
      throw new Refusal('port-taken', {
        kind: 'unavailable',
        vi: `Cổng ${port} đã có chương trình khác dùng hoặc không được phép dùng; hãy đặt PORT khác (PORT=0: tự chọn).`,
        en: `Port ${port} is taken or not permitted; set another PORT (PORT=0: any free one).`,
        figures: { port },
      });
    await app.listen(0, host);
  }
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, destination, type Logger, pino } from 'pino';

/** The request that code runs for; its id goes into every line. */
export const correlation = new AsyncLocalStorage<string>();

/** Standard error, which takes all lines of one turn of the event loop together: a system call for each costs more than the line. */
function standardError(): DestinationStream {
  const to = destination({ fd: 2, sync: true });
  let lines = '';
  const write = () => {
    to.write(lines);
    lines = '';
  };
  process.on('exit', () => lines && write());
  return {
    write(line) {
      if (lines === '') setImmediate(write);
      lines += line;
    },
  };
}

/** An error of the database without the values that it was asked with: they are what people typed, and hashes of passwords. */
const withoutValues = (error: Error) => {
  const { parameters: _, driverError: __, detail: ___, where: ____, ...rest } = pino.stdSerializers.err(error);
  return rest;
};

/** Lines of JSON on standard error, so that standard output stays for people. */
export const openLog = (level: string, to: DestinationStream = standardError()): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const id = correlation.getStore();
        return id === undefined ? {} : { correlationId: id };
      },
      serializers: { err: withoutValues },
      redact: ['password', 'headers.cookie', 'headers.authorization'],
    },
    to,
  );

/** Nest's logger in front of pino. The last text is the context, as Nest's own loggers have it. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('info', message, more);
  }
  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }
  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }
  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }
  verbose(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  private write(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, more: readonly unknown[]): void {
    const at = more.at(-1);
    const context = typeof at === 'string' ? at : undefined;
    // Nest tells of its own start at length; that is for whoever asks.
    const quiet = level === 'info' && ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'];
    const effective = quiet && context !== undefined && quiet.includes(context) ? 'debug' : level;
    const rest = more.slice(0, context === undefined ? undefined : -1);
    const error = message instanceof Error ? { err: message } : rest.length > 0 ? { more: rest } : {};
    if (typeof message === 'object' && message !== null && !(message instanceof Error))
      this.pino[effective]({ context, ...message, ...error });
    else this.pino[effective]({ context, ...error }, String(message instanceof Error ? message.message : message));
  }
}

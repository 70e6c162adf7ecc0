import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public, Sessions } from '#identity';
import { Refusal } from '#language';
import { Health } from './health.js';
import { Metrics } from './metrics.js';

/** Nest's name for the token that opens the metrics; null when none is configured. */
export const METRICS_TOKEN = Symbol('MetricsToken');

interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string };
}

const forwarding = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];
const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * With a token (TIENDO_METRICS_TOKEN) whoever brings it as `Authorization: Bearer …`, from anywhere. Without one only a program on this
 * machine that comes by itself: what a proxy forwards has come from elsewhere, even if the proxy is on this machine.
 */
export function mayRead({ headers, socket }: Asked, token: string | null): boolean {
  if (token !== null) return timingSafeEqual(digest(String(headers.authorization)), digest(`Bearer ${token}`));
  const local = /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
  return local && forwarding.every((name) => headers[name] === undefined);
}

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly health: Health,
    private readonly sessions: Sessions,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  /** Figures of this process for Prometheus: from this machine, or with the token. Refuses: metrics-not-open. */
  @Get()
  @Public()
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @Header('X-Content-Type-Options', 'nosniff')
  async show(@Req() request: Asked, @Res({ passthrough: true }) reply: { type(it: string): unknown }): Promise<string> {
    if (!mayRead(request, this.token)) throw notOpen();
    reply.type(this.metrics.contentType);
    return this.metrics.text(async () => {
      const { ready, projections } = await this.health.now();
      return ready ? { projections, sessions: await this.sessions.open() } : null;
    });
  }
}

const notOpen = () =>
  new Refusal('metrics-not-open', {
    kind: 'forbidden',
    vi: 'Số liệu vận hành chỉ đọc được từ chính máy chủ, hoặc với mã TIENDO_METRICS_TOKEN.',
    en: 'Metrics are read from the server’s own machine, or with the token TIENDO_METRICS_TOKEN.',
  });

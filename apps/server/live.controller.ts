import type { ServerResponse } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Session, SignedIn, type SignedInAs } from '#identity';
import { Live } from './live.js';

/** What this route uses of Fastify. */
interface Request {
  readonly method: string;
}
interface Reply {
  readonly raw: ServerResponse;
  hijack(): unknown;
  getHeaders(): Record<string, number | string | string[] | undefined>;
}

@ApiTags('live')
@Controller('live')
export class LiveController {
  constructor(private readonly live: Live) {}

  @Get()
  @SignedIn()
  @ApiOperation({
    summary: 'How far the rows have come, as it changes',
    description:
      'Server-sent events. `positions`: for each projection the position (decimal text) up to which its rows follow the log; a page that shows it reads again. A comment every 15 seconds is a sign of life. At most 30 connections a person; ends with the session.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string', example: 'event: positions\ndata: {"task-board":"1204"}\n\n' } })
  listen(@Session() session: SignedInAs, @Req() request: Request, @Res() reply: Reply): void {
    this.live.mustHaveRoom(session);
    const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
    reply.hijack();
    reply.raw.writeHead(200, headers);
    if (request.method === 'HEAD') reply.raw.end();
    else this.live.listen(session, reply.raw);
  }
}

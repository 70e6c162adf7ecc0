import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable, tap } from 'rxjs';
import type { Outcome } from './aggregates.js';
import { answerOf, type CommandAnswer } from './execute.js';

/** What answering needs of Fastify's reply. */
interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}

/** Answers a command: 201 when something was written, 200 when it had been before or nothing changed; ETag for the next If-Match. */
@Injectable()
export class AnswersCommand implements NestInterceptor<Outcome, CommandAnswer> {
  intercept(context: ExecutionContext, next: CallHandler<Outcome>): Observable<CommandAnswer> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      map((outcome) => {
        const answer = answerOf(outcome);
        reply.status(answer.repeated || answer.events.length === 0 ? 200 : 201).header('ETag', `"${answer.version}"`);
        return answer;
      }),
    );
  }
}

/** Answers a question about one thing: its version as the ETag that a command may send back as If-Match. */
@Injectable()
export class TellsVersion implements NestInterceptor<{ readonly version: number }> {
  intercept(context: ExecutionContext, next: CallHandler<{ readonly version: number }>) {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(tap(({ version }) => reply.header('ETag', `"${version}"`)));
  }
}

import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, type Observable, switchMap } from 'rxjs';
import { CLOCK, type Clock, type LocalDate, todayOf } from '#language';
import { ProjectionRunner } from './projections/runner.js';

/** Everybody who may ask gets the same answer; or it depends on user, agency and role of who asks. */
export type AnswersTo = 'all' | 'asker';

/** What an answer was made of; taken before it was made. */
export interface MadeOf {
  readonly to: AnswersTo;
  /** See ProjectionRunner.standing. Of a look begun after the request came. */
  readonly standing: string;
  readonly today: LocalDate;
}

/** What is left on a request for whoever keeps answers: by the interceptor, unless who looked before it has left it already. */
export interface FollowingRequest {
  madeOf?: MadeOf;
}

const FOLLOWS = 'tiendo:follows-from-record';

/** Takes down where log and rows stand before a question is answered. */
@Injectable()
class TakesStanding implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly runner: ProjectionRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const to = this.reflector.get<AnswersTo>(FOLLOWS, context.getHandler());
    const request = context.switchToHttp().getRequest<FollowingRequest>();
    if (request.madeOf) return next.handle();
    const today = todayOf(this.clock);
    return from(this.runner.standing()).pipe(
      switchMap((standing) => {
        request.madeOf = { to, standing, today };
        return next.handle();
      }),
    );
  }
}

/**
 * On a GET whose answer follows from log and rows, the address, today and, with `asker`, who asks: never from a table that is no
 * projection (accounts, files), the time of day, or a header. Such an answer may be given again while nothing of it has changed.
 */
export const FollowsFromRecord = (to: AnswersTo) => applyDecorators(SetMetadata(FOLLOWS, to), UseInterceptors(TakesStanding));

import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { agencyId, parseTaskId, planId } from '#language';
import { ClocksDto, clocksFrom } from '#tasks';
import { AnswerObstacle, EscalateObstacle, RaiseObstacle, ResolveObstacle } from './obstacle.commands.js';
import { DirectiveDto, EscalationDto, ObstacleDto, ObstacleFilterDto, ResolutionDto } from './obstacle.dto.js';
import { ObstacleById, ObstacleList, WaitingOf } from './obstacle.queries.js';

/** Obstacles, and how long a task waited for others. */
@ApiTags('obstacles')
@Controller()
export class ObstacleReadingController {
  constructor(private readonly queries: QueryBus) {}

  @Get('obstacles')
  @Allow('read-boards')
  list(@Query() { plan, agency, task, state, waitingFor, size, ...clocks }: ObstacleFilterDto) {
    return this.queries.execute(
      new ObstacleList({
        ...clocksFrom(clocks),
        ...(plan && { plan: planId(plan, 'plan') }),
        ...(agency && { agency: agencyId(agency, 'agency') }),
        ...(task && { task: parseTaskId(task, 'task').id }),
        ...(state && { state }),
        ...(waitingFor && { waitingFor: agencyId(waitingFor, 'waitingFor') }),
        ...(size && { limit: size }),
      }),
    );
  }

  @Get('obstacles/:obstacle')
  @Allow('read-boards')
  show(@Param('obstacle') id: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new ObstacleById(id, clocksFrom(clocks)));
  }

  @Get('tasks/:plan/:item/:agency/waiting')
  @Allow('read-tasks')
  waiting(@Param('plan') plan: string, @Param('item') item: string, @Param('agency') agency: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new WaitingOf(parseTaskId(`${plan}/${item}/${agency}`).id, clocksFrom(clocks)));
  }
}

/** What can be done about an obstacle. */
@ApiTags('obstacles')
@Controller('obstacles')
@UseInterceptors(AnswersCommand)
export class ObstacleActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('report-progress')
  raise(@Body() body: ObstacleDto, @Acting() who: Envelope) {
    return this.commands.execute(new RaiseObstacle({ ...body, task: parseTaskId(body.task, 'task').id }, who));
  }

  @Post(':obstacle/escalation')
  @Allow('report-progress')
  escalate(@Param('obstacle') id: string, @Body() body: EscalationDto, @Acting() who: Envelope) {
    return this.commands.execute(new EscalateObstacle(id, body, who));
  }

  @Post(':obstacle/directive')
  @Allow('direct-tasks')
  answer(@Param('obstacle') id: string, @Body() body: DirectiveDto, @Acting() who: Envelope) {
    return this.commands.execute(new AnswerObstacle(id, body, who));
  }

  @Post(':obstacle/resolution')
  @Allow('report-progress', 'direct-tasks')
  resolve(@Param('obstacle') id: string, @Body() body: ResolutionDto, @Acting() who: Envelope) {
    return this.commands.execute(new ResolveObstacle(id, body, who));
  }
}

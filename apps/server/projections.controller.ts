import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { ProjectionRunner } from '#event-store';
import { Allow } from '#identity';
import { ProjectionHealthDto } from './health.controller.js';
import { Health } from './health.js';

export class ProjectionErrorDto {
  @ApiProperty()
  message: string;
  @ApiProperty({ description: 'Of the event at which it stopped, decimal text.' })
  position: string;
  @ApiProperty()
  eventId: string;
  @ApiProperty()
  tries: number;
}

export class ProjectionDto extends ProjectionHealthDto {
  @ApiProperty({ nullable: true, type: ProjectionErrorDto })
  error: ProjectionErrorDto | null;
}

export class ProjectionListDto {
  @ApiProperty({ type: [ProjectionDto] })
  rows: ProjectionDto[];
}

export class RebuiltDto {
  @ApiProperty()
  name: string;
}

/** For the administrator: what a page shows can always be made again from the record. */
@ApiTags('projections')
@Controller('projections')
@Allow('run-projections')
export class ProjectionsController {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly health: Health,
  ) {}

  /** How far each has come, and what stopped one that is stopped. */
  @Get()
  async list(): Promise<ProjectionListDto> {
    return { rows: await this.health.projections() };
  }

  /** Builds the rows anew beside the live ones and switches; answers when it is done. */
  @Post(':name/rebuild')
  @HttpCode(200)
  async rebuild(@Param('name') name: string): Promise<RebuiltDto> {
    await this.runner.rebuild(name);
    return { name };
  }

  /** Lets a stopped projection try again at the event where it stopped. */
  @Post(':name/resumption')
  @HttpCode(200)
  async resume(@Param('name') name: string): Promise<RebuiltDto> {
    await this.runner.resume(name);
    return { name };
  }
}

import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '#identity';
import { Health } from './health.js';

export class LagDto {
  @ApiProperty({ description: 'Events of the log that it has not been through, counted up to 500.' })
  events: number;
  @ApiProperty({ description: 'Age of the oldest of them, milliseconds.' })
  ms: number;
}

export class ProjectionHealthDto {
  @ApiProperty()
  name: string;
  @ApiProperty()
  version: number;
  @ApiProperty({ enum: ['running', 'rebuilding', 'stopped'] })
  state: string;
  @ApiProperty({ description: 'Decimal text.' })
  position: string;
  @ApiProperty()
  head: string;
  @ApiProperty({ nullable: true, type: String })
  updatedAt: string | null;
  @ApiProperty({ type: LagDto })
  lag: LagDto;
}

export class LiveDto {
  @ApiProperty()
  live: boolean;
}

export class StoreHealthDto {
  @ApiProperty({ enum: ['postgres', 'eventstoredb'] })
  engine: string;
  @ApiProperty()
  answers: boolean;
  @ApiProperty({ nullable: true, type: String, description: 'Position of the newest event, decimal text.' })
  head: string | null;
}

export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'down'] })
  status: string;
  @ApiProperty({ description: 'The process answers.' })
  live: boolean;
  @ApiProperty({ description: 'Log and rows answer; work can be sent here.' })
  ready: boolean;
  @ApiProperty({ type: [ProjectionHealthDto] })
  projections: ProjectionHealthDto[];
  @ApiProperty({ type: StoreHealthDto })
  store: StoreHealthDto;
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  /** 200 while work can be sent here (a stopped projection only degrades it), else 503. */
  @Get()
  @Public()
  async show(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<HealthDto> {
    const now = await this.health.now();
    if (!now.ready) reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return now;
  }

  /** 200 as long as the process answers, whatever the database does: what is not live is to be started again, and nothing else. */
  @Get('live')
  @Public()
  alive(): LiveDto {
    return { live: true };
  }
}

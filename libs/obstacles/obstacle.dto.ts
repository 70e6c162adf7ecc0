import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { AgencyId, LocalDate, TaskId } from '#language';
import { ClocksDto, Day, type DocumentDto, OptionalAct, OptionalDay, Words } from '#tasks';
import { type Wait, waits } from './obstacle.events.js';
import { limits } from './obstacle.js';
import { obstacleStates } from './obstacle.queries.js';

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The bodies of the obstacles' routes. */
export class ObstacleDto {
  @IsString()
  @MaxLength(200)
  @ApiProperty({ type: String, example: '267-2025/IV.IV.1/so-y-te' })
  task: TaskId;
  @Words(limits.title)
  title: string;
  @Words(limits.text)
  description: string;
  @IsIn(waits)
  @ApiProperty({ enum: waits, description: 'body: chờ cơ quan khác; decision: chờ quyết định; none: không chờ ai.' })
  waits: Wait;
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, nullable: true })
  waitsFor?: AgencyId | null;
  @OptionalAct()
  document?: DocumentDto | null;
  @Day()
  since: LocalDate;
}

export class EscalationDto {
  @IsIn(['standing', 'committee'])
  @ApiProperty({ enum: ['standing', 'committee'] })
  to: 'standing' | 'committee';
  @Words(limits.text)
  reason: string;
}

export class DirectiveDto {
  @Words(limits.text)
  directive: string;
  @OptionalAct()
  document?: DocumentDto | null;
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Cơ quan phải làm tiếp; bỏ trống: cơ quan chủ trì tự làm tiếp được.',
  })
  next?: AgencyId | null;
  @OptionalDay()
  dueOn?: LocalDate | null;
}

export class ResolutionDto {
  @Words(limits.text)
  how: string;
}

export class ObstacleFilterDto extends ClocksDto {
  @IsOptional()
  @Matches(slug)
  @MaxLength(60)
  @ApiPropertyOptional({ type: String })
  plan?: string;
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({ type: String })
  agency?: string;
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @ApiPropertyOptional({ type: String })
  task?: string;
  @IsOptional()
  @IsIn(obstacleStates)
  @ApiPropertyOptional({ enum: obstacleStates })
  state?: (typeof obstacleStates)[number];
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, description: 'Chỉ những vướng mắc đang chờ cơ quan này.' })
  waitingFor?: string;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 500 })
  size?: number;
}

import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Allow } from '#identity';
import { agencyId, parseTaskId } from '#language';
import { PlanClocksDto, planClocksFrom } from '#tasks';
import { ReminderList } from './reminder.queries.js';

export class RemindersParams extends PlanClocksDto {
  @ApiPropertyOptional({ example: 'so-y-te' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  agency?: string;

  @ApiPropertyOptional({ example: '12-2025/IV.VI.3/so-y-te' })
  @IsOptional()
  @IsString()
  @MaxLength(180)
  task?: string;

  @ApiPropertyOptional({ example: '2025-Q1', description: 'Chỉ nhắc báo cáo của kỳ này.' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  round?: string;

  @ApiPropertyOptional({ example: '1', description: 'Fifty a page.' })
  @IsOptional()
  @Matches(/^[1-9]\d{0,5}$/)
  page?: string;
}

class RemindedAgencyDto {
  @ApiProperty() id: string;
  @ApiProperty() name: string;
}

class RecipientDto {
  @ApiProperty() user: string;
  @ApiProperty() role: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null when the person was erased.' }) name: string | null;
}

class DeliveryDto {
  @ApiProperty({ type: String, nullable: true }) user: string | null;
  @ApiProperty({ enum: ['sent', 'failed', 'not-sent'] }) result: string;
  @ApiProperty({ type: String, nullable: true }) reason: string | null;
  @ApiProperty() on: string;
}

class ReminderDto {
  @ApiProperty() subject: string;
  @ApiProperty({ type: String, nullable: true }) task: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of a report owed: its round.' }) round: string | null;
  @ApiProperty() plan: string;
  @ApiProperty() agency: RemindedAgencyDto;
  @ApiProperty() due: string;
  @ApiProperty() step: string;
  @ApiProperty({ description: 'Working days from the due day.' }) offset: number;
  @ApiProperty() on: string;
  @ApiProperty({ type: [RecipientDto] }) recipients: RecipientDto[];
  @ApiProperty({ type: [DeliveryDto] }) results: DeliveryDto[];
  @ApiProperty() simulated: boolean;
}

export class RemindersDto {
  @ApiProperty({ type: [ReminderDto] }) rows: ReminderDto[];
  @ApiProperty() total: number;
}

/** Đôn đốc: what was reminded, of whom, and whether it arrived at the mail server. */
@ApiTags('reminders')
@Controller('reminders')
export class RemindersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-boards')
  @ApiOkResponse({ type: RemindersDto })
  list(@Query() { agency, task, round, page, ...clocks }: RemindersParams) {
    return this.queries.execute(
      new ReminderList({
        ...planClocksFrom(clocks),
        ...(agency && { agency: agencyId(agency) }),
        ...(task && { task: parseTaskId(task).id }),
        ...(round && { round }),
        ...(page && { page: Number(page) }),
      }),
    );
  }
}

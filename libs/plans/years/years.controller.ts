import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { answerOf, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { itemCode, planId } from '#language';
import { CarryOver, LinkPlans } from './years.commands.js';
import { PlanLinks } from './years.queries.js';

class EarlierDto {
  @ApiProperty({ example: '12-2025', description: 'The plan before it.' })
  @IsString()
  @MaxLength(60)
  earlier: string;
}

class LinkDto {
  @ApiProperty({ example: 'III.I.4' })
  @IsString()
  @MaxLength(30)
  code: string;

  @ApiProperty({ example: 'III.I.3' })
  @IsString()
  @MaxLength(30)
  earlier: string;
}

class LinksDto extends EarlierDto {
  @ApiPropertyOptional({ type: [LinkDto], description: 'Absent: every row as proposed.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => LinkDto)
  rows?: LinkDto[];
}

class CarryOverDto extends EarlierDto {
  @ApiProperty({ example: '12/KH-UBND', description: 'The document that decided it.' })
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  document: string;
}

interface Reply {
  status(code: number): unknown;
}

/** A plan beside the one before it. */
@ApiTags('plans')
@Controller('plans/:plan')
export class YearsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Rows of both plans that are the same thing, tied or proposed, and the tasks carried over. */
  @Get('links')
  @Allow('read-plans')
  @ApiOkResponse({ description: 'One line a row of this plan.' })
  links(@Param('plan') plan: string, @Query() { earlier }: EarlierDto) {
    return this.queries.execute(new PlanLinks(planId(plan), planId(earlier, 'earlier')));
  }

  @Post('links')
  @Allow('import-plan')
  @ApiCreatedResponse({ description: 'The rows are tied.' })
  async link(
    @Param('plan') plan: string,
    @Body() { earlier, rows }: LinksDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const asked = rows?.map((it) => ({ code: itemCode(it.code, 'rows'), earlier: itemCode(it.earlier, 'rows') })) ?? null;
    const outcome = await this.commands.execute(new LinkPlans(planId(plan), planId(earlier, 'earlier'), asked, envelope));
    reply.status(outcome.events.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    return answerOf(outcome);
  }

  /** Every unfinished task of the earlier plan goes on in this one; the old task is suspended and points here. */
  @Post('carry-overs')
  @Allow('import-plan')
  @ApiCreatedResponse({ description: 'The tasks, each with the one in which it goes on.' })
  async carryOver(
    @Param('plan') plan: string,
    @Body() { earlier, document }: CarryOverDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const report = await this.commands.execute(new CarryOver(planId(plan), planId(earlier, 'earlier'), document, envelope));
    reply.status(report.events === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    return report;
  }
}

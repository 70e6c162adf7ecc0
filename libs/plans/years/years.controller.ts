import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { answerOf, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { agencyId, itemCode, parseTaskId, planId } from '#language';
import { ReadAfterDto } from '../plan.dto.js';
import { CarryOvers } from './pairing.js';
import { ThroughYears } from './through-years.query.js';
import { CarryOver, LinkPlans, UnlinkPlans } from './years.commands.js';
import { PlanLinks } from './years.queries.js';

class EarlierDto {
  @ApiProperty({ example: '12-2025', description: 'The plan before it.' })
  @IsString()
  @MaxLength(60)
  earlier: string;
}

class EarlierQueryDto extends ReadAfterDto {
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

class UnlinkDto extends EarlierDto {
  @ApiProperty({ type: [String], example: ['III.I.4'], description: 'Rows of this plan, at most 2000.' })
  @IsArray()
  @ArrayMaxSize(2_000)
  @IsString({ each: true })
  @MaxLength(30, { each: true })
  rows: string[];
}

class CarryOverDto extends EarlierDto {
  @ApiProperty({ example: '12/KH-UBND', description: 'The document that decided it.' })
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  document: string;

  @ApiPropertyOptional({ type: [String], description: 'Ids of unfinished tasks; absent: every one.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2_000)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  tasks?: string[];
}

class AgencyDto extends ReadAfterDto {
  @ApiPropertyOptional({ example: 'so-y-te', description: 'Also the tasks of this body.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agency?: string;
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
  links(@Param('plan') plan: string, @Query() { earlier, after }: EarlierQueryDto) {
    return this.queries.execute(new PlanLinks(planId(plan), planId(earlier, 'earlier'), after));
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

  /** Rows that are not the same thing after all. */
  @Post('links/removal')
  @Allow('import-plan')
  @ApiCreatedResponse({ description: 'The rows are no longer tied.' })
  async unlink(
    @Param('plan') plan: string,
    @Body() { earlier, rows }: UnlinkDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const codes = rows.map((it) => itemCode(it, 'rows'));
    const outcome = await this.commands.execute(new UnlinkPlans(planId(plan), planId(earlier, 'earlier'), codes, envelope));
    reply.status(outcome.events.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    return answerOf(outcome);
  }

  /** A row of this plan through the plans before and after, with a body's tasks where one is named. */
  @Get('rows/:item/years')
  @Allow('read-plans')
  @ApiOkResponse({ description: 'The row of each plan, oldest first; of a target what was measured.' })
  throughYears(@Param('plan') plan: string, @Param('item') item: string, @Query() { agency, after }: AgencyDto) {
    return this.queries.execute(new ThroughYears(planId(plan), itemCode(item), agency ? agencyId(agency) : null, after));
  }

  /** What is unfinished in the earlier plan and where each task would go on; and what was carried over. */
  @Get('carry-overs')
  @Allow('read-plans')
  @ApiOkResponse({ description: 'Unfinished tasks, and those carried over.' })
  carryOvers(@Param('plan') plan: string, @Query() { earlier }: EarlierQueryDto) {
    return this.queries.execute(new CarryOvers(planId(plan), planId(earlier, 'earlier')));
  }

  /** Every unfinished task of the earlier plan goes on in this one; the old task is suspended and points here. */
  @Post('carry-overs')
  @Allow('import-plan')
  @ApiCreatedResponse({ description: 'The tasks, each with the one in which it goes on.' })
  async carryOver(
    @Param('plan') plan: string,
    @Body() { earlier, document, tasks }: CarryOverDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const named = tasks?.map((it) => parseTaskId(it).id) ?? null;
    const report = await this.commands.execute(
      new CarryOver(planId(plan), planId(earlier, 'earlier'), document, envelope, named),
    );
    reply.status(report.events === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    return report;
  }
}

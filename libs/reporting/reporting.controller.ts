import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { agencyId, parseTaskId, planId } from '#language';
import { ClocksDto, clocksFrom } from '#tasks';
import { PeriodsToOpen, RoundMatrix } from './matrix.query.js';
import { OccurrencesOf, RoundReportOf } from './report.queries.js';
import {
  CloseRound,
  ExemptAgency,
  ExtendRound,
  OpenRound,
  PrepareRoundReport,
  ReopenRound,
  ReturnRoundReport,
  SignRoundReport,
  SupplementRoundReport,
} from './reporting.commands.js';
import {
  ExemptionDto,
  OpenRoundDto,
  PeriodsDto,
  ReportReturnDto,
  RoundExtensionDto,
  RoundReasonDto,
  RoundReportDto,
  RoundsFilterDto,
  SupplementDto,
  windowFrom,
} from './reporting.dto.js';
import { RoundById, RoundList, SilentForRounds } from './reporting.queries.js';
import { RoundSynthesis } from './synthesis.query.js';

/** Reporting rounds as they stand, and as they stood. */
@ApiTags('reporting')
@Controller()
export class ReportingController {
  constructor(private readonly queries: QueryBus) {}

  @Get('rounds')
  @Allow('read-boards')
  list(@Query() filter: RoundsFilterDto) {
    return this.queries.execute(
      new RoundList({
        ...clocksFrom(filter),
        ...(filter.plan && { plan: planId(filter.plan, 'plan') }),
        ...(filter.agency && { agency: agencyId(filter.agency, 'agency') }),
      }),
    );
  }

  /** Agencies by rounds: who reported when. */
  @Get('round-matrix/:plan')
  @Allow('read-boards')
  matrix(@Param('plan') plan: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new RoundMatrix(planId(plan), clocksFrom(clocks)));
  }

  /** The rounds of the calendar that can be opened, each with its days. */
  @Get('round-periods/:plan')
  @Allow('read-boards')
  periods(@Param('plan') plan: string, @Query() { year, after, strategy }: PeriodsDto) {
    return this.queries.execute(new PeriodsToOpen(planId(plan), year, after, strategy));
  }

  /** Tasks without a date of which nothing was heard for the last rounds: the committee's list. */
  @Get('silent-tasks/:plan')
  @Allow('read-boards')
  silent(@Param('plan') plan: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new SilentForRounds({ ...clocksFrom(clocks), plan: planId(plan) }));
  }

  /** Each round in which the task was owed, and what was said. */
  @Get('tasks/:plan/:item/:agency/occurrences')
  @Allow('read-tasks')
  occurrences(
    @Param('plan') plan: string,
    @Param('item') item: string,
    @Param('agency') agency: string,
    @Query() clocks: ClocksDto,
  ) {
    return this.queries.execute(new OccurrencesOf(parseTaskId(`${plan}/${item}/${agency}`).id, clocksFrom(clocks)));
  }

  @Get('rounds/:plan/:round')
  @Allow('read-boards')
  show(@Param('plan') plan: string, @Param('round') round: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new RoundById(planId(plan), round, clocksFrom(clocks)));
  }

  /** What was received, item by item, each word with who said it. */
  @Get('rounds/:plan/:round/synthesis')
  @Allow('read-boards')
  synthesis(@Param('plan') plan: string, @Param('round') round: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new RoundSynthesis(planId(plan), round, clocksFrom(clocks)));
  }

  @Get('rounds/:plan/:round/reports/:agency')
  @Allow('read-boards')
  report(
    @Param('plan') plan: string,
    @Param('round') round: string,
    @Param('agency') agency: string,
    @Query() clocks: ClocksDto,
  ) {
    return this.queries.execute(new RoundReportOf(planId(plan), round, agencyId(agency), clocksFrom(clocks)));
  }
}

/** What can be done to a round and to a report. Doors without rules. */
@ApiTags('reporting')
@Controller('rounds')
@UseInterceptors(AnswersCommand)
export class ReportingActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('run-rounds')
  open(@Body() body: OpenRoundDto, @Acting() who: Envelope) {
    return this.commands.execute(new OpenRound(planId(body.plan), windowFrom(body), who));
  }

  @Post(':plan/:round/exemptions')
  @Allow('run-rounds')
  exempt(@Param('plan') plan: string, @Param('round') round: string, @Body() body: ExemptionDto, @Acting() who: Envelope) {
    return this.commands.execute(new ExemptAgency(planId(plan), round, body, who));
  }

  @Post(':plan/:round/extensions')
  @Allow('run-rounds')
  extend(@Param('plan') plan: string, @Param('round') round: string, @Body() body: RoundExtensionDto, @Acting() who: Envelope) {
    return this.commands.execute(new ExtendRound(planId(plan), round, body, who));
  }

  @Post(':plan/:round/closing')
  @Allow('run-rounds')
  close(@Param('plan') plan: string, @Param('round') round: string, @Acting() who: Envelope) {
    return this.commands.execute(new CloseRound(planId(plan), round, {}, who));
  }

  @Post(':plan/:round/reopening')
  @Allow('run-rounds')
  reopen(@Param('plan') plan: string, @Param('round') round: string, @Body() body: RoundReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new ReopenRound(planId(plan), round, body, who));
  }

  @Post(':plan/:round/reports/:agency')
  @Allow('report-progress')
  prepare(
    @Param('plan') plan: string,
    @Param('round') round: string,
    @Param('agency') agency: string,
    @Body() body: RoundReportDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new PrepareRoundReport(planId(plan), round, agencyId(agency), body, who));
  }

  @Post(':plan/:round/reports/:agency/signature')
  @Allow('sign-reports')
  sign(@Param('plan') plan: string, @Param('round') round: string, @Param('agency') agency: string, @Acting() who: Envelope) {
    return this.commands.execute(new SignRoundReport(planId(plan), round, agencyId(agency), {}, who));
  }

  @Post(':plan/:round/reports/:agency/return')
  @Allow('run-rounds')
  giveBack(
    @Param('plan') plan: string,
    @Param('round') round: string,
    @Param('agency') agency: string,
    @Body() body: ReportReturnDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new ReturnRoundReport(planId(plan), round, agencyId(agency), body, who));
  }

  @Post(':plan/:round/reports/:agency/supplements')
  @Allow('report-progress')
  supplement(
    @Param('plan') plan: string,
    @Param('round') round: string,
    @Param('agency') agency: string,
    @Body() body: SupplementDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new SupplementRoundReport(planId(plan), round, agencyId(agency), body, who));
  }
}

import { Body, Controller, Get, Header, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope, TellsVersion } from '#event-store';
import { Acting, Allow, Session, type SignedInAs } from '#identity';
import { itemCode, planId } from '#language';
import { AddressedRow, ClocksDto, clocksFrom, ReasonDto, RowAt } from '#tasks';
import * as asked from './target.commands.js';
import * as body from './target.dto.js';
import { TargetHistory, type TargetHistoryRow } from './target.history.js';
import { BaselineList, TargetById, TargetList, type TargetView } from './target.queries.js';
import type { TargetListAnswer } from './target.rows.js';

/** Targets (Appendix III of the plans) and last year's results: read by everybody. */
@ApiTags('targets')
@Controller()
export class TargetReadingController {
  constructor(private readonly queries: QueryBus) {}

  /** Targets on a day, with how many are met of how many that count. */
  @Get('targets')
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Rows in printed order; the rate has its numerator, its denominator and what is left out.' })
  list(@Query() filter: body.TargetFilterDto): Promise<TargetListAnswer> {
    return this.queries.execute(new TargetList(body.filterFrom(filter)));
  }

  /** Last year's results as the plan prints them, with the targets that they are the baseline of. */
  @Get('baselines/:plan')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Rows in printed order, and the count of met, not met and not measurable.' })
  baselines(@Param('plan') plan: string, @Query() clocks: ClocksDto) {
    return this.queries.execute(new BaselineList({ ...clocksFrom(clocks), plan: planId(plan) }));
  }

  @Get('targets/:plan/:item')
  @AddressedRow('III.I.4')
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Sentence, reading, figures, judgements, and the events behind the status.' })
  @UseInterceptors(TellsVersion)
  show(@RowAt() id: string, @Query() clocks: ClocksDto, @Session() { user, agency, role }: SignedInAs): Promise<TargetView> {
    return this.queries.execute(new TargetById(id, { ...clocksFrom(clocks), actor: { user, agency, role } }));
  }

  @Get('targets/:plan/:item/history')
  @AddressedRow('III.I.4')
  @Allow('read-targets')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'Every event of the target, in sentences.' })
  async history(@RowAt() id: string): Promise<{ rows: readonly TargetHistoryRow[] }> {
    return { rows: await this.queries.execute(new TargetHistory(id)) };
  }
}

/** Targets are measured by who implements or monitors them and judged by the monitoring body. Doors without rules. */
@ApiTags('targets')
@Controller('targets/:plan/:item')
@AddressedRow('III.I.4')
@UseInterceptors(AnswersCommand)
export class TargetActionsController {
  constructor(private readonly commands: CommandBus) {}

  /** A figure: a value, or the two parts of a ratio, whose percentage is computed and compared with a typed one. */
  @Post('measurements')
  @Allow('measure-targets')
  measure(@RowAt() id: string, @Body() it: body.MeasurementDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Measure(id, body.measurementFrom(it), who));
  }

  @Post('measurements/:measurement/withdrawal')
  @Allow('measure-targets', 'settle-targets')
  withdraw(
    @RowAt() id: string,
    @Param('measurement') measurement: string,
    @Body() { reason }: ReasonDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new asked.WithdrawMeasurement(id, { measurement, reason }, who));
  }

  /** The monitoring body's verdict: met, not met, not measurable or exempt. */
  @Post('judgements')
  @Allow('judge-targets')
  judge(@RowAt() id: string, @Body() it: body.JudgementDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Judge(id, it, who));
  }

  /** Another reading of the printed sentence, which stays as it is. */
  @Post('reading')
  @Allow('settle-targets')
  read(@RowAt() id: string, @Body() it: body.ReadingDto, @Acting() who: Envelope) {
    const { reason } = it;
    return this.commands.execute(new asked.ChangeReading(id, { thresholds: body.thresholdsFrom(it), reason }, who));
  }

  /** Who implements and who monitors, where the plan leaves it blank or it changed. */
  @Post('bodies')
  @Allow('settle-targets')
  bodies(@RowAt() id: string, @Body() it: body.BodiesDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ChangeBodies(id, body.bodiesFrom(it), who));
  }

  /** The target and a row of the table of tasks are one thing, counted once. */
  @Post('same-item')
  @Allow('settle-targets')
  link(@RowAt() id: string, @Body() { item, reason }: body.ItemLinkDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.LinkItem(id, { item: itemCode(item), reason }, who));
  }

  @Post('same-item/removal')
  @Allow('settle-targets')
  unlink(@RowAt() id: string, @Body() { reason }: ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.UnlinkItem(id, { reason }, who));
  }
}

/** Which target a result of the year before is the baseline of. */
@ApiTags('targets')
@Controller('baselines/:plan/:item/target')
@AddressedRow('I.II.2')
@UseInterceptors(AnswersCommand)
export class BaselineActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('settle-targets')
  link(@RowAt() id: string, @Body() { target, reason }: body.BaselineLinkDto, @Acting() who: Envelope) {
    const link = { type: 'link-baseline', target: itemCode(target, 'target'), reason } as const;
    return this.commands.execute(new asked.ToBaseline(id, link, who));
  }

  @Post('removal')
  @Allow('settle-targets')
  unlink(@RowAt() id: string, @Body() { reason }: ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ToBaseline(id, { type: 'unlink-baseline', reason }, who));
  }
}

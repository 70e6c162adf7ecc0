import {
  Body,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Header,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { answerOf, type CommandAnswer, type Envelope, type Outcome } from '#event-store';
import { Acting, Allow, Session, type SignedInAs } from '#identity';
import { itemCode, planId } from '#language';
import * as asked from './target.commands.js';
import * as body from './target.dto.js';
import { TargetHistory, type TargetHistoryRow } from './target.history.js';
import { BaselineList, TargetById, TargetList, type TargetView } from './target.queries.js';
import type { TargetListAnswer } from './target.rows.js';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}
interface Addressed {
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** The row that two segments of a route name: `267-2025/III.I.4`. */
const RowAt = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { plan = '', item = '' } = context.switchToHttp().getRequest<Addressed>().params;
  return `${planId(plan)}/${itemCode(item)}`;
});

/** Targets (Appendix III of the plans) and last year's results: read by everybody, measured and judged by those concerned. */
@ApiTags('targets')
@ApiParam({ name: 'plan', example: '267-2025', required: false })
@Controller()
export class TargetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Targets on a day, with how many are met of how many that count. */
  @Get('targets')
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Rows in printed order; the rate has its numerator, its denominator and what is left out.' })
  list(@Query() filter: body.TargetFilterDto): Promise<TargetListAnswer> {
    return this.queries.execute(new TargetList(body.filterFrom(filter)));
  }

  /** Last year's results as the plan prints them, with the targets that they are the baseline of. */
  @Get('baselines/:plan')
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Rows in printed order, and the count of met, not met and not measurable.' })
  baselines(@Param('plan') plan: string, @Query() clocks: body.TargetClocksDto) {
    return this.queries.execute(new BaselineList({ ...body.clocksFrom(clocks), plan: planId(plan) }));
  }

  @Get('targets/:plan/:item')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('read-targets')
  @ApiOkResponse({ description: 'Sentence, reading, figures, judgements, and the events behind the status.' })
  async show(
    @RowAt() id: string,
    @Query() clocks: body.TargetClocksDto,
    @Session() { user, agency, role }: SignedInAs,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TargetView> {
    const view = await this.queries.execute(new TargetById(id, { ...body.clocksFrom(clocks), actor: { user, agency, role } }));
    reply.header('ETag', `"${view.version}"`);
    return view;
  }

  @Get('targets/:plan/:item/history')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('read-targets')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'Every event of the target, in sentences.' })
  async history(@RowAt() id: string): Promise<{ rows: readonly TargetHistoryRow[] }> {
    return { rows: await this.queries.execute(new TargetHistory(id)) };
  }

  /** A figure: a value, or the two parts of a ratio, whose percentage is computed and compared with a typed one. */
  @Post('targets/:plan/:item/measurements')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('measure-targets')
  async measure(
    @RowAt() id: string,
    @Body() it: body.MeasurementDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.Measure(id, body.measurementFrom(it), who)), reply);
  }

  @Post('targets/:plan/:item/measurements/:measurement/withdrawal')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('measure-targets', 'settle-targets')
  async withdraw(
    @RowAt() id: string,
    @Param('measurement') measurement: string,
    @Body() { reason }: body.ReasonedDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.WithdrawMeasurement(id, { measurement, reason }, who)), reply);
  }

  /** The monitoring body's verdict: met, not met, not measurable or exempt. */
  @Post('targets/:plan/:item/judgements')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('judge-targets')
  async judge(
    @RowAt() id: string,
    @Body() it: body.JudgementDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { verdict, reason = null } = it;
    const asks = { verdict, reason, document: body.documentFrom(it.document) };
    return answered(await this.commands.execute(new asked.Judge(id, asks, who)), reply);
  }

  /** Another reading of the printed sentence, which stays as it is. */
  @Post('targets/:plan/:item/reading')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('settle-targets')
  async read(
    @RowAt() id: string,
    @Body() it: body.ReadingDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const asks = { thresholds: body.thresholdsFrom(it), reason: it.reason };
    return answered(await this.commands.execute(new asked.ChangeReading(id, asks, who)), reply);
  }

  /** Who implements and who monitors, where the plan leaves it blank or it changed. */
  @Post('targets/:plan/:item/bodies')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('settle-targets')
  async bodies(
    @RowAt() id: string,
    @Body() it: body.BodiesDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.ChangeBodies(id, body.bodiesFrom(it), who)), reply);
  }

  /** The target and a row of the table of tasks are one thing, counted once. */
  @Post('targets/:plan/:item/same-item')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('settle-targets')
  async link(
    @RowAt() id: string,
    @Body() it: body.ItemLinkDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(
      await this.commands.execute(new asked.LinkItem(id, { item: itemCode(it.item), reason: it.reason }, who)),
      reply,
    );
  }

  @Post('targets/:plan/:item/same-item/removal')
  @ApiParam({ name: 'item', example: 'III.I.4' })
  @Allow('settle-targets')
  async unlink(
    @RowAt() id: string,
    @Body() it: body.ReasonedDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.UnlinkItem(id, { reason: it.reason }, who)), reply);
  }

  /** A result of the year before is the baseline of this target. */
  @Post('baselines/:plan/:item/target')
  @ApiParam({ name: 'item', example: 'I.II.2' })
  @Allow('settle-targets')
  async linkBaseline(
    @RowAt() id: string,
    @Body() it: body.BaselineLinkDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const link = { type: 'link-baseline', target: itemCode(it.target, 'target'), reason: it.reason } as const;
    return answered(await this.commands.execute(new asked.ToBaseline(id, link, who)), reply);
  }

  @Post('baselines/:plan/:item/target/removal')
  @ApiParam({ name: 'item', example: 'I.II.2' })
  @Allow('settle-targets')
  async unlinkBaseline(
    @RowAt() id: string,
    @Body() it: body.ReasonedDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(
      await this.commands.execute(new asked.ToBaseline(id, { type: 'unlink-baseline', reason: it.reason }, who)),
      reply,
    );
  }
}

/** 201 when something was written, 200 when it had been before or nothing changed; ETag for the next If-Match. */
function answered(outcome: Outcome, reply: Reply): CommandAnswer {
  const answer = answerOf(outcome);
  reply.status(answer.repeated || answer.events.length === 0 ? 200 : 201).header('ETag', `"${answer.version}"`);
  return answer;
}

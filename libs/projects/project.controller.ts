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
import { agencyId, itemCode, planId } from '#language';
import * as asked from './project.commands.js';
import * as body from './project.dto.js';
import { ProjectHistory, type ProjectHistoryRow } from './project.history.js';
import { ProjectById, ProjectList, type ProjectListAnswer, type ProjectView } from './project.queries.js';

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
}
interface Addressed {
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** The project that two segments of a route name: `267-2025/II.I.3`. */
const ProjectAt = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { plan = '', item = '' } = context.switchToHttp().getRequest<Addressed>().params;
  return `${planId(plan)}/${itemCode(item)}`;
});

/** Projects (Appendix II of the plans): money as printed and as added up, paid by their owners, accepted by others. */
@ApiTags('projects')
@Controller('projects')
export class ProjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Projects on a day with roll-ups by section and by owner; printed sums stand beside what the rows add up to. */
  @Get()
  @Allow('read-projects')
  @ApiOkResponse({ description: 'Rows in printed order, sections, owners and the grand total. Money is exact, as text.' })
  list(@Query() filter: body.ProjectFilterDto): Promise<ProjectListAnswer> {
    return this.queries.execute(new ProjectList(body.filterFrom(filter)));
  }

  @Get(':plan/:item')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('read-projects')
  @ApiOkResponse({ description: 'The printed row, money, payments, acceptances, and the events behind the status.' })
  async show(
    @ProjectAt() id: string,
    @Query() clocks: body.ProjectClocksDto,
    @Session() { user, agency, role }: SignedInAs,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ProjectView> {
    const view = await this.queries.execute(new ProjectById(id, { ...body.clocksFrom(clocks), actor: { user, agency, role } }));
    reply.header('ETag', `"${view.version}"`);
    return view;
  }

  @Get(':plan/:item/history')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('read-projects')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'Every event of the project, in sentences.' })
  async history(@ProjectAt() id: string): Promise<{ rows: readonly ProjectHistoryRow[] }> {
    return { rows: await this.queries.execute(new ProjectHistory(id)) };
  }

  @Post(':plan/:item/disbursements')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('disburse-projects')
  async disburse(
    @ProjectAt() id: string,
    @Body() it: body.DisbursementDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.Disburse(id, body.disbursementFrom(it), who)), reply);
  }

  @Post(':plan/:item/disbursements/:disbursement/withdrawal')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('disburse-projects', 'accept-projects')
  async withdraw(
    @ProjectAt() id: string,
    @Param('disbursement') disbursement: string,
    @Body() { reason }: body.ProjectReasonDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.WithdrawDisbursement(id, { disbursement, reason }, who)), reply);
  }

  /** By somebody outside the owner. */
  @Post(':plan/:item/acceptance')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('accept-projects')
  async accept(
    @ProjectAt() id: string,
    @Body() it: body.AcceptanceDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.AcceptProject(id, body.acceptanceFrom(it), who)), reply);
  }

  @Post(':plan/:item/acceptance/withdrawal')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('accept-projects')
  async unaccept(
    @ProjectAt() id: string,
    @Body() { reason }: body.ProjectReasonDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.WithdrawAcceptance(id, { reason }, who)), reply);
  }

  /** Money changed by a document; the print stays. */
  @Post(':plan/:item/money')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('accept-projects')
  async money(
    @ProjectAt() id: string,
    @Body() it: body.MoneyDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return answered(await this.commands.execute(new asked.ChangeMoney(id, body.moneyFrom(it), who)), reply);
  }

  @Post(':plan/:item/owner')
  @ApiParam({ name: 'plan', example: '267-2025' })
  @ApiParam({ name: 'item', example: 'II.I.3' })
  @Allow('accept-projects')
  async owner(
    @ProjectAt() id: string,
    @Body() it: body.OwnerDto,
    @Acting() who: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const asks = { to: agencyId(it.to, 'to'), reason: it.reason, document: body.documentFrom(it.document) };
    return answered(await this.commands.execute(new asked.ChangeOwner(id, asks, who)), reply);
  }
}

/** 201 when something was written, 200 when it had been before or nothing changed; ETag for the next If-Match. */
function answered(outcome: Outcome, reply: Reply): CommandAnswer {
  const answer = answerOf(outcome);
  reply.status(answer.repeated || answer.events.length === 0 ? 200 : 201).header('ETag', `"${answer.version}"`);
  return answer;
}

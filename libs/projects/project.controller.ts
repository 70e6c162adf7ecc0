import { Body, Controller, Get, Header, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope, TellsVersion } from '#event-store';
import { Acting, Allow, Session, type SignedInAs } from '#identity';
import { agencyId } from '#language';
import { AddressedRow, ClocksDto, clocksFrom, ReasonDto, RowAt } from '#tasks';
import * as asked from './project.commands.js';
import * as body from './project.dto.js';
import { ProjectHistory, type ProjectHistoryRow } from './project.history.js';
import { ProjectById, ProjectList, type ProjectListAnswer, type ProjectView } from './project.queries.js';

/** Projects (Appendix II of the plans): money as printed and as added up. */
@ApiTags('projects')
@Controller('projects')
export class ProjectReadingController {
  constructor(private readonly queries: QueryBus) {}

  /** Projects on a day with roll-ups by section and by owner; printed sums stand beside what the rows add up to. */
  @Get()
  @Allow('read-projects')
  @ApiOkResponse({ description: 'Rows in printed order, sections, owners and the grand total. Money is exact, as text.' })
  list(@Query() filter: body.ProjectFilterDto): Promise<ProjectListAnswer> {
    return this.queries.execute(new ProjectList(body.filterFrom(filter)));
  }

  @Get(':plan/:item')
  @AddressedRow('II.I.3')
  @Allow('read-projects')
  @ApiOkResponse({ description: 'The printed row, money, payments, acceptances, and the events behind the status.' })
  @UseInterceptors(TellsVersion)
  show(@RowAt() id: string, @Query() clocks: ClocksDto, @Session() { user, agency, role }: SignedInAs): Promise<ProjectView> {
    return this.queries.execute(new ProjectById(id, { ...clocksFrom(clocks), actor: { user, agency, role } }));
  }

  @Get(':plan/:item/history')
  @AddressedRow('II.I.3')
  @Allow('read-projects')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ description: 'Every event of the project, in sentences.' })
  async history(@RowAt() id: string): Promise<{ rows: readonly ProjectHistoryRow[] }> {
    return { rows: await this.queries.execute(new ProjectHistory(id)) };
  }
}

/** Paid by their owners, accepted by others. Doors without rules. */
@ApiTags('projects')
@Controller('projects/:plan/:item')
@AddressedRow('II.I.3')
@UseInterceptors(AnswersCommand)
export class ProjectActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('disbursements')
  @Allow('disburse-projects')
  disburse(@RowAt() id: string, @Body() it: body.DisbursementDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Disburse(id, body.disbursementFrom(it), who));
  }

  @Post('disbursements/:disbursement/withdrawal')
  @Allow('disburse-projects', 'accept-projects')
  withdraw(
    @RowAt() id: string,
    @Param('disbursement') disbursement: string,
    @Body() { reason }: ReasonDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new asked.WithdrawDisbursement(id, { disbursement, reason }, who));
  }

  /** By somebody outside the owner. */
  @Post('acceptance')
  @Allow('accept-projects')
  accept(@RowAt() id: string, @Body() it: body.AcceptanceDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.AcceptProject(id, { ...it, note: it.note ?? null }, who));
  }

  @Post('acceptance/withdrawal')
  @Allow('accept-projects')
  unaccept(@RowAt() id: string, @Body() { reason }: ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.WithdrawAcceptance(id, { reason }, who));
  }

  /** Money changed by a document; the print stays. */
  @Post('money')
  @Allow('accept-projects')
  money(@RowAt() id: string, @Body() it: body.MoneyDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ChangeMoney(id, body.moneyFrom(it), who));
  }

  @Post('owner')
  @Allow('accept-projects')
  owner(@RowAt() id: string, @Body() { to, reason, document }: body.OwnerDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ChangeOwner(id, { to: agencyId(to, 'to'), reason, document }, who));
  }
}

import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { answerOf, type CommandAnswer, type Envelope, type Outcome } from '#event-store';
import { Acting, Allow, allows, Session, type SignedInAs } from '#identity';
import { agencyId, localDate, planId, Refusal } from '#language';
import { ResponsibilityOf } from './responsibility.query.js';
import { actFrom } from './seed.js';
import { ConcludeSuccession, DirectDuties, OpenSuccession, ParkDuties, WithdrawSuccession } from './succession.commands.js';
import {
  BetweenDto,
  DirectDto,
  OpenSuccessionDto,
  ParkDto,
  SuccessionAfterDto,
  SuccessionsDto,
  SuccessionViewDto,
  WithdrawDto,
} from './succession.dto.js';
import { OrphanedDuties, SuccessionById, SuccessionList } from './succession.queries.js';

interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** Kế thừa: who takes over what when bodies are renamed, merged, split or end. */
@ApiTags('succession')
@Controller()
export class SuccessionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('successions')
  @Allow('read-agencies')
  @ApiOkResponse({ type: SuccessionsDto })
  list(@Query() { after }: SuccessionAfterDto) {
    return this.queries.execute(new SuccessionList(after));
  }

  /** Open duties of bodies that are no more and that nobody has parked. Empty when all is well. */
  @Get('successions-orphaned')
  @Allow('read-agencies')
  @ApiOkResponse({ description: 'The duties, each with the body that led it last.' })
  orphaned() {
    return this.queries.execute(new OrphanedDuties());
  }

  /** The wizard: every open duty with the successor proposed and the one directed, the counts and the warnings. */
  @Get('successions/:succession')
  @Allow('read-agencies')
  @ApiOkResponse({ type: SuccessionViewDto })
  show(@Param('succession') id: string, @Query() { after }: SuccessionAfterDto) {
    return this.queries.execute(new SuccessionById(id, after));
  }

  @Post('successions')
  @Allow('arrange-succession')
  @ApiCreatedResponse({ description: 'The succession is opened; nothing has changed yet.' })
  async open(
    @Body() { act }: OpenSuccessionDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer> {
    return answered(await this.commands.execute(new OpenSuccession(actFrom(act), envelope)), reply);
  }

  /** Directs duties, in bulk or one by one. */
  @Post('successions/:succession/directions')
  @Allow('arrange-succession')
  @ApiCreatedResponse({ description: 'The directions are recorded.' })
  async direct(
    @Param('succession') id: string,
    @Body() { duties, to }: DirectDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer> {
    const chosen = { ...(duties && { duties }), ...(to && { to: agencyId(to, 'to') }) };
    return answered(await this.commands.execute(new DirectDuties(id, chosen, envelope)), reply);
  }

  @Post('successions/:succession/parkings')
  @Allow('arrange-succession')
  @ApiCreatedResponse({ description: 'The duties are parked, with the reason.' })
  async park(
    @Param('succession') id: string,
    @Body() { duties, reason }: ParkDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer> {
    return answered(await this.commands.execute(new ParkDuties(id, { ...(duties && { duties }), reason }, envelope)), reply);
  }

  /** Refused while one duty is orphaned. On and after its day the duties pass on at once; before it, when the day comes. */
  @Post('successions/:succession/conclusion')
  @Allow('arrange-succession')
  @ApiCreatedResponse({ description: 'The succession is concluded.' })
  async conclude(
    @Param('succession') id: string,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer> {
    return answered(await this.commands.execute(new ConcludeSuccession(id, envelope)), reply);
  }

  @Post('successions/:succession/withdrawal')
  @Allow('arrange-succession')
  @ApiCreatedResponse({ description: 'The succession is withdrawn; it never took effect.' })
  async withdraw(
    @Param('succession') id: string,
    @Body() { reason }: WithdrawDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer> {
    return answered(await this.commands.execute(new WithdrawSuccession(id, reason, envelope)), reply);
  }

  /** What a body took over, did and left, split by the tenures of its heads, and read with its predecessors'. */
  @Get('agencies/:agency/responsibility')
  @Allow('read-scorecards', 'read-own-scorecard')
  @ApiOkResponse({ description: 'One account a tenure; taken + received = passedOn + onTime + late + cancelled + left.' })
  responsibility(@Param('agency') id: string, @Query() { from, to, plan, after }: BetweenDto, @Session() session: SignedInAs) {
    const agency = agencyId(id);
    if (session.agency !== agency && !allows(session.role, 'read-scorecards'))
      throw new Refusal('not-your-scorecard', {
        kind: 'forbidden',
        vi: 'Anh/chị chỉ xem được trách nhiệm của cơ quan mình.',
        en: 'You may read what your own agency answers for only.',
        figures: { agency, yours: session.agency },
      });
    const between = { from: localDate(from, 'from'), to: localDate(to, 'to') };
    return this.queries.execute(
      new ResponsibilityOf(agency, { ...between, ...(plan && { plan: planId(plan) }), ...(after && { minPosition: after }) }),
    );
  }
}

function answered(outcome: Outcome, reply: Reply): CommandAnswer {
  reply.status(outcome.repeated || outcome.events.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
  reply.header('etag', `"${outcome.version}"`);
  return answerOf(outcome);
}

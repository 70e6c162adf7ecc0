import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { answerOf, type CommandAnswer, type Envelope, FollowsFromRecord } from '#event-store';
import { Acting, Allow } from '#identity';
import { agencyId, type LocalDate, localDate } from '#language';
import { ChangeAgency } from './agency.commands.js';
import { AgenciesDto, AgencyViewDto, AliasDto, DepartureDto, GroupsDto, HeadDto, OnDayDto } from './agency.dto.js';
import { AgencyById, AgencyGroups, AgencyList } from './agency.queries.js';

interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

const dayIn = (on: string | undefined): LocalDate | undefined => (on === undefined ? undefined : localDate(on, 'on'));

/** The registry of agencies and groups; any day of it. */
@ApiTags('agencies')
@Controller()
export class AgenciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('agencies')
  @Allow('read-agencies')
  @FollowsFromRecord('all')
  @ApiOkResponse({ type: AgenciesDto })
  list(@Query() { on, after }: OnDayDto) {
    return this.queries.execute(new AgencyList(dayIn(on), after));
  }

  @Get('agencies/:agency')
  @Allow('read-agencies')
  @FollowsFromRecord('all')
  @ApiOkResponse({ type: AgencyViewDto })
  show(@Param('agency') agency: string, @Query() { on, after }: OnDayDto) {
    return this.queries.execute(new AgencyById(agencyId(agency), dayIn(on), after));
  }

  /** Groups that documents name by one word, with their members on a day, or every span of membership. */
  @Get('agency-groups')
  @Allow('read-agencies')
  @FollowsFromRecord('all')
  @ApiOkResponse({ type: GroupsDto })
  groups(@Query() { on, after }: OnDayDto) {
    return this.queries.execute(new AgencyGroups(dayIn(on), after));
  }

  /** Another spelling by which documents name the agency. */
  @Post('agencies/:agency/aliases')
  @Allow('manage-agencies')
  @ApiCreatedResponse({ description: 'The alias is recorded.' })
  addAlias(
    @Param('agency') agency: string,
    @Body() { alias, source }: AliasDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return this.change(agency, { type: 'add-alias', alias, source }, envelope, reply);
  }

  /** A head takes office. Scores follow the tenure, by day. */
  @Post('agencies/:agency/heads')
  @Allow('manage-agencies')
  @ApiCreatedResponse({ description: 'The tenure is recorded.' })
  appoint(
    @Param('agency') agency: string,
    @Body() { subject, office, from, source }: HeadDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const change = { type: 'appoint-head', subject, office, from: localDate(from, 'from'), source } as const;
    return this.change(agency, change, envelope, reply);
  }

  @Post('agencies/:agency/heads/departures')
  @Allow('manage-agencies')
  @ApiCreatedResponse({ description: 'The tenure is ended.' })
  leave(
    @Param('agency') agency: string,
    @Body() { subject, on, source }: DepartureDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return this.change(agency, { type: 'head-leaves', subject, on: localDate(on, 'on'), source }, envelope, reply);
  }

  private async change(agency: string, change: ChangeAgency['change'], envelope: Envelope, reply: Reply): Promise<CommandAnswer> {
    const outcome = await this.commands.execute(new ChangeAgency(agencyId(agency), change, envelope));
    reply.status(outcome.repeated || outcome.events.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    reply.header('etag', `"${outcome.version}"`);
    return answerOf(outcome);
  }
}

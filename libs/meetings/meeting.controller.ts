import { Body, Controller, Get, Param, ParseIntPipe, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { planId } from '#language';
import { ClocksDto, clocksFrom } from '#tasks';
import { ProposedAgenda } from './agenda.query.js';
import { ChangesSince } from './changes.query.js';
import { Conclude, ConveneMeeting, FollowUp, FreezeAgenda } from './meeting.commands.js';
import { AfterDto, becomesFrom, ConclusionDto, FollowUpDto, MeetingDto } from './meeting.dto.js';
import { MeetingByNumber, MeetingList } from './meeting.queries.js';

/** The committee's meetings. */
@ApiTags('meetings')
@Controller('meetings/:plan')
export class MeetingReadingController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-boards')
  list(@Param('plan') plan: string, @Query() { after }: AfterDto) {
    return this.queries.execute(new MeetingList(planId(plan), after));
  }

  /** What would be on the agenda now. `leftOut`: matters beyond the lines that an agenda may have. */
  @Get('proposed-agenda')
  @Allow('read-boards')
  async proposed(@Param('plan') plan: string, @Query() clocks: ClocksDto) {
    const { lines, leftOut } = await this.queries.execute(new ProposedAgenda(planId(plan), clocksFrom(clocks)));
    return { rows: lines, leftOut };
  }

  @Get(':number')
  @Allow('read-boards')
  show(@Param('plan') plan: string, @Param('number', ParseIntPipe) number: number, @Query() { after }: AfterDto) {
    return this.queries.execute(new MeetingByNumber(planId(plan), number, after));
  }

  /** What changed since the meeting before. */
  @Get(':number/changes')
  @Allow('read-boards')
  changes(@Param('plan') plan: string, @Param('number', ParseIntPipe) number: number) {
    return this.queries.execute(new ChangesSince(planId(plan), number));
  }
}

/** What can be done at a meeting. */
@ApiTags('meetings')
@Controller('meetings')
@UseInterceptors(AnswersCommand)
export class MeetingActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('hold-meetings')
  convene(@Body() { plan, number, title, sitsOn }: MeetingDto, @Acting() who: Envelope) {
    return this.commands.execute(new ConveneMeeting(planId(plan), number, { title, sitsOn }, who));
  }

  @Post(':plan/:number/agenda')
  @Allow('hold-meetings')
  freeze(@Param('plan') plan: string, @Param('number', ParseIntPipe) number: number, @Acting() who: Envelope) {
    return this.commands.execute(new FreezeAgenda(planId(plan), number, {}, who));
  }

  @Post(':plan/:number/conclusions')
  @Allow('hold-meetings')
  conclude(
    @Param('plan') plan: string,
    @Param('number', ParseIntPipe) number: number,
    @Body() { text, document, becomes }: ConclusionDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new Conclude(planId(plan), number, { text, document, becomes: becomesFrom(becomes) }, who));
  }

  @Post(':plan/:number/follow-ups')
  @Allow('hold-meetings')
  followUp(
    @Param('plan') plan: string,
    @Param('number', ParseIntPipe) number: number,
    @Body() body: FollowUpDto,
    @Acting() who: Envelope,
  ) {
    return this.commands.execute(new FollowUp(planId(plan), number, body, who));
  }
}

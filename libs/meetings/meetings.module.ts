import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ProposedAgendaHandler } from './agenda.query.js';
import { CarryConclusionsHandler } from './carrying.js';
import { ChangesSinceHandler } from './changes.query.js';
import { ConclusionCarrier } from './conclusion-carrier.js';
import { meetingCommandHandlers } from './meeting.commands.js';
import { MeetingActionsController, MeetingReadingController } from './meeting.controller.js';
import { MeetingByNumberHandler, MeetingListHandler } from './meeting.queries.js';
import { MeetingRows } from './meeting.rows.js';

/** The committee's meetings. Needs the tasks, obstacles and reporting rooms beside it; the server starts ConclusionCarrier. */
@Module({
  imports: [CqrsModule],
  controllers: [MeetingReadingController, MeetingActionsController],
  providers: [
    ...meetingCommandHandlers,
    MeetingRows,
    CarryConclusionsHandler,
    ConclusionCarrier,
    ProposedAgendaHandler,
    MeetingListHandler,
    MeetingByNumberHandler,
    ChangesSinceHandler,
  ],
  exports: [ConclusionCarrier],
})
export class MeetingsModule {}

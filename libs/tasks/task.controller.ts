import { Body, Controller, Get, Header, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AnswersCommand, type Envelope, FollowsFromRecord, TellsVersion } from '#event-store';
import { Acting, Allow, Session, type SignedInAs } from '#identity';
import { Refusal, type TaskId } from '#language';
import { AddressedTask, TaskAt } from './addressed.js';
import { ExtensionsToDecide, type ExtensionsToDecideAnswer } from './extensions-to-decide.js';
import { MyTasks, type MyTasksAnswer } from './my-tasks.js';
import { OverdueBoard, type OverdueBoardAnswer } from './overdue-board.js';
import * as asked from './task.commands.js';
import * as body from './task.dto.js';
import {
  boardFilterFrom,
  ClocksDto,
  clocksFrom,
  filterFrom,
  OverdueBoardDto,
  TaskFilterDto,
  ToDecideDto,
  toDecideFrom,
} from './task.filters.dto.js';
import { type HistoryRow, TaskHistory } from './task.history.js';
import { TaskList, type TaskListAnswer } from './task.queries.js';
import { TaskById, type TaskView } from './task.view.js';

/** The register, the boards and a task's page. */
@ApiTags('tasks')
@Controller()
export class TaskReadingController {
  constructor(private readonly queries: QueryBus) {}

  @Get('tasks')
  @Allow('read-tasks')
  @FollowsFromRecord('all')
  list(@Query() filter: TaskFilterDto): Promise<TaskListAnswer> {
    return this.queries.execute(new TaskList(filterFrom(filter)));
  }

  @Get('my-tasks')
  @Allow('read-tasks')
  @FollowsFromRecord('asker')
  mine(@Query() clocks: ClocksDto, @Session() session: SignedInAs): Promise<MyTasksAnswer> {
    if (session.agency) return this.queries.execute(new MyTasks(session.agency, clocksFrom(clocks)));
    throw new Refusal('no-agency', {
      kind: 'not-found',
      vi: 'Tài khoản này không thuộc cơ quan nào nên không có “việc của tôi”; hãy xem danh mục nhiệm vụ.',
      en: 'This account belongs to no agency, so it has no tasks of its own; see the register.',
    });
  }

  @Get('overdue')
  @Allow('read-boards')
  @FollowsFromRecord('all')
  overdue(@Query() filter: OverdueBoardDto): Promise<OverdueBoardAnswer> {
    return this.queries.execute(new OverdueBoard(boardFilterFrom(filter)));
  }

  @Get('extensions-to-decide')
  @Allow('read-boards')
  @FollowsFromRecord('all')
  toDecide(@Query() filter: ToDecideDto): Promise<ExtensionsToDecideAnswer> {
    return this.queries.execute(new ExtensionsToDecide(toDecideFrom(filter)));
  }

  @Get('tasks/:plan/:item/:agency')
  @AddressedTask()
  @Allow('read-tasks')
  @FollowsFromRecord('asker')
  @UseInterceptors(TellsVersion)
  show(@TaskAt() id: TaskId, @Query() clocks: ClocksDto, @Session() { user, agency, role }: SignedInAs): Promise<TaskView> {
    return this.queries.execute(new TaskById(id, { ...clocksFrom(clocks), actor: { user, agency, role } }));
  }

  @Get('tasks/:plan/:item/:agency/history')
  @AddressedTask()
  @Allow('read-tasks')
  @Header('Cache-Control', 'no-store')
  async history(@TaskAt() id: TaskId): Promise<{ rows: readonly HistoryRow[] }> {
    return { rows: await this.queries.execute(new TaskHistory(id)) };
  }
}

/** What can be done to a task. Every route is a door without rules: they are in task.ts. */
@ApiTags('tasks')
@Controller('tasks/:plan/:item/:agency')
@AddressedTask()
@UseInterceptors(AnswersCommand)
export class TaskActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('milestones')
  @Allow('report-progress')
  report(@TaskAt() id: TaskId, @Body() it: body.MilestoneReportDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ReportMilestone(id, it, who));
  }

  @Post('planned-milestones')
  @Allow('report-progress')
  plan(@TaskAt() id: TaskId, @Body() it: body.PlannedMilestoneDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.PlanMilestone(id, it, who));
  }

  @Post('delays')
  @Allow('report-progress')
  delay(@TaskAt() id: TaskId, @Body() it: body.DelayDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ReportDelay(id, it, who));
  }

  @Post('extensions')
  @Allow('report-progress')
  extend(@TaskAt() id: TaskId, @Body() it: body.ExtensionRequestDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.RequestExtension(id, it, who));
  }

  @Post('extensions/:request/grant')
  @Allow('grant-extensions')
  grant(@TaskAt() id: TaskId, @Param('request') request: string, @Body() it: body.GrantDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.GrantExtension(id, { ...it, request }, who));
  }

  @Post('extensions/:request/refusal')
  @Allow('grant-extensions')
  refuse(@TaskAt() id: TaskId, @Param('request') request: string, @Body() it: body.ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.RefuseExtension(id, { ...it, request }, who));
  }

  @Post('completion')
  @Allow('report-progress')
  claim(@TaskAt() id: TaskId, @Body() it: body.CompletionDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ClaimCompletion(id, it, who));
  }

  @Post('completion/:claim/acceptance')
  @Allow('judge-reports')
  accept(@TaskAt() id: TaskId, @Param('claim') claim: string, @Body() it: body.NoteDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.AcceptCompletion(id, { ...it, claim }, who));
  }

  @Post('completion/:claim/return')
  @Allow('judge-reports')
  giveBack(@TaskAt() id: TaskId, @Param('claim') claim: string, @Body() it: body.ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ReturnCompletion(id, { ...it, claim }, who));
  }

  @Post('reports/:report/acceptance')
  @Allow('judge-reports')
  acceptReport(@TaskAt() id: TaskId, @Param('report') report: string, @Body() it: body.NoteDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.AcceptReport(id, { ...it, report }, who));
  }

  @Post('reports/:report/return')
  @Allow('judge-reports')
  giveReportBack(@TaskAt() id: TaskId, @Param('report') report: string, @Body() it: body.ReasonDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ReturnReport(id, { ...it, report }, who));
  }

  @Post('due-reading')
  @Allow('read-due')
  readDue(@TaskAt() id: TaskId, @Body() it: body.DueReadingDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ReadDue(id, { ...it, due: body.dueOf(it.due) }, who));
  }

  @Post('due-change')
  @Allow('change-due')
  changeDue(@TaskAt() id: TaskId, @Body() it: body.DueChangeDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ChangeDue(id, { ...it, due: body.dueOf(it.due) }, who));
  }

  @Post('exceeded')
  @Allow('direct-tasks')
  exceed(@TaskAt() id: TaskId, @Body() it: body.OptionallyDocumentedDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.MarkExceeded(id, it, who));
  }

  @Post('suspension')
  @Allow('direct-tasks')
  suspend(@TaskAt() id: TaskId, @Body() it: body.DocumentedDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Suspend(id, it, who));
  }

  @Post('resumption')
  @Allow('direct-tasks')
  resume(@TaskAt() id: TaskId, @Body() it: body.OptionallyDocumentedDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Resume(id, it, who));
  }

  @Post('reassignment')
  @Allow('direct-tasks')
  reassign(@TaskAt() id: TaskId, @Body() it: body.ReassignmentDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Reassign(id, it, who));
  }

  @Post('coordination')
  @Allow('direct-tasks')
  coordinate(@TaskAt() id: TaskId, @Body() it: body.CoordinationDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.ChangeCoordination(id, it, who));
  }

  @Post('reopening')
  @Allow('direct-tasks')
  reopen(@TaskAt() id: TaskId, @Body() it: body.OptionallyDocumentedDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Reopen(id, it, who));
  }

  @Post('cancellation')
  @Allow('direct-tasks')
  cancel(@TaskAt() id: TaskId, @Body() it: body.DocumentedDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Cancel(id, it, who));
  }

  @Post('corrections')
  @Allow('correct', 'judge-reports')
  correct(@TaskAt() id: TaskId, @Body() it: body.CorrectionDto, @Acting() who: Envelope) {
    return this.commands.execute(new asked.Correct(id, it, who));
  }
}

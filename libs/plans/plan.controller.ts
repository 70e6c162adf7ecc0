import { Body, Controller, Get, HttpStatus, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { answerOf, type CommandAnswer, type Envelope } from '#event-store';
import { Acting, Allow } from '#identity';
import { planId, Refusal } from '#language';
import { BulkSettlementAnswerDto, BulkSettlementDto } from './plan.bulk.dto.js';
import { type BulkSettlement, SettleFindings } from './plan.bulk.js';
import type { LeftToOthers } from './plan.carrying.js';
import { ImportPlan } from './plan.commands.js';
import {
  FindingsDto,
  FindingsFilterDto,
  ImportOptionsDto,
  ImportReportDto,
  PlanDetailDto,
  PlanRowsDto,
  PlansDto,
  ReadAfterDto,
  SettlementAnswerDto,
  SettlementDto,
} from './plan.dto.js';
import { PlanById, PlanFindings, PlanList, type PlanRowKind, PlanRows, PlanWorkbook } from './plan.queries.js';
import { SettleFinding } from './plan.settling.js';
import { largestFile, mustNotBeTooLarge } from './reading/decode.js';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What this controller uses of Fastify with its multipart part. */
interface Upload {
  isMultipart(): boolean;
  file(options: object): Promise<{ readonly filename: string; readonly file: AsyncIterable<Buffer> } | undefined>;
}
interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

@ApiTags('plans')
@Controller('plans')
export class PlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Every plan on record. */
  @Get()
  @Allow('read-plans')
  @ApiOkResponse({ type: PlansDto })
  list(@Query() { after }: ReadAfterDto) {
    return this.queries.execute(new PlanList(after));
  }

  /** Reads a plan (.txt in UTF-8, .docx or .xlsx, at most 10 MB). A dry run, the default, writes nothing; a changed file needs `confirm`. */
  @Post('import')
  @Allow('import-plan')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiOkResponse({ type: ImportReportDto })
  async import(
    @Req() request: Upload,
    @Query() options: ImportOptionsDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const dryRun = options.dryRun !== 'false';
    const file = await fileFrom(request);
    const { confirm, document } = options;
    const leaveOut = options.leaveOut === 'true';
    const said = { dryRun, leaveOut, ...(confirm ? { confirm } : {}), ...(document ? { document } : {}) };
    const report = await this.commands.execute(new ImportPlan(file, said, envelope));
    reply.status(dryRun || report.unchanged ? HttpStatus.OK : HttpStatus.CREATED);
    return report;
  }

  @Get(':plan')
  @Allow('read-plans')
  @ApiOkResponse({ type: PlanDetailDto })
  show(@Param('plan') plan: string, @Query() { after }: ReadAfterDto) {
    return this.queries.execute(new PlanById(planId(plan), after));
  }

  /** Rows of Appendix IV in this plan: tasks as printed, before groups are expanded. */
  @Get(':plan/items')
  @Allow('read-plans')
  @ApiOkResponse({ type: PlanRowsDto })
  items(@Param('plan') plan: string, @Query() { after }: ReadAfterDto) {
    return this.rows(plan, 'items', after);
  }

  @Get(':plan/targets')
  @Allow('read-plans')
  @ApiOkResponse({ type: PlanRowsDto })
  targets(@Param('plan') plan: string, @Query() { after }: ReadAfterDto) {
    return this.rows(plan, 'targets', after);
  }

  /** Results of the year before, as the plan prints them. */
  @Get(':plan/results')
  @Allow('read-plans')
  @ApiOkResponse({ type: PlanRowsDto })
  results(@Param('plan') plan: string, @Query() { after }: ReadAfterDto) {
    return this.rows(plan, 'results', after);
  }

  @Get(':plan/projects')
  @Allow('read-plans')
  @ApiOkResponse({ type: PlanRowsDto })
  projects(@Param('plan') plan: string, @Query() { after }: ReadAfterDto) {
    return this.rows(plan, 'projects', after);
  }

  @Get(':plan/findings')
  @Allow('read-plans')
  @ApiOkResponse({ type: FindingsDto })
  findings(@Param('plan') plan: string, @Query() { severity, open, item, after }: FindingsFilterDto) {
    const filter = { ...(severity ? { severity } : {}), ...(open ? { open: open === 'true' } : {}), ...(item ? { item } : {}) };
    return this.queries.execute(new PlanFindings(planId(plan), filter, after));
  }

  /** Settles a finding: accepts what is proposed, changes it to `value`, or keeps the print. The printed words stay either way. */
  @Post(':plan/findings/:finding/settlement')
  @Allow('settle-findings')
  @ApiOkResponse({ type: SettlementAnswerDto })
  async settle(
    @Param('plan') plan: string,
    @Param('finding') finding: string,
    @Body() { choice, value, note }: SettlementDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandAnswer & { readonly leftToOthers: readonly LeftToOthers[] }> {
    const settlement = { choice, ...(value === undefined ? {} : { value }), ...(note === undefined ? {} : { note }) };
    const outcome = await this.commands.execute(new SettleFinding(planId(plan), finding, settlement, envelope));
    reply.status(outcome.repeated || outcome.events.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    reply.header('etag', `"${outcome.version}"`);
    return { ...answerOf(outcome), leftToOthers: outcome.leftToOthers };
  }

  /** Settles many findings the same way. Each is an event of its own; what is refused of one does not keep the others open. */
  @Post(':plan/settlements')
  @Allow('settle-findings')
  @ApiOkResponse({ type: BulkSettlementAnswerDto })
  async settleMany(
    @Param('plan') plan: string,
    @Body() { findings, code, severity, item, choice, value, note }: BulkSettlementDto,
    @Acting() envelope: Envelope,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<BulkSettlement> {
    const which = { ...(findings && { findings }), ...(code && { code }), ...(severity && { severity }), ...(item && { item }) };
    const settlement = { choice, ...(value === undefined ? {} : { value }), ...(note === undefined ? {} : { note }) };
    const answer = await this.commands.execute(new SettleFindings(planId(plan), which, settlement, envelope));
    reply.status(answer.settled.length === 0 ? HttpStatus.OK : HttpStatus.CREATED);
    return answer;
  }

  /** The plan in force as .xlsx, its columns as printed; imported again unchanged it writes nothing. */
  @Get(':plan/workbook')
  @Allow('read-plans')
  @ApiProduces(xlsx)
  @ApiOkResponse({ description: 'An Excel file.', schema: { type: 'string', format: 'binary' } })
  async workbook(@Param('plan') plan: string): Promise<StreamableFile> {
    const { name, bytes } = await this.queries.execute(new PlanWorkbook(planId(plan)));
    return new StreamableFile(bytes, {
      type: xlsx,
      disposition: `attachment; filename="${name}"`,
      length: bytes.length,
    });
  }

  private rows(plan: string, kind: PlanRowKind, after: string | undefined) {
    return this.queries.execute(new PlanRows(planId(plan), kind, after));
  }
}

/** The uploaded file; its bytes are counted here, for the parser would cut a long one silently. */
async function fileFrom(request: Upload): Promise<{ name: string; bytes: Uint8Array }> {
  const part = request.isMultipart() ? await request.file({ limits: { files: 1, fileSize: 1e9 } }) : undefined;
  if (!part)
    throw new Refusal('file-missing', {
      kind: 'invalid',
      field: 'file',
      vi: 'Thiếu tệp kế hoạch: gửi một tệp .txt, .docx hoặc .xlsx trong phần “file”.',
      en: 'The plan file is missing: send one .txt, .docx or .xlsx as the part “file”.',
    });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file) {
    size += chunk.length;
    // The rest is read and dropped, so that the answer reaches the sender.
    if (size <= largestFile) chunks.push(chunk);
  }
  mustNotBeTooLarge(size);
  return { name: part.filename, bytes: Buffer.concat(chunks) };
}

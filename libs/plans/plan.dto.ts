import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Severity } from './finding.js';
import type { SettlementChoice } from './plan.events.js';

export class ReadAfterDto {
  @ApiPropertyOptional({ description: 'Position of the log to wait for, from a command’s answer.', example: '1204' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

export class ImportOptionsDto {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'true',
    description: 'A dry run reads and reports, and writes nothing.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';

  @ApiPropertyOptional({ description: 'SHA-256 of a changed file whose differences were seen.' })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  confirm?: string;

  @ApiPropertyOptional({
    description: 'Number of the document that decided the change; without it the changed plan’s own.',
    example: '512/QĐ-UBND',
  })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  document?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Take the rows that can be read; those that cannot stay open findings until a mended file brings them.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  leaveOut?: 'true' | 'false';
}

export class FindingsFilterDto extends ReadAfterDto {
  @ApiPropertyOptional({ enum: ['blocking', 'decision', 'notice'] })
  @IsOptional()
  @IsIn(['blocking', 'decision', 'notice'])
  severity?: Severity;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: not yet settled; false: settled.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  @ApiPropertyOptional({ example: 'IV.VI.3' })
  @IsOptional()
  @Matches(/^[A-Z0-9.]{1,30}$/)
  item?: string;
}

export class SettlementDto {
  @ApiProperty({ enum: ['accept', 'change', 'keep'] })
  @IsIn(['accept', 'change', 'keep'])
  choice: SettlementChoice;

  @ApiPropertyOptional({ description: 'What the print is to be read as, when it is changed.', example: '30/06/2025' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  value?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

export class FreshnessDto {
  @ApiProperty()
  projection: string;
  @ApiProperty({ example: '1204' })
  position: string;
  @ApiProperty({ example: '1204' })
  head: string;
  @ApiProperty({ enum: ['running', 'rebuilding', 'stopped'] })
  state: string;
  @ApiProperty({ type: String, nullable: true })
  updatedAt: string | null;
}

export class PlanCountsDto {
  @ApiProperty()
  items: number;
  @ApiProperty()
  tasks: number;
  @ApiProperty()
  targets: number;
  @ApiProperty()
  results: number;
  @ApiProperty()
  projects: number;
  @ApiProperty()
  findings: number;
  @ApiProperty({ description: 'Decisions that nobody has settled.' })
  findingsOpen: number;
}

export class PlanSummaryDto {
  @ApiProperty({ example: '12-2026' })
  id: string;
  @ApiProperty({ example: '12/KH-UBND' })
  number: string;
  @ApiProperty()
  title: string;
  @ApiProperty({ example: '2024-12-10' })
  adoptedOn: string;
  @ApiProperty()
  year: number;
  @ApiProperty()
  issuer: string;
  @ApiProperty({ type: PlanCountsDto })
  counts: PlanCountsDto;
  @ApiProperty()
  simulated: boolean;
}

export class PlansDto {
  @ApiProperty({ type: [PlanSummaryDto] })
  rows: PlanSummaryDto[];
  @ApiProperty({ type: FreshnessDto })
  freshness: FreshnessDto;
}

export class PlanSectionDto {
  @ApiProperty({ example: 'IV' })
  appendix: string;
  @ApiProperty({ example: 'VI' })
  numeral: string;
  @ApiProperty()
  title: string;
  @ApiProperty()
  rows: number;
}

export class PlanDetailDto extends PlanSummaryDto {
  @ApiProperty()
  place: string;
  @ApiProperty()
  signer: string;
  @ApiProperty()
  sha256: string;
  @ApiProperty({ type: [PlanSectionDto] })
  sections: PlanSectionDto[];
  @ApiProperty({ type: FreshnessDto })
  freshness: FreshnessDto;
}

export class PlanRowDto {
  @ApiProperty({ example: 'IV.VI.3' })
  code: string;
  @ApiProperty({ enum: ['item', 'target', 'result', 'project'] })
  kind: string;
  @ApiProperty()
  appendix: string;
  @ApiProperty()
  section: string;
  @ApiProperty()
  sectionTitle: string;
  @ApiProperty()
  title: string;
  @ApiProperty()
  line: number;
  @ApiProperty({ type: [String], description: 'The cells as printed, in the order of the table’s columns.' })
  cells: string[];
  @ApiPropertyOptional({ description: 'Of an item.' })
  lead?: string;
  @ApiPropertyOptional({ description: 'Of an item.' })
  coordinating?: string;
  @ApiPropertyOptional({ description: 'Of an item: the deadline as printed and as read.', type: Object })
  due?: object;
  @ApiPropertyOptional({ description: 'Of a target.' })
  executor?: string;
  @ApiPropertyOptional({ description: 'Of a target.' })
  monitor?: string;
  @ApiPropertyOptional({ description: 'Of a result.' })
  result?: string;
  @ApiPropertyOptional({ description: 'Of a result.', enum: ['met', 'not-met', 'unmeasured'] })
  verdict?: string;
  @ApiPropertyOptional({ description: 'Of a project.' })
  owner?: string;
  @ApiPropertyOptional({ description: 'Of a project: million đồng.', type: Number, nullable: true })
  total?: number | null;
  @ApiPropertyOptional({ description: 'Of a project: million đồng.', type: Number, nullable: true })
  allotted?: number | null;
}

export class PlanRowsDto {
  @ApiProperty({ type: [PlanRowDto] })
  rows: PlanRowDto[];
  @ApiProperty({ type: FreshnessDto })
  freshness: FreshnessDto;
}

export class SettledDto {
  @ApiProperty()
  by: string;
  @ApiProperty({ example: '2025-01-06' })
  on: string;
  @ApiProperty({ enum: ['accept', 'change', 'keep'] })
  choice: string;
  @ApiProperty({ type: String, nullable: true })
  value: string | null;
  @ApiProperty({ type: String, nullable: true })
  note: string | null;
}

export class ImportFindingDto {
  @ApiProperty({ example: 'deadline-blank-iv-vi-3' })
  id: string;
  @ApiProperty({ enum: ['blocking', 'decision', 'notice'] })
  severity: string;
  @ApiProperty({ example: 'deadline-blank' })
  code: string;
  @ApiProperty({ type: String, nullable: true, example: 'IV.VI.3' })
  item: string | null;
  @ApiProperty({ type: String, nullable: true })
  appendix: string | null;
  @ApiProperty()
  line: number;
  @ApiProperty()
  printed: string;
  @ApiProperty({ type: String, nullable: true })
  proposed: string | null;
  @ApiProperty()
  vi: string;
  @ApiProperty()
  en: string;
  @ApiProperty({ type: Object })
  figures: object;
}

export class FindingDto extends ImportFindingDto {
  @ApiProperty({ type: SettledDto, nullable: true })
  settled: SettledDto | null;
}

export class FindingsDto {
  @ApiProperty({ type: [FindingDto] })
  rows: FindingDto[];
  @ApiProperty({ type: FreshnessDto })
  freshness: FreshnessDto;
}

export class DifferenceDto {
  @ApiProperty({ example: 'IV.VI.3', description: 'A row’s code, the name of a fact, or “text”.' })
  code: string;
  @ApiProperty({ enum: ['added', 'changed', 'removed'] })
  kind: string;
  @ApiProperty({ type: String, nullable: true })
  was: string | null;
  @ApiProperty({ type: String, nullable: true })
  now: string | null;
}

export class FileDto {
  @ApiProperty()
  name: string;
  @ApiProperty()
  size: number;
  @ApiProperty()
  sha256: string;
}

export class SeverityCountsDto {
  @ApiProperty()
  blocking: number;
  @ApiProperty()
  decision: number;
  @ApiProperty()
  notice: number;
}

export class ImportCountsDto {
  @ApiProperty()
  items: number;
  @ApiProperty()
  targets: number;
  @ApiProperty()
  results: number;
  @ApiProperty()
  projects: number;
  @ApiProperty({ type: SeverityCountsDto })
  findings: SeverityCountsDto;
}

export class LeftToOthersDto {
  @ApiProperty()
  task: string;
  @ApiProperty()
  code: string;
  @ApiProperty()
  vi: string;
  @ApiProperty()
  en: string;
}

export class SettlementAnswerDto {
  @ApiProperty({ example: 'plan-12-2026' })
  stream: string;
  @ApiProperty()
  version: number;
  @ApiProperty({ example: '1204' })
  position: string;
  @ApiProperty()
  repeated: boolean;
  @ApiProperty({ type: [String], example: ['finding-settled'] })
  events: string[];
  @ApiProperty({
    type: [LeftToOthersDto],
    description: 'What a task of the row refused, and tasks that only a person may take back, each with why.',
  })
  leftToOthers: LeftToOthersDto[];
}

export class ImportReportDto {
  @ApiProperty()
  dryRun: boolean;
  @ApiProperty({ example: '12-2026' })
  plan: string;
  @ApiProperty()
  number: string;
  @ApiProperty()
  title: string;
  @ApiProperty({ type: FileDto })
  file: FileDto;
  @ApiProperty({ type: ImportCountsDto })
  counts: ImportCountsDto;
  @ApiProperty({ description: 'Tasks that the items become, groups expanded.' })
  tasks: number;
  @ApiProperty({ type: [ImportFindingDto] })
  findings: ImportFindingDto[];
  @ApiProperty({ type: [DifferenceDto] })
  differences: DifferenceDto[];
  @ApiProperty()
  eventsWritten: number;
  @ApiProperty({
    type: [LeftToOthersDto],
    description: 'What the file changed and its import could not carry over to a task, each with why.',
  })
  leftToOthers: LeftToOthersDto[];
  @ApiProperty({ description: 'Only single rows block: the others may be taken without them (`leaveOut`).' })
  mayLeaveOut: boolean;
  @ApiProperty()
  unchanged: boolean;
  @ApiProperty({ type: String, nullable: true })
  position: string | null;
}

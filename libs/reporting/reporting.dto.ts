import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type PeriodStrategy, periodStrategies } from '#calendar';
import { type AgencyId, type LocalDate, type Percent, Refusal, type TaskId } from '#language';
import { ClocksDto, Day, type DocumentDto, OptionalAct, OptionalDay, OptionalWords, Words } from '#tasks';
import { type Entry, type Saying, sayings } from './report.events.js';
import type { OpenRound } from './reporting.commands.js';
import { limits } from './reporting.limits.js';

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The bodies of the rounds' routes. The rules are in the deciders, not here. */
export class OpenRoundDto {
  @Matches(slug)
  @MaxLength(60)
  @ApiProperty({ type: String, example: '267-2025' })
  plan: string;
  @IsOptional()
  @Matches(/^\d{4}(-(M\d\d|Q[1-4]|H[12]|9M))?$/)
  @ApiPropertyOptional({ type: String, example: '2025-Q1', description: 'Kỳ theo lịch. Bỏ trống: kỳ đột xuất, cần đủ các ngày.' })
  round?: string;
  @IsOptional()
  @IsIn(periodStrategies)
  @ApiPropertyOptional({ enum: periodStrategies, description: 'Cách cắt kỳ theo lịch; bỏ trống: theo quy tắc đang có hiệu lực.' })
  strategy?: PeriodStrategy | null;
  @OptionalWords(limits.title)
  title?: string | null;
  @OptionalDay()
  from?: LocalDate | null;
  @OptionalDay()
  cutOff?: LocalDate | null;
  @OptionalDay()
  closesOn?: LocalDate | null;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.groups)
  @Matches(slug, { each: true })
  @ApiPropertyOptional({ type: [String], description: 'Nhóm cơ quan phải báo cáo thêm, theo thành viên của ngày mở.' })
  groups?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.agencies)
  @Matches(slug, { each: true })
  @ApiPropertyOptional({ type: [String] })
  agencies?: AgencyId[];
}

/** A period by its id, or an ad hoc round with all its days. */
export function windowFrom({
  round,
  strategy,
  title,
  from,
  cutOff,
  closesOn,
  groups,
  agencies,
}: OpenRoundDto): OpenRound['body'] {
  const called = { ...(groups && { groups }), ...(agencies && { agencies }) };
  if (round) return { round, title: title ?? null, strategy: strategy ?? null, ...called };
  if (title && from && cutOff && closesOn) return { title, from, cutOff, closesOn, ...called };
  throw new Refusal('window-incomplete', {
    kind: 'invalid',
    field: round === undefined ? 'round' : 'title',
    vi: 'Hãy nêu mã kỳ (ví dụ 2025-Q1), hoặc với kỳ đột xuất: tên, từ ngày, ngày chốt số liệu và hạn gửi.',
    en: 'Give a period (for example 2025-Q1), or for an ad hoc round its title, first day, cut-off and closing day.',
  });
}

export class RoundReasonDto {
  @Words(limits.reason)
  reason: string;
  @OptionalAct()
  document?: DocumentDto | null;
}

export class ExemptionDto extends RoundReasonDto {
  @Matches(slug)
  @MaxLength(80)
  @ApiProperty({ type: String, example: 'thanh-tra-tinh' })
  agency: AgencyId;
}

export class RoundExtensionDto extends RoundReasonDto {
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'so-y-te', description: 'Bỏ trống: mọi cơ quan.' })
  agency?: AgencyId | null;
  @Day()
  until: LocalDate;
}

export class ReportReturnDto {
  @Words(limits.reason)
  reason: string;
}

export class ReportEntryDto implements Entry {
  @IsString()
  @MaxLength(200)
  @ApiProperty({ type: String, example: '267-2025/IV.IV.1/so-y-te' })
  task: TaskId;
  @IsIn(sayings)
  @ApiProperty({ enum: sayings, description: 'reported: có kết quả; zero: chưa phát sinh; not-applicable: không áp dụng.' })
  said: Saying;
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 1 })
  @Min(0)
  @Max(100)
  @ApiPropertyOptional({ type: Number, nullable: true })
  progress: Percent | null = null;
  @IsString()
  @MaxLength(limits.words)
  @ApiProperty({ type: String, maxLength: limits.words })
  words: string;
}

class EntriesDto {
  @IsArray()
  @ArrayMaxSize(limits.entries)
  @ValidateNested({ each: true })
  @Type(() => ReportEntryDto)
  @ApiProperty({ type: [ReportEntryDto], maxItems: limits.entries })
  entries: ReportEntryDto[];
}

export class RoundReportDto extends EntriesDto {
  @IsString()
  @MaxLength(limits.summary)
  @ApiProperty({ type: String, maxLength: limits.summary })
  summary: string;
}

export class SupplementDto extends EntriesDto {
  @Words(limits.reason)
  reason: string;
  @OptionalAct()
  document?: DocumentDto | null;
}

export class RoundsFilterDto extends ClocksDto {
  @IsOptional()
  @Matches(slug)
  @MaxLength(60)
  @ApiPropertyOptional({ type: String, example: '267-2025' })
  plan?: string;
  @IsOptional()
  @Matches(slug)
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, description: 'Cơ quan mà mỗi kỳ nêu thêm tình trạng báo cáo (own).' })
  agency?: string;
}

export class PeriodsDto {
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2100)
  @ApiProperty({ type: Number, example: 2025 })
  year: number;
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  @ApiPropertyOptional({ type: String })
  after?: string;
  @IsOptional()
  @IsIn(periodStrategies)
  @ApiPropertyOptional({ enum: periodStrategies, description: 'Bỏ trống: theo quy tắc đang có hiệu lực.' })
  strategy?: PeriodStrategy;
}

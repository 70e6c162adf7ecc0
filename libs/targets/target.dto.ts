import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { agencyId, type Decimal, decimal, type LocalDate } from '#language';
import {
  Csv,
  Day,
  type DocumentDto,
  Files,
  OptionalAct,
  OptionalWords,
  type Party,
  PlanClocksDto,
  planClocksFrom,
  ReasonDto,
  type TaskEvidenceDto,
  Words,
} from '#tasks';
import { type TargetStatus, targetStatuses } from './target.day.js';
import type { Threshold, Verdict } from './target.events.js';
import { limits } from './target.limits.js';
import type { TargetFilter } from './target.queries.js';
import { mostThresholds } from './target.reading.js';
import type { ThresholdAsked } from './target.requests.js';

/** The bodies and questions of the targets' routes. After validation a field is what its type says; the rules are in the decider. */

const number = 'Một số như 86,41 hoặc 1349299; gửi dạng chữ để không mất chữ số.';

const OptionalNumber = (example: string) =>
  applyDecorators(
    IsOptional(),
    IsString(),
    MaxLength(40),
    ApiPropertyOptional({ type: String, nullable: true, example, description: number }),
  );

export class TargetFilterDto extends PlanClocksDto {
  @IsOptional()
  @Csv()
  @IsIn(targetStatuses, { each: true })
  @ApiPropertyOptional({ type: [String], enum: targetStatuses })
  status?: TargetStatus[];
  @IsOptional()
  @Matches(/^[A-Z0-9.]{1,20}$/)
  @ApiPropertyOptional({ type: String, example: 'III.II' })
  section?: string;
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, example: 'so-cong-thuong', description: 'Cơ quan chủ trì, theo dõi đánh giá.' })
  monitor?: string;
}

class PeriodDto {
  @Day()
  from: LocalDate;
  @Day()
  to: LocalDate;
}

export class MeasurementDto {
  @IsOptional()
  @Matches(/^[a-z]$/)
  @ApiPropertyOptional({ type: String, example: 'a', description: 'Khóa của ngưỡng; bỏ trống khi chỉ có một.' })
  threshold?: string;
  @IsOptional()
  @IsIn(['whole', 'own'])
  @ApiPropertyOptional({ enum: ['whole', 'own'], default: 'whole', description: 'own: phần của riêng cơ quan mình.' })
  scope?: 'whole' | 'own';
  @OptionalNumber('86,41')
  value?: string | null;
  @OptionalNumber('2490')
  numerator?: string | null;
  @OptionalNumber('3360')
  denominator?: string | null;
  @IsOptional()
  @IsBoolean()
  @ApiPropertyOptional({ type: Boolean, description: 'Với chỉ tiêu không có con số: đã hoàn thành hay chưa.' })
  reached?: boolean;
  @IsIn(['measured', 'estimated'])
  @ApiProperty({ enum: ['measured', 'estimated'] })
  basis: 'measured' | 'estimated';
  @Words(limits.source, 'Số liệu lấy từ đâu: Hệ thống Quản lý văn bản và điều hành (iOffice).')
  source: string;
  @ValidateNested()
  @Type(() => PeriodDto)
  @IsNotEmpty()
  @ApiProperty({ type: PeriodDto })
  period: PeriodDto;
  @OptionalAct()
  document?: DocumentDto | null;
  @Files()
  evidence: TaskEvidenceDto[] = [];
  @OptionalWords(limits.note)
  note?: string | null;
}

export class JudgementDto {
  @IsIn(['met', 'not-met', 'not-measurable', 'exempt'])
  @ApiProperty({ enum: ['met', 'not-met', 'not-measurable', 'exempt'] })
  verdict: Verdict;
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Bắt buộc khi chưa đo được, không áp dụng, hoặc chưa đạt dù số đo tới ngưỡng.',
  })
  reason?: string | null;
  @OptionalAct()
  document?: DocumentDto | null;
}

class ThresholdDto {
  @Words(limits.title, 'Điều được đo: hồ sơ công việc tại cấp tỉnh.')
  of: string;
  @IsIn(['percent', 'count', 'growth', 'state'])
  @ApiProperty({ enum: ['percent', 'count', 'growth', 'state'] })
  kind: Threshold['kind'];
  @IsIn(['at-least', 'over', 'at-most', 'under'])
  @ApiProperty({ enum: ['at-least', 'over', 'at-most', 'under'] })
  compare: Threshold['compare'];
  @OptionalNumber('95')
  value?: string | null;
  @OptionalWords(limits.unit)
  unit?: string | null;
}

export class ReadingDto extends ReasonDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostThresholds)
  @ValidateNested({ each: true })
  @Type(() => ThresholdDto)
  @ApiProperty({ type: [ThresholdDto] })
  thresholds: ThresholdDto[];
}

class TargetPartyDto implements Party {
  @Words(limits.title, 'Như in: Sở Y tế.')
  printed: string;
  @IsIn(['agency', 'group', 'unknown'])
  @ApiProperty({ enum: ['agency', 'group', 'unknown'] })
  kind: Party['kind'];
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, nullable: true, example: 'so-y-te' })
  id: string | null = null;
}

export class BodiesDto extends ReasonDto {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.executors)
  @ValidateNested({ each: true })
  @Type(() => TargetPartyDto)
  @ApiPropertyOptional({ type: [TargetPartyDto], description: 'Bỏ trống: giữ nguyên.' })
  executors?: TargetPartyDto[];
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, example: 'so-cong-thuong', description: 'Bỏ trống: giữ nguyên.' })
  monitor?: string;
  @OptionalAct()
  document?: DocumentDto | null;
}

export class ItemLinkDto extends ReasonDto {
  @IsString()
  @MaxLength(30)
  @ApiProperty({ type: String, example: 'IV.IV.8' })
  item: string;
}

export class BaselineLinkDto extends ReasonDto {
  @IsString()
  @MaxLength(30)
  @ApiProperty({ type: String, example: 'III.II.4' })
  target: string;
}

export function filterFrom({ status, section, monitor, ...clocks }: TargetFilterDto): TargetFilter {
  return {
    ...planClocksFrom(clocks),
    ...(status && { status }),
    ...(section && { section }),
    ...(monitor && { monitor: agencyId(monitor, 'monitor') }),
  };
}

const numberFrom = (text: string | null | undefined, field: string): Decimal | null =>
  text === undefined || text === null ? null : decimal(text, field);

export const measurementFrom = ({ value, numerator, denominator, scope, ...rest }: MeasurementDto) => ({
  ...rest,
  scope: scope ?? ('whole' as const),
  value: numberFrom(value, 'value'),
  numerator: numberFrom(numerator, 'numerator'),
  denominator: numberFrom(denominator, 'denominator'),
});

export const thresholdsFrom = ({ thresholds }: ReadingDto): readonly ThresholdAsked[] =>
  thresholds.map(({ of, kind, compare, value, unit }, nth) => ({
    of,
    kind,
    compare,
    value: numberFrom(value, `thresholds.${nth}.value`),
    unit: unit ?? (kind === 'percent' || kind === 'growth' ? '%' : ''),
  }));

export const bodiesFrom = ({ executors, monitor, reason, document }: BodiesDto) => ({
  executors: executors ?? null,
  monitor: monitor ? agencyId(monitor, 'monitor') : null,
  reason,
  document: document ?? null,
});

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type AgencyId, agencyId, type Decimal, decimal, knownUpTo, localDate, planId } from '#language';
import type { Document, Party } from '#tasks';
import { type TargetStatus, targetStatuses } from './target.day.js';
import type { Threshold, Verdict } from './target.events.js';
import { limits } from './target.limits.js';
import type { TargetFilter } from './target.queries.js';
import { mostThresholds } from './target.reading.js';
import type { ThresholdAsked } from './target.requests.js';

/** The bodies and questions of the targets' routes. After validation a field is what its type says; the rules are in the decider. */

const day = /^\d{4}-\d\d-\d\d$/;
const number = 'Một số như 86,41 hoặc 1349299; gửi dạng chữ để không mất chữ số.';

export class TargetClocksDto {
  @ApiPropertyOptional({ example: '2025-06-30', description: 'Tại ngày; bỏ trống: hôm nay.' })
  @IsOptional()
  @Matches(day)
  asOf?: string;

  @ApiPropertyOptional({ description: 'Theo dữ liệu biết đến: một thời điểm, hoặc một ngày (hết ngày đó).' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  knownOn?: string;

  @ApiPropertyOptional({ description: 'Vị trí phải chờ (đọc lại điều vừa ghi).', example: '1204' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

export class TargetFilterDto extends TargetClocksDto {
  @ApiPropertyOptional({ example: '267-2025' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  plan?: string;

  @ApiPropertyOptional({ type: [String], enum: targetStatuses })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(targetStatuses, { each: true })
  status?: TargetStatus[];

  @ApiPropertyOptional({ example: 'III.II' })
  @IsOptional()
  @Matches(/^[A-Z0-9.]{1,20}$/)
  section?: string;

  @ApiPropertyOptional({ example: 'so-cong-thuong', description: 'Cơ quan chủ trì, theo dõi đánh giá.' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  monitor?: string;
}

class TargetDocumentDto {
  @ApiProperty({ example: '329/BC-SCT' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.documentNumber)
  number: string;

  @ApiPropertyOptional({ example: '2025-10-14' })
  @IsOptional()
  @Matches(day)
  on?: string;
}

class PeriodDto {
  @ApiProperty({ example: '2025-01-01' })
  @Matches(day)
  from: string;

  @ApiProperty({ example: '2025-09-30' })
  @Matches(day)
  to: string;
}

class TargetFileDto {
  @ApiProperty()
  @Matches(/^[0-9a-f]{64}$/)
  sha256: string;

  @ApiProperty()
  @IsString()
  @MaxLength(255)
  name: string;

  @ApiProperty()
  @IsInt()
  @Min(0)
  @Max(1e12)
  size: number;

  @ApiProperty()
  @IsString()
  @MaxLength(120)
  type: string;
}

export class MeasurementDto {
  @ApiPropertyOptional({ example: 'a', description: 'Khóa của ngưỡng; bỏ trống khi chỉ có một.' })
  @IsOptional()
  @Matches(/^[a-z]$/)
  threshold?: string;

  @ApiPropertyOptional({ enum: ['whole', 'own'], default: 'whole', description: 'own: phần của riêng cơ quan mình.' })
  @IsOptional()
  @IsIn(['whole', 'own'])
  scope?: 'whole' | 'own';

  @ApiPropertyOptional({ example: '86,41', description: number })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  value?: string;

  @ApiPropertyOptional({ example: '2490', description: number })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  numerator?: string;

  @ApiPropertyOptional({ example: '3360', description: number })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  denominator?: string;

  @ApiPropertyOptional({ description: 'Với chỉ tiêu không có con số: đã hoàn thành hay chưa.' })
  @IsOptional()
  @IsBoolean()
  reached?: boolean;

  @ApiProperty({ enum: ['measured', 'estimated'] })
  @IsIn(['measured', 'estimated'])
  basis: 'measured' | 'estimated';

  @ApiProperty({ example: 'Hệ thống Quản lý văn bản và điều hành (iOffice)' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.source)
  source: string;

  @ApiProperty({ type: PeriodDto })
  @ValidateNested()
  @Type(() => PeriodDto)
  @IsNotEmpty()
  period: PeriodDto;

  @ApiPropertyOptional({ type: TargetDocumentDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => TargetDocumentDto)
  document?: TargetDocumentDto;

  @ApiPropertyOptional({ type: [TargetFileDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.evidence)
  @ValidateNested({ each: true })
  @Type(() => TargetFileDto)
  evidence?: TargetFileDto[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(limits.note)
  note?: string;
}

export class JudgementDto {
  @ApiProperty({ enum: ['met', 'not-met', 'not-measurable', 'exempt'] })
  @IsIn(['met', 'not-met', 'not-measurable', 'exempt'])
  verdict: Verdict;

  @ApiPropertyOptional({ description: 'Bắt buộc khi chưa đo được, không áp dụng, hoặc chưa đạt dù số đo tới ngưỡng.' })
  @IsOptional()
  @IsString()
  @MaxLength(limits.reason)
  reason?: string;

  @ApiPropertyOptional({ type: TargetDocumentDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => TargetDocumentDto)
  document?: TargetDocumentDto;
}

export class ReasonedDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.reason)
  reason: string;
}

class ThresholdDto {
  @ApiProperty({ example: 'hồ sơ công việc tại cấp tỉnh' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.title)
  of: string;

  @ApiProperty({ enum: ['percent', 'count', 'growth', 'state'] })
  @IsIn(['percent', 'count', 'growth', 'state'])
  kind: Threshold['kind'];

  @ApiProperty({ enum: ['at-least', 'over', 'at-most', 'under'] })
  @IsIn(['at-least', 'over', 'at-most', 'under'])
  compare: Threshold['compare'];

  @ApiPropertyOptional({ example: '95', description: number })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  value?: string;

  @ApiPropertyOptional({ example: '%' })
  @IsOptional()
  @IsString()
  @MaxLength(limits.unit)
  unit?: string;
}

export class ReadingDto extends ReasonedDto {
  @ApiProperty({ type: [ThresholdDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostThresholds)
  @ValidateNested({ each: true })
  @Type(() => ThresholdDto)
  thresholds: ThresholdDto[];
}

class TargetPartyDto implements Party {
  @ApiProperty({ example: 'Sở Y tế' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.title)
  printed: string;

  @ApiProperty({ enum: ['agency', 'group', 'unknown'] })
  @IsIn(['agency', 'group', 'unknown'])
  kind: Party['kind'];

  @ApiPropertyOptional({ type: String, nullable: true, example: 'so-y-te' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  id: string | null = null;
}

export class BodiesDto extends ReasonedDto {
  @ApiPropertyOptional({ type: [TargetPartyDto], description: 'Bỏ trống: giữ nguyên.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.executors)
  @ValidateNested({ each: true })
  @Type(() => TargetPartyDto)
  executors?: TargetPartyDto[];

  @ApiPropertyOptional({ example: 'so-cong-thuong', description: 'Bỏ trống: giữ nguyên.' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  monitor?: string;

  @ApiPropertyOptional({ type: TargetDocumentDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => TargetDocumentDto)
  document?: TargetDocumentDto;
}

export class ItemLinkDto extends ReasonedDto {
  @ApiProperty({ example: 'IV.IV.8' })
  @IsString()
  @MaxLength(30)
  item: string;
}

export class BaselineLinkDto extends ReasonedDto {
  @ApiProperty({ example: 'III.II.4' })
  @IsString()
  @MaxLength(30)
  target: string;
}

/** Parses the two clocks. A bare day as `knownOn` means its end in the province. */
export function clocksFrom({ asOf, knownOn, after }: TargetClocksDto) {
  return {
    ...(asOf && { asOf: localDate(asOf, 'asOf') }),
    ...(knownOn && { knownOn: knownUpTo(knownOn) }),
    ...(after && { minPosition: after }),
  };
}

export function filterFrom(dto: TargetFilterDto): TargetFilter {
  const { status, section, monitor } = dto;
  return {
    ...clocksFrom(dto),
    ...(dto.plan && { plan: planId(dto.plan, 'plan') }),
    ...(status && { status }),
    ...(section && { section }),
    ...(monitor && { monitor: agencyId(monitor, 'monitor') }),
  };
}

const numberFrom = (text: string | undefined, field: string): Decimal | undefined =>
  text === undefined || text === null ? undefined : decimal(text, field);

export const documentFrom = (dto: TargetDocumentDto | undefined): Document | null =>
  dto ? { number: dto.number, ...(dto.on ? { on: localDate(dto.on, 'document.on') } : {}) } : null;

export const measurementFrom = ({
  value,
  numerator,
  denominator,
  period,
  document,
  evidence,
  scope,
  ...rest
}: MeasurementDto) => ({
  ...rest,
  scope: scope ?? ('whole' as const),
  value: numberFrom(value, 'value'),
  numerator: numberFrom(numerator, 'numerator'),
  denominator: numberFrom(denominator, 'denominator'),
  period: { from: localDate(period.from, 'period.from'), to: localDate(period.to, 'period.to') },
  document: documentFrom(document),
  evidence: evidence ?? [],
});

export const thresholdsFrom = ({ thresholds }: ReadingDto): readonly ThresholdAsked[] =>
  thresholds.map(({ of, kind, compare, value, unit }, nth) => ({
    of,
    kind,
    compare,
    value: numberFrom(value, `thresholds.${nth}.value`) ?? null,
    unit: unit ?? (kind === 'percent' || kind === 'growth' ? '%' : ''),
  }));

export const bodiesFrom = ({ executors, monitor, reason, document }: BodiesDto) => ({
  executors: executors ?? null,
  monitor: monitor ? (agencyId(monitor, 'monitor') as AgencyId) : null,
  reason,
  document: documentFrom(document),
});

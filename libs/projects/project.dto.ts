import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
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
import { agencyId, type Decimal, decimal, knownUpTo, localDate, planId } from '#language';
import type { Document } from '#tasks';
import { type ProjectStatus, projectStatuses } from './project.day.js';
import { limits } from './project.js';
import type { ProjectFilter } from './project.queries.js';

/** The bodies and questions of the projects' routes. After validation a field is what its type says; the rules are in the decider. */

const day = /^\d{4}-\d\d-\d\d$/;
const amount = 'Triệu đồng, như 1250,5; gửi dạng chữ để không mất chữ số.';

export class ProjectClocksDto {
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

export class ProjectFilterDto extends ProjectClocksDto {
  @ApiPropertyOptional({ example: '267-2025' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  plan?: string;

  @ApiPropertyOptional({ type: [String], enum: projectStatuses })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(projectStatuses, { each: true })
  status?: ProjectStatus[];

  @ApiPropertyOptional({ example: 'so-y-te', description: 'Chủ đầu tư.' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  owner?: string;
}

class ProjectDocumentDto {
  @ApiProperty({ example: '12/BB-NT' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.documentNumber)
  number: string;

  @ApiPropertyOptional({ example: '2025-10-14' })
  @IsOptional()
  @Matches(day)
  on?: string;
}

class ProjectFileDto {
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

export class DisbursementDto {
  @ApiProperty({ example: '1250,5', description: amount })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  amount: string;

  @ApiProperty({ example: '2025-03-31' })
  @Matches(day)
  paidOn: string;

  @ApiPropertyOptional({ type: ProjectDocumentDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ProjectDocumentDto)
  document?: ProjectDocumentDto;

  @ApiPropertyOptional({ type: [ProjectFileDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.evidence)
  @ValidateNested({ each: true })
  @Type(() => ProjectFileDto)
  evidence?: ProjectFileDto[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(limits.note)
  note?: string;
}

export class AcceptanceDto {
  @ApiProperty({ example: '2025-12-20' })
  @Matches(day)
  acceptedOn: string;

  @ApiProperty({ type: ProjectDocumentDto })
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => ProjectDocumentDto)
  document: ProjectDocumentDto;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(limits.note)
  note?: string;
}

export class ProjectReasonDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.reason)
  reason: string;
}

class DecidedDto extends ProjectReasonDto {
  @ApiProperty({ type: ProjectDocumentDto })
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => ProjectDocumentDto)
  document: ProjectDocumentDto;
}

export class MoneyDto extends DecidedDto {
  @ApiPropertyOptional({ example: '8350', description: `Tổng mức; bỏ trống: giữ nguyên. ${amount}` })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  total?: string;

  @ApiPropertyOptional({ example: '5520', description: `Phân khai; bỏ trống: giữ nguyên. ${amount}` })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  allotted?: string;
}

export class OwnerDto extends DecidedDto {
  @ApiProperty({ example: 'so-y-te' })
  @IsString()
  @MaxLength(80)
  to: string;
}

/** Parses the two clocks. A bare day as `knownOn` means its end in the province. */
export function clocksFrom({ asOf, knownOn, after }: ProjectClocksDto) {
  return {
    ...(asOf && { asOf: localDate(asOf, 'asOf') }),
    ...(knownOn && { knownOn: knownUpTo(knownOn) }),
    ...(after && { minPosition: after }),
  };
}

export const filterFrom = (dto: ProjectFilterDto): ProjectFilter => ({
  ...clocksFrom(dto),
  ...(dto.plan && { plan: planId(dto.plan, 'plan') }),
  ...(dto.status && { status: dto.status }),
  ...(dto.owner && { owner: agencyId(dto.owner, 'owner') }),
});

export const documentFrom = ({ number, on }: ProjectDocumentDto): Document => ({
  number,
  ...(on ? { on: localDate(on, 'document.on') } : {}),
});

export const disbursementFrom = (dto: DisbursementDto) => ({
  amount: decimal(dto.amount, 'amount'),
  paidOn: localDate(dto.paidOn, 'paidOn'),
  document: dto.document ? documentFrom(dto.document) : null,
  evidence: dto.evidence ?? [],
  note: dto.note ?? null,
});

export const acceptanceFrom = ({ acceptedOn, document, note }: AcceptanceDto) => ({
  acceptedOn: localDate(acceptedOn, 'acceptedOn'),
  document: documentFrom(document),
  note: note ?? null,
});

/** A field that may be left out may also be given as null. */
const amountFrom = (text: string | null | undefined, field: string): Decimal | null =>
  text === undefined || text === null ? null : decimal(text, field);

export const moneyFrom = ({ total, allotted, reason, document }: MoneyDto) => ({
  total: amountFrom(total, 'total'),
  allotted: amountFrom(allotted, 'allotted'),
  reason,
  document: documentFrom(document),
});

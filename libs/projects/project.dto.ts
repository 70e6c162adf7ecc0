import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { agencyId, type Decimal, decimal, type LocalDate } from '#language';
import {
  Act,
  Csv,
  Day,
  type DocumentDto,
  DocumentedDto,
  Files,
  OptionalAct,
  OptionalWords,
  PlanClocksDto,
  planClocksFrom,
  type TaskEvidenceDto,
} from '#tasks';
import { type ProjectStatus, projectStatuses } from './project.day.js';
import { limits } from './project.js';
import type { ProjectFilter } from './project.queries.js';

/** The bodies and questions of the projects' routes. After validation a field is what its type says; the rules are in the decider. */

const amount = 'Triệu đồng, như 1250,5; gửi dạng chữ để không mất chữ số.';

const OptionalAmount = (what: string, example: string) =>
  applyDecorators(
    IsOptional(),
    IsString(),
    MaxLength(40),
    ApiPropertyOptional({ type: String, nullable: true, example, description: `${what}; bỏ trống: giữ nguyên. ${amount}` }),
  );

export class ProjectFilterDto extends PlanClocksDto {
  @IsOptional()
  @Csv()
  @IsIn(projectStatuses, { each: true })
  @ApiPropertyOptional({ type: [String], enum: projectStatuses })
  status?: ProjectStatus[];
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, example: 'so-y-te', description: 'Chủ đầu tư.' })
  owner?: string;
}

export class DisbursementDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  @ApiProperty({ type: String, example: '1250,5', description: amount })
  amount: string;
  @Day()
  paidOn: LocalDate;
  @OptionalAct()
  document?: DocumentDto | null;
  @Files()
  evidence: TaskEvidenceDto[] = [];
  @OptionalWords(limits.note)
  note?: string | null;
}

export class AcceptanceDto {
  @Day()
  acceptedOn: LocalDate;
  @Act()
  document: DocumentDto;
  @OptionalWords(limits.note)
  note?: string | null;
}

export class MoneyDto extends DocumentedDto {
  @OptionalAmount('Tổng mức', '8350')
  total?: string | null;
  @OptionalAmount('Phân khai', '5520')
  allotted?: string | null;
}

export class OwnerDto extends DocumentedDto {
  @IsString()
  @MaxLength(80)
  @ApiProperty({ type: String, example: 'so-y-te' })
  to: string;
}

export const filterFrom = ({ status, owner, ...clocks }: ProjectFilterDto): ProjectFilter => ({
  ...planClocksFrom(clocks),
  ...(status && { status }),
  ...(owner && { owner: agencyId(owner, 'owner') }),
});

export const disbursementFrom = ({ amount, document, note, ...rest }: DisbursementDto) => ({
  ...rest,
  amount: decimal(amount, 'amount'),
  document: document ?? null,
  note: note ?? null,
});

/** A field that may be left out may also be given as null. */
const amountFrom = (text: string | null | undefined, field: string): Decimal | null =>
  text === undefined || text === null ? null : decimal(text, field);

export const moneyFrom = ({ total, allotted, reason, document }: MoneyDto) => ({
  total: amountFrom(total, 'total'),
  allotted: amountFrom(allotted, 'allotted'),
  reason,
  document,
});

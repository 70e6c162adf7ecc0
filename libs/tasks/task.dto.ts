import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  Validate,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { type AgencyId, type LocalDate, localDate, type Percent, Refusal } from '#language';
import { type Cause, causes, type Document, type Due, type Evidence, type Party } from './task.events.js';
import { limits } from './task.limits.js';

/** The bodies of a task's routes. After validation a field is what its type says; the rules are in the decider, not here. */

@ValidatorConstraint({ name: 'isDateString' })
class RealDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    try {
      localDate(value);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
  defaultMessage(): string {
    return '$property must be a day such as 2025-03-31';
  }
}

export const Day = () => applyDecorators(Validate(RealDay), ApiProperty({ type: String, format: 'date', example: '2025-03-31' }));
export const OptionalDay = () =>
  applyDecorators(IsOptional(), Validate(RealDay), ApiPropertyOptional({ type: String, format: 'date', nullable: true }));
export const Words = (most: number, description?: string) =>
  applyDecorators(
    IsString(),
    IsNotEmpty(),
    MaxLength(most),
    ApiProperty({ type: String, maxLength: most, ...(description ? { description } : {}) }),
  );
export const OptionalWords = (most: number) =>
  applyDecorators(
    IsOptional(),
    IsString(),
    MaxLength(most),
    ApiPropertyOptional({ type: String, maxLength: most, nullable: true }),
  );

export class DocumentDto implements Document {
  @Words(limits.documentNumber, 'Số, ký hiệu: 45/BC-SYT.')
  number: string;
  @IsOptional()
  @Validate(RealDay)
  @ApiPropertyOptional({ type: String, format: 'date' })
  on?: LocalDate;
}

export const Act = () =>
  applyDecorators(
    ValidateNested(),
    Type(() => DocumentDto),
    IsNotEmpty(),
    ApiProperty({ type: DocumentDto }),
  );
export const OptionalAct = () =>
  applyDecorators(
    IsOptional(),
    ValidateNested(),
    Type(() => DocumentDto),
    ApiPropertyOptional({ type: DocumentDto, nullable: true }),
  );

export class TaskEvidenceDto implements Evidence {
  @Matches(/^[0-9a-f]{64}$/)
  @ApiProperty({ type: String, description: 'SHA-256, as POST /evidence answered.' })
  sha256: string;
  @Words(limits.evidenceName)
  name: string;
  @IsInt()
  @Min(1)
  @Max(20 * 1024 * 1024)
  @ApiProperty({ type: Number })
  size: number;
  @Words(120)
  type: string;
}

/** Files by their digests, as POST /evidence answered; may be left out. */
export const Files = () =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(limits.evidence),
    ValidateNested({ each: true }),
    Type(() => TaskEvidenceDto),
    ApiProperty({ type: [TaskEvidenceDto], maxItems: limits.evidence }),
  );

export class ReasonDto {
  @Words(limits.reason)
  reason: string;
}

export class NoteDto {
  @OptionalWords(limits.reason)
  note?: string | null;
}

export class OptionallyDocumentedDto extends ReasonDto {
  @OptionalAct()
  document?: DocumentDto | null;
}

export class DocumentedDto extends ReasonDto {
  @Act()
  document: DocumentDto;
}

class AccountDto {
  @Words(limits.narrative)
  narrative: string;
  @Files()
  evidence: TaskEvidenceDto[] = [];
  @OptionalAct()
  document?: DocumentDto | null;
  @Day()
  occurredOn: LocalDate;
}

const Progress = () => applyDecorators(IsNumber({ maxDecimalPlaces: 1 }), Min(0), Max(100));

export class MilestoneReportDto extends AccountDto {
  @OptionalWords(limits.id)
  milestone?: string | null;
  @Progress()
  @ApiProperty({ type: Number, minimum: 0, maximum: 100, description: 'Phần trăm, nhiều nhất một chữ số thập phân.' })
  progress: Percent;
}

export class CompletionDto extends AccountDto {}

export class PlannedMilestoneDto {
  @OptionalWords(limits.id)
  milestone?: string | null;
  @Words(limits.milestoneTitle)
  title: string;
  @Day()
  on: LocalDate;
}

export class DelayDto {
  @IsIn(causes)
  @ApiProperty({ enum: causes })
  cause: Cause;
  @Words(limits.reason)
  explanation: string;
  @Day()
  expectedOn: LocalDate;
}

export class ExtensionRequestDto extends OptionallyDocumentedDto {
  @Day()
  until: LocalDate;
  @Files()
  evidence: TaskEvidenceDto[] = [];
}

export class GrantDto {
  @OptionalDay()
  until?: LocalDate | null;
  @OptionalAct()
  document?: DocumentDto | null;
}

export class DueDto {
  @IsIn(['date', 'continuous', 'dependent', 'unset'])
  @ApiProperty({ enum: ['date', 'continuous', 'dependent', 'unset'] })
  kind: Due['kind'];
  @ValidateIf((due: DueDto) => due.kind === 'date')
  @Validate(RealDay)
  @ApiPropertyOptional({ type: String, format: 'date' })
  on?: LocalDate;
  @ValidateIf((due: DueDto) => due.kind === 'continuous')
  @IsIn(['month', 'quarter'])
  @ApiPropertyOptional({ enum: ['month', 'quarter'] })
  every?: 'month' | 'quarter';
  @ValidateIf((due: DueDto) => due.kind === 'dependent')
  @IsString()
  @IsNotEmpty()
  @MaxLength(limits.reason)
  @ApiPropertyOptional({ type: String, maxLength: limits.reason })
  waitsFor?: string;
}

/** The deadline that a person decides on. The plan's words stay as printed, and nobody but the importer names a rule of reading. */
export function dueOf({ kind, on, every, waitsFor }: DueDto): Due {
  const words = { printed: '', rule: 'decided' };
  if (kind === 'date' && on) return { kind, on, ...words };
  if (kind === 'continuous' && every) return { kind, every, ...words };
  if (kind === 'dependent' && waitsFor) return { kind, waitsFor, ...words };
  return { kind: 'unset', printed: words.printed };
}

const DueField = () =>
  applyDecorators(
    IsNotEmpty(),
    ValidateNested(),
    Type(() => DueDto),
    ApiProperty({ type: DueDto }),
  );

export class DueReadingDto {
  @DueField()
  due: DueDto;
  @Words(limits.reason)
  note: string;
}

export class DueChangeDto extends DocumentedDto {
  @DueField()
  due: DueDto;
}

export class ReassignmentDto extends DocumentedDto {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  @MaxLength(80)
  @ApiProperty({ type: String, example: 'so-y-te' })
  to: AgencyId;
}

export class PartyDto implements Party {
  @Words(limits.reason)
  printed: string;
  @IsIn(['agency', 'group', 'unknown'])
  @ApiProperty({ enum: ['agency', 'group', 'unknown'] })
  kind: Party['kind'];
  @ValidateIf((party: PartyDto) => party.id !== null)
  @IsString()
  @MaxLength(80)
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
}

export class CoordinationDto extends ReasonDto {
  @IsArray()
  @ArrayMaxSize(limits.coordinating)
  @ValidateNested({ each: true })
  @Type(() => PartyDto)
  @ApiProperty({ type: [PartyDto], maxItems: limits.coordinating })
  coordinating: PartyDto[];
}

export class CorrectedFieldsDto {
  @IsOptional()
  @Progress()
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100 })
  progress?: Percent;
  @IsOptional()
  @IsString()
  @MaxLength(limits.narrative)
  @ApiPropertyOptional({ type: String, maxLength: limits.narrative })
  narrative?: string;
  @IsOptional()
  @Validate(RealDay)
  @ApiPropertyOptional({ type: String, format: 'date' })
  occurredOn?: LocalDate;
  @OptionalAct()
  document?: DocumentDto | null;
}

export class CorrectionDto extends ReasonDto {
  @Words(limits.id, 'Mã báo cáo hoặc báo cáo hoàn thành cần đính chính.')
  entry: string;
  @IsNotEmpty()
  @ValidateNested()
  @Type(() => CorrectedFieldsDto)
  @ApiProperty({ type: CorrectedFieldsDto })
  changes: CorrectedFieldsDto;
}

/** `a,b` in a query as ['a', 'b']. */
export const Csv = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').filter(Boolean) : Array.isArray(value) ? value.map(String) : value,
  );

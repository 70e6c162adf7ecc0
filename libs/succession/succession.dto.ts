import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { limits } from './succession.limits.js';

const day = /^\d{4}-\d\d-\d\d$/;

export class SuccessionAfterDto {
  @ApiPropertyOptional({ description: 'Position of the log to wait for, from a command’s answer.', example: '1204' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

export class OpenSuccessionDto {
  @ApiProperty({
    description:
      'The act: succession, kind (rename, merge, split, dissolve, move-function), title, on, basis {number, on, source}, from, to, ' +
      'ends, bodies, changes, groups, heirs, note. What follows from the registry may be left out.',
    type: 'object',
    additionalProperties: true,
    example: {
      succession: 'hop-nhat-so-a-so-b',
      kind: 'merge',
      title: 'Hợp nhất Sở A vào Sở B',
      on: '2025-03-01',
      basis: { number: '12/NQ-HĐND', on: '2025-02-20', source: '' },
      from: ['so-a'],
      to: ['so-b'],
    },
  })
  @IsObject()
  act: Record<string, unknown>;
}

class DutyRefDto {
  @ApiProperty({ example: 'task' })
  @Matches(/^[a-z-]{1,40}$/)
  kind: string;

  @ApiProperty({ example: '12-2025/IV.I.1/so-a' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  id: string;
}

class ChosenDto {
  @ApiPropertyOptional({ type: [DutyRefDto], description: 'Absent: every duty that is neither directed nor parked.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(limits.duties)
  @ValidateNested({ each: true })
  @Type(() => DutyRefDto)
  duties?: DutyRefDto[];
}

export class DirectDto extends ChosenDto {
  @ApiPropertyOptional({ description: 'The successor; absent: the one proposed for each.', example: 'so-b' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  to?: string;
}

export class ParkDto extends ChosenDto {
  @ApiProperty({ description: 'Why it is left for now.' })
  @IsString()
  @MinLength(1)
  @MaxLength(limits.words)
  reason: string;
}

export class WithdrawDto {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(limits.words)
  reason: string;
}

export class BetweenDto extends SuccessionAfterDto {
  @ApiProperty({ example: '2025-01-01' })
  @Matches(day)
  from: string;

  @ApiProperty({ example: '2025-12-31', description: 'The last day, inclusive; days to come are left out.' })
  @Matches(day)
  to: string;

  @ApiPropertyOptional({ example: '12-2025' })
  @IsOptional()
  @MaxLength(60)
  plan?: string;
}

class BodyDto {
  @ApiProperty() id: string;
  @ApiProperty() name: string;
}

class WordsDto {
  @ApiProperty() vi: string;
  @ApiProperty() en: string;
}

class BasisDto {
  @ApiProperty() number: string;
  @ApiProperty({ type: String, nullable: true }) on: string | null;
  @ApiProperty({ description: 'Empty: nobody has confirmed it.' }) source: string;
}

export class SuccessionHeadDto {
  @ApiProperty() succession: string;
  @ApiProperty({ enum: ['rename', 'merge', 'split', 'dissolve', 'move-function'] }) kind: string;
  @ApiProperty() title: string;
  @ApiProperty() on: string;
  @ApiProperty() basis: BasisDto;
  @ApiProperty() unverified: boolean;
  @ApiProperty({ enum: ['open', 'concluded', 'carried', 'withdrawn'] }) phase: string;
  @ApiProperty({ type: [BodyDto] }) from: BodyDto[];
  @ApiProperty({ type: [BodyDto] }) to: BodyDto[];
  @ApiProperty() openedOn: string;
  @ApiProperty({ type: String, nullable: true }) concludedOn: string | null;
  @ApiProperty({ type: String, nullable: true }) carriedOn: string | null;
  @ApiProperty() directed: number;
  @ApiProperty() parked: number;
  @ApiProperty() simulated: boolean;
  @ApiProperty() version: number;
}

class SuccessionFreshnessDto {
  @ApiProperty() projection: string;
  @ApiProperty() position: string;
  @ApiProperty() head: string;
  @ApiProperty({ enum: ['running', 'rebuilding', 'stopped'] }) state: string;
  @ApiProperty({ type: String, nullable: true }) updatedAt: string | null;
}

export class SuccessionsDto {
  @ApiProperty({ type: [SuccessionHeadDto] }) rows: SuccessionHeadDto[];
  @ApiProperty() freshness: SuccessionFreshnessDto;
}

class DutyLineDto extends DutyRefDto {
  @ApiProperty() title: string;
  @ApiProperty({ type: String, nullable: true }) plan: string | null;
  @ApiProperty({ type: String, nullable: true }) dueOn: string | null;
  @ApiProperty() state: WordsDto;
  @ApiProperty() lateDays: number;
  @ApiProperty() waits: boolean;
  @ApiProperty() from: BodyDto;
  @ApiProperty({ type: BodyDto, nullable: true }) proposed: BodyDto | null;
  @ApiProperty({ type: BodyDto, nullable: true }) to: BodyDto | null;
  @ApiProperty({ type: String, nullable: true }) parked: string | null;
  @ApiProperty() orphaned: boolean;
}

class SuccessionCountsDto {
  @ApiProperty() open: number;
  @ApiProperty() directed: number;
  @ApiProperty() parked: number;
  @ApiProperty() orphaned: number;
  @ApiProperty() overdue: number;
  @ApiProperty() waiting: number;
}

class BodyChangeDto extends BodyDto {
  @ApiProperty({ type: String, nullable: true }) newName: string | null;
}

class GroupChangeDto {
  @ApiProperty() group: BodyDto;
  @ApiProperty() agency: BodyDto;
  @ApiProperty({ enum: ['joins', 'leaves'] }) change: string;
}

export class SuccessionViewDto extends SuccessionHeadDto {
  @ApiProperty() note: string;
  @ApiProperty({ type: [BodyDto] }) ends: BodyDto[];
  @ApiProperty({ type: [BodyDto] }) bodies: BodyDto[];
  @ApiProperty({ type: [BodyChangeDto] }) changes: BodyChangeDto[];
  @ApiProperty({ type: [GroupChangeDto] }) groups: GroupChangeDto[];
  @ApiProperty({ type: [DutyLineDto] }) duties: DutyLineDto[];
  @ApiProperty() counts: SuccessionCountsDto;
  @ApiProperty({ type: [WordsDto] }) warnings: WordsDto[];
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/WordsDto' } })
  kinds: Record<string, WordsDto>;
  @ApiProperty() freshness: SuccessionFreshnessDto;
}

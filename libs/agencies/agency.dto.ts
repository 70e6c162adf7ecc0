import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

const day = /^\d{4}-\d\d-\d\d$/;

export class OnDayDto {
  @ApiPropertyOptional({ example: '2024-12-10', description: 'The registry as on this day; today when absent.' })
  @IsOptional()
  @Matches(day)
  on?: string;

  @ApiPropertyOptional({ description: 'Position of the log to wait for, from a command’s answer.', example: '1204' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

class SourcedDto {
  @ApiProperty({ description: 'Where it is written; empty: nobody has confirmed it.', example: 'Quyết định 1252/QĐ-UBND' })
  @IsString()
  @MaxLength(500)
  source: string;
}

export class AliasDto extends SourcedDto {
  @ApiProperty({ example: 'Sở TT&TT' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  alias: string;
}

export class HeadDto extends SourcedDto {
  @ApiProperty({ description: 'An opaque id; the name lives where it can be erased.', example: 'u_01jd3' })
  @Matches(/^[a-z0-9_-]{1,64}$/i)
  subject: string;

  @ApiProperty({ example: 'Giám đốc' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  office: string;

  @ApiProperty({ example: '2025-03-01' })
  @Matches(day)
  from: string;
}

export class DepartureDto extends SourcedDto {
  @ApiProperty({ example: 'u_01jd3' })
  @Matches(/^[a-z0-9_-]{1,64}$/i)
  subject: string;

  @ApiProperty({ description: 'The first day no longer in office.', example: '2025-07-01' })
  @Matches(day)
  on: string;
}

class TenureDto {
  @ApiProperty() subject: string;
  @ApiProperty() office: string;
  @ApiProperty() from: string;
  @ApiProperty({ type: String, nullable: true }) to: string | null;
  @ApiProperty() source: string;
}

class FreshnessDto {
  @ApiProperty() projection: string;
  @ApiProperty() position: string;
  @ApiProperty() head: string;
  @ApiProperty({ enum: ['running', 'rebuilding', 'stopped'] }) state: string;
  @ApiProperty({ type: String, nullable: true }) updatedAt: string | null;
}

export class AgencyDto {
  @ApiProperty({ example: 'so-y-te' }) id: string;
  @ApiProperty({ example: 'Sở Y tế' }) name: string;
  @ApiProperty({ example: 'so' }) kind: string;
  @ApiProperty({ type: String, nullable: true, example: 'Khối sở, ban, ngành' }) bloc: string | null;
  @ApiProperty() ratable: boolean;
  @ApiProperty({ type: String, nullable: true }) parent: string | null;
  @ApiProperty({ type: String, nullable: true }) code: string | null;
  @ApiProperty({ type: [String] }) aliases: string[];
  @ApiProperty({ type: [TenureDto] }) heads: TenureDto[];
  @ApiProperty() exists: boolean;
  @ApiProperty({ type: String, nullable: true }) from: string | null;
  @ApiProperty({ type: String, nullable: true }) to: string | null;
  @ApiProperty({ description: 'Empty: nobody has confirmed it.' }) source: string;
}

export class AgenciesDto {
  @ApiProperty({ type: [AgencyDto] }) rows: AgencyDto[];
  @ApiProperty() on: string;
  @ApiProperty({ type: FreshnessDto }) freshness: FreshnessDto;
}

class SpanDto {
  @ApiProperty() id: string;
  @ApiProperty() name: string;
  @ApiProperty({ type: String, nullable: true }) from: string | null;
  @ApiProperty({ type: String, nullable: true }) to: string | null;
}

class UnitDto {
  @ApiProperty() id: string;
  @ApiProperty() name: string;
}

export class AgencyViewDto extends AgencyDto {
  @ApiProperty({ type: [SpanDto] }) groups: SpanDto[];
  @ApiProperty({ type: [UnitDto] }) units: UnitDto[];
  @ApiProperty() on: string;
  @ApiProperty({ type: FreshnessDto }) freshness: FreshnessDto;
}

class GroupNameDto {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Leaves open which members are meant.' }) vague: boolean;
}

class MembershipDto {
  @ApiProperty() agency: string;
  @ApiProperty() name: string;
  @ApiProperty({ type: String, nullable: true }) from: string | null;
  @ApiProperty({ type: String, nullable: true }) to: string | null;
  @ApiProperty() source: string;
}

class GroupDto {
  @ApiProperty({ example: 'so-ban-nganh' }) id: string;
  @ApiProperty({ example: 'Sở, ban, ngành tỉnh' }) name: string;
  @ApiProperty({ type: [GroupNameDto] }) names: GroupNameDto[];
  @ApiProperty({ enum: ['listed', 'undefined'] }) membership: string;
  @ApiProperty({ type: [MembershipDto] }) members: MembershipDto[];
  @ApiProperty() source: string;
}

export class GroupsDto {
  @ApiProperty({ type: [GroupDto] }) rows: GroupDto[];
  @ApiProperty({ type: String, nullable: true }) on: string | null;
  @ApiProperty({ type: FreshnessDto }) freshness: FreshnessDto;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Severity } from './finding.js';
import { LeftToOthersDto, SettlementDto } from './plan.dto.js';

export class BulkSettlementDto extends SettlementDto {
  @ApiPropertyOptional({ type: [String], description: 'Ids of findings, at most 500; absent: every open one.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  findings?: string[];

  @ApiPropertyOptional({ description: 'Only open findings of this code, where none is named.', example: 'alias-of-agency' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,60}$/)
  code?: string;

  @ApiPropertyOptional({ enum: ['blocking', 'decision', 'notice'], description: 'Only open findings of this severity.' })
  @IsOptional()
  @IsIn(['blocking', 'decision', 'notice'])
  severity?: Severity;

  @ApiPropertyOptional({ example: 'IV.VI.3', description: 'Only open findings about this row.' })
  @IsOptional()
  @Matches(/^[A-Z0-9.]{1,30}$/)
  item?: string;
}

class RefusedFindingDto {
  @ApiProperty() finding: string;
  @ApiProperty() code: string;
  @ApiProperty() vi: string;
  @ApiProperty() en: string;
}

export class BulkSettlementAnswerDto {
  @ApiProperty({ type: [String] }) settled: string[];
  @ApiProperty({ type: [String], description: 'Settled so before; nothing was written.' }) unchanged: string[];
  @ApiProperty({ type: [RefusedFindingDto] }) refused: RefusedFindingDto[];
  @ApiProperty({ type: [LeftToOthersDto] }) leftToOthers: LeftToOthersDto[];
  @ApiProperty({ example: '1204' }) position: string;
}

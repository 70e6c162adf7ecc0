import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { agencyId, knownUpTo, localDate, planId } from '#language';
import { Csv } from './task.dto.js';
import type { Clocks, Sort, TaskFilter } from './task.queries.js';
import { sorts } from './task.queries.js';
import { type Cell, cells, type Status, statuses } from './task.status.js';

/** The questions that can be put in a URL. */
export class ClocksDto {
  @IsOptional()
  @IsString()
  @MaxLength(10)
  @ApiPropertyOptional({ type: String, format: 'date', description: 'Tại ngày: tình trạng vào cuối ngày này.' })
  asOf?: string;
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @ApiPropertyOptional({ type: String, description: 'Theo dữ liệu biết đến: một thời điểm, hoặc một ngày (hết ngày đó).' })
  knownOn?: string;
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  @ApiPropertyOptional({ type: String, description: 'Vị trí phải chờ (đọc lại điều vừa ghi), tối đa 5 giây.' })
  after?: string;
}

export class PlanClocksDto extends ClocksDto {
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @ApiPropertyOptional({ type: String, example: '267-2025' })
  plan?: string;
}

export class OverdueBoardDto extends PlanClocksDto {
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String, description: 'Chỉ một cơ quan, với các nhiệm vụ trễ nhất của cơ quan đó.' })
  agency?: string;
}

export class TaskFilterDto extends PlanClocksDto {
  @IsOptional()
  @IsString()
  @MaxLength(80)
  @ApiPropertyOptional({ type: String })
  agency?: string;
  @IsOptional()
  @Csv()
  @IsIn(statuses, { each: true })
  @ApiPropertyOptional({ type: [String], enum: statuses })
  status?: Status[];
  @IsOptional()
  @IsIn(cells)
  @ApiPropertyOptional({
    enum: cells,
    description: 'Ô thống kê mà một con số của bảng điều hành đếm; báo cáo hoàn thành sau hạn còn chờ xác nhận thuộc ô quá hạn.',
  })
  cell?: Cell;
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String })
  section?: string;
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ type: String })
  group?: string;
  @IsOptional()
  @Csv()
  @ArrayMaxSize(36)
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/, { each: true })
  @ApiPropertyOptional({ type: [String], example: ['2025-03'] })
  due?: string[];
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @ApiPropertyOptional({ type: String, description: 'Từ khóa, có dấu hoặc không dấu; từ cuối có thể gõ dở.' })
  q?: string;
  @IsOptional()
  @IsIn(sorts)
  @ApiPropertyOptional({ enum: sorts })
  sort?: Sort;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  @ApiPropertyOptional({ type: Number, default: 1 })
  page?: number;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  @ApiPropertyOptional({ type: Number, default: 50 })
  size?: number;
}

/** What waits for the committee is asked of today alone. */
export class ToDecideDto {
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @ApiPropertyOptional({ type: String, example: '267-2025' })
  plan?: string;
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d \S{1,160} \S{1,64}$/)
  @ApiPropertyOptional({ type: String, description: 'Trang tiếp theo: giá trị `next` của trang trước.' })
  behind?: string;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  @ApiPropertyOptional({ type: Number, default: 20 })
  size?: number;
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  @ApiPropertyOptional({ type: String, description: 'Vị trí phải chờ (đọc lại điều vừa ghi), tối đa 5 giây.' })
  after?: string;
}

/** Parses the two clocks. A bare day as `knownOn` means its end in the province. */
export function clocksFrom({ asOf, knownOn, after }: ClocksDto): Clocks {
  return {
    ...(asOf && { asOf: localDate(asOf, 'asOf') }),
    ...(knownOn && { knownOn: knownUpTo(knownOn) }),
    ...(after && { minPosition: after }),
  };
}

export function planClocksFrom(dto: PlanClocksDto) {
  return { ...clocksFrom(dto), ...(dto.plan && { plan: planId(dto.plan, 'plan') }) };
}

export function boardFilterFrom(dto: OverdueBoardDto) {
  return { ...planClocksFrom(dto), ...(dto.agency && { agency: agencyId(dto.agency, 'agency') }) };
}

export function toDecideFrom({ plan, behind, size, after }: ToDecideDto) {
  const [askedOn = '', task = '', request = ''] = behind?.split(' ') ?? [];
  return {
    ...(plan && { plan: planId(plan, 'plan') }),
    ...(behind && { behind: { askedOn: localDate(askedOn, 'behind'), task, request } }),
    ...(size && { size }),
    ...(after && { minPosition: after }),
  };
}

export function filterFrom(dto: TaskFilterDto): TaskFilter {
  const { status, cell, section, group, due, q, sort, page, size } = dto;
  return {
    ...planClocksFrom(dto),
    ...(dto.agency && { agency: agencyId(dto.agency, 'agency') }),
    ...(status && { status }),
    ...(cell && { cell }),
    ...(section && { section }),
    ...(group && { group }),
    ...(due && { due }),
    ...(q && { q }),
    ...(sort && { sort }),
    ...(page && { page }),
    ...(size && { size }),
  };
}

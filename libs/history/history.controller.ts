import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { Allow, allows, Session, type SignedInAs } from '#identity';
import { localDate, Refusal } from '#language';
import { History, type HistoryAnswer, type Replay, ReplayStream } from './history.queries.js';

class HistoryParams {
  @ApiPropertyOptional({ example: '267-2025/IV.VI.3/so-y-te' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  task?: string;

  @ApiPropertyOptional({ example: 'plan-267-2025' })
  @IsOptional()
  @IsString()
  @MaxLength(250)
  stream?: string;

  @ApiPropertyOptional({ example: 'so-y-te', description: 'Cơ quan chủ trì, cơ quan được nêu hoặc cơ quan của người thực hiện.' })
  @IsOptional()
  @IsString()
  @MaxLength(80)
  agency?: string;

  @ApiPropertyOptional({ description: 'Mã người dùng.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  user?: string;

  @ApiPropertyOptional({ example: 'extension-granted' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  type?: string;

  @ApiPropertyOptional({ example: '2025-01-01', description: 'Từ ngày (ngày của sự việc).' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  from?: string;

  @ApiPropertyOptional({ example: '2025-12-31', description: 'Đến hết ngày.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  to?: string;

  @ApiPropertyOptional({
    description: 'Từ cần tìm, có dấu hoặc không dấu; từ cuối có thể mới gõ phần đầu. Tìm sự kiện có đủ các từ ấy.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({ description: 'Trang sau: các sự kiện trước vị trí này.' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  beforePosition?: string;

  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'Vị trí sự kiện cần chờ.' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

class ReplayParams {
  @ApiPropertyOptional({ description: 'Dựng lại đến bản này; bỏ trống: bản mới nhất.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version?: number;
}

/** The record for those who examine it. Reads only. */
@ApiTags('history')
@Controller()
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get('history')
  @Allow('read-history', 'read-own-history')
  @ApiOkResponse({ description: 'Events in sentences, newest first. Agencies read what is about them.' })
  history(@Query() { from, to, after, limit, ...filter }: HistoryParams, @Session() session: SignedInAs): Promise<HistoryAnswer> {
    return this.queries.execute(
      new History({
        ...filter,
        ...ownOnly(session, filter.agency),
        limit: limit ?? 50,
        ...(from && { from: localDate(from, 'from') }),
        ...(to && { to: localDate(to, 'to') }),
        ...(after && { minPosition: after }),
      }),
    );
  }

  @Get('streams/:stream/replay')
  @Allow('replay', 'read-history')
  @ApiOkResponse({ description: 'A stream folded from its first event to a version.' })
  replay(@Param('stream') stream: string, @Query() { version }: ReplayParams): Promise<Replay> {
    return this.queries.execute(new ReplayStream(stream, version));
  }
}

/** Whoever examines the record reads all of it; an agency's people read what is about their agency, and nothing by leaving it out. */
function ownOnly({ role, agency: own }: SignedInAs, asked: string | undefined): { agency?: string } {
  if (allows(role, 'read-history')) return {};
  if (own !== null && (asked === undefined || asked === own)) return { agency: own };
  throw new Refusal('not-your-history', {
    kind: 'forbidden',
    field: 'agency',
    vi: `Anh/chị chỉ xem được lịch sử của cơ quan mình${own === null ? ', mà tài khoản này không thuộc cơ quan nào' : ` (“${own}”), không phải của “${asked}”`}.`,
    en: `You may read the history of your own agency only${own === null ? ', and this account belongs to none' : ` (“${own}”), not that of “${asked}”`}.`,
    figures: { asked: asked ?? null, yours: own },
  });
}

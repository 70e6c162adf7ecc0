import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { FollowsFromRecord } from '#event-store';
import { Allow, allows, Session, type SignedInAs } from '#identity';
import { agencyId, knownUpTo, localDate, planId, Refusal } from '#language';
import {
  type ScorecardAnswer,
  type ScorecardFilter,
  ScorecardOf,
  Scorecards,
  type ScorecardsAnswer,
} from './scorecard.queries.js';

class ScorecardParams {
  @ApiPropertyOptional({ example: '267-2025', description: 'Kế hoạch; bỏ trống: mọi kế hoạch.' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  plan?: string;

  @ApiPropertyOptional({ example: '2025-06-30', description: 'Tình trạng tại ngày; bỏ trống: hôm nay.' })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  asOf?: string;

  @ApiPropertyOptional({
    example: '2025-07-05T17:00:00+07:00',
    description: 'Theo dữ liệu biết đến lúc này, hoặc đến hết ngày này; bỏ trống: mọi dữ liệu.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  knownOn?: string;

  @ApiPropertyOptional({ description: 'Vị trí sự kiện cần chờ, lấy từ câu trả lời của một lệnh.' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}

/** Phiếu điểm. Reviewers read every agency's; an officer or a head reads that of the own agency. */
@ApiTags('scorecards')
@Controller('scorecards')
export class ScorecardController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow('read-scorecards')
  @FollowsFromRecord('all')
  @ApiOkResponse({ description: 'One row an agency, by bloc; their counts add up to the total.' })
  all(@Query() params: ScorecardParams): Promise<ScorecardsAnswer> {
    return this.queries.execute(new Scorecards(filterOf(params)));
  }

  @Get(':agency')
  @Allow('read-scorecards', 'read-own-scorecard')
  @FollowsFromRecord('asker')
  @ApiOkResponse({ description: 'Every figure with its formula and the tasks and events behind it.' })
  one(@Param('agency') id: string, @Query() params: ScorecardParams, @Session() session: SignedInAs): Promise<ScorecardAnswer> {
    const agency = agencyId(id);
    if (session.agency !== agency && !allows(session.role, 'read-scorecards'))
      throw new Refusal('not-your-scorecard', {
        kind: 'forbidden',
        vi: 'Anh/chị chỉ xem được phiếu điểm của cơ quan mình; phiếu của cơ quan khác do Ban Chỉ đạo, Sở Nội vụ và thanh tra xem.',
        en: 'You may read the scorecard of your own agency only; the committee, the Interior Department and auditors read the others.',
        figures: { agency, yours: session.agency },
      });
    return this.queries.execute(new ScorecardOf(agency, filterOf(params)));
  }
}

const filterOf = ({ plan, asOf, knownOn, after }: ScorecardParams): ScorecardFilter => ({
  ...(plan && { plan: planId(plan) }),
  ...(asOf && { asOf: localDate(asOf, 'asOf') }),
  ...(knownOn && { knownOn: knownUpTo(knownOn) }),
  ...(after && { minPosition: after }),
});

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import { type AgencyId, agencyId, type LocalDate, localDate, parseTaskId, Refusal } from '#language';
import { Act, type Cause, causes, Day, DocumentDto, OptionalWords, Words } from '#tasks';
import type { Becomes } from './meeting.events.js';
import { verdicts } from './meeting.events.js';
import { limits } from './meeting.js';

/** The bodies of the meetings' routes. */
export class MeetingDto {
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  @ApiProperty({ type: String, example: '267-2025' })
  plan: string;
  @IsInt()
  @Min(1)
  @Max(limits.number)
  @ApiProperty({ type: Number, minimum: 1, maximum: limits.number })
  number: number;
  @Words(limits.title)
  title: string;
  @Day()
  sitsOn: LocalDate;
}

export class ConclusionDto {
  @Words(limits.text)
  text: string;
  @Act()
  document: DocumentDto;
  @IsObject()
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'kind: note | extension {task, request, until?} | reassignment {task, to} | objective-cause {task, cause, from, to} | ' +
      'new-task {agency, title, dueOn} | directive {obstacle, next?, dueOn?}',
    example: { kind: 'new-task', agency: 'so-y-te', title: 'Hoàn thiện hồ sơ sức khỏe điện tử', dueOn: '2025-09-30' },
  })
  becomes: Record<string, unknown>;
}

export class FollowUpDto {
  @IsInt()
  @Min(1)
  @Max(limits.number)
  @ApiProperty({ type: Number })
  meeting: number;
  @IsInt()
  @Min(1)
  @Max(limits.conclusions)
  @ApiProperty({ type: Number })
  conclusion: number;
  @IsIn(verdicts)
  @ApiProperty({ enum: verdicts })
  verdict: (typeof verdicts)[number];
  @OptionalWords(limits.text)
  note?: string | null;
}

export class AfterDto {
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  @ApiPropertyOptional({ type: String })
  after?: string;
}

/** Reads what a conclusion becomes; refuses what is not one of the six, naming the field. */
export function becomesFrom(it: Readonly<Record<string, unknown>>): Becomes {
  const text = (name: string): string => {
    const value = it[name];
    if (typeof value === 'string' && value !== '' && value.length <= limits.text) return value;
    throw malformed(`becomes.${name}`, value);
  };
  const given = (name: string) => it[name] !== undefined && it[name] !== null;
  const task = () => parseTaskId(text('task'), 'becomes.task').id;
  const day = (name: string): LocalDate => localDate(text(name), `becomes.${name}`);
  const agency = (name: string): AgencyId => agencyId(text(name), `becomes.${name}`);
  switch (it.kind) {
    case 'note':
      return { kind: 'note' };
    case 'extension':
      return { kind: 'extension', task: task(), request: text('request'), until: given('until') ? day('until') : null };
    case 'reassignment':
      return { kind: 'reassignment', task: task(), to: agency('to') };
    case 'objective-cause': {
      const cause = causes.find((one): one is Cause => one === it.cause);
      if (!cause) throw malformed('becomes.cause', it.cause);
      return { kind: 'objective-cause', task: task(), cause, from: day('from'), to: day('to') };
    }
    case 'new-task':
      return { kind: 'new-task', agency: agency('agency'), title: text('title'), dueOn: day('dueOn') };
    case 'directive':
      return {
        kind: 'directive',
        obstacle: text('obstacle'),
        next: given('next') ? agency('next') : null,
        dueOn: given('dueOn') ? day('dueOn') : null,
      };
    default:
      throw malformed('becomes.kind', it.kind);
  }
}

const malformed = (field: string, value: unknown) =>
  new Refusal('malformed-conclusion', {
    kind: 'invalid',
    field,
    vi: `Kết luận: giá trị “${String(value ?? '').slice(0, 60)}” ở ${field} không hợp lệ.`,
    en: `Conclusion: the value “${String(value ?? '').slice(0, 60)}” at ${field} is not valid.`,
  });

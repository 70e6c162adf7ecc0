import { Body, Controller, Delete, Get, HttpCode, Inject, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { type AgencyId, Refusal } from '#language';
import { Accounts } from './accounts.js';
import { Session } from './acting.js';
import { Public, SignedIn } from './allow.js';
import { cookieFor, referenceIn } from './cookie.js';
import { permissions, permissionsOf } from './policy.js';
import type { SignedInAs } from './session.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

/** What other rooms know and the answer to a sign-in shows; the app that composes the rooms provides it. */
export interface Surroundings {
  agencyName(agency: AgencyId): Promise<string>;
  /** Refuses an agency that is not in the registry. */
  mustBeAgency(agency: AgencyId): Promise<void>;
  /** True when the simulated year is loaded. */
  sampleLoaded(): Promise<boolean>;
}
export const SURROUNDINGS = Symbol('Surroundings');

export class SignInDto {
  @ApiProperty({ example: 'so-y-te.canbo' })
  @IsString()
  @Length(1, 100)
  username: string;

  @ApiProperty()
  @IsString()
  @Length(1, 500)
  password: string;
}

export class NewPasswordDto {
  @ApiProperty({ description: 'The password used so far.' })
  @IsString()
  @Length(1, 500)
  current: string;

  @ApiProperty({ description: '8 to 128 characters.' })
  @IsString()
  @Length(1, 500)
  password: string;
}

export class AgencyNameDto {
  @ApiProperty({ example: 'so-y-te' })
  id: string;
  @ApiProperty({ example: 'Sở Y tế' })
  name: string;
}

export class MeDto {
  @ApiProperty({ example: 'u_0199d3' })
  user: string;
  @ApiProperty()
  name: string;
  @ApiProperty()
  role: string;
  @ApiProperty({ type: AgencyNameDto, nullable: true })
  agency: AgencyNameDto | null;
  @ApiProperty({ enum: permissions, isArray: true })
  permissions: string[];
  @ApiProperty({ description: 'Goes into X-CSRF-Token on everything but GET.' })
  csrf: string;
  @ApiProperty({ description: 'The simulated year is loaded.' })
  sample: boolean;
}

/** What these routes use of Fastify. */
interface Request {
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  header(name: string, value: string): unknown;
}

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
  ) {}

  /** Signs in: sets the session cookie, always a new one. Ends the session that the browser had. */
  @Post()
  @Public()
  async begin(
    @Body() body: SignInDto,
    @Ip() address: string,
    @Req() request: Request,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeDto> {
    mustBeSameSite(request);
    const reference = await this.signIn.signIn(body.username, body.password, address);
    const previous = referenceIn(request);
    const ended = previous === null ? null : await this.sessions.find(previous);
    if (ended) await this.sessions.end(ended.session);
    const session = await this.sessions.find(reference);
    if (!session) throw new Error('a session ended as it began');
    reply.header('set-cookie', cookieFor(reference, request.protocol));
    return this.me(session);
  }

  @Get()
  @SignedIn()
  show(@Session() session: SignedInAs): Promise<MeDto> {
    return this.me(session);
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  async end(@Session() session: SignedInAs, @Req() request: Request, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    await this.sessions.end(session.session);
    reply.header('set-cookie', cookieFor('', request.protocol));
  }

  /** Changes the own password; every session of this person ends, this one too. */
  @Post('password')
  @SignedIn()
  @HttpCode(204)
  async changePassword(@Session() session: SignedInAs, @Body() body: NewPasswordDto, @Ip() address: string): Promise<void> {
    await this.signIn.mustKnowPassword(session.user, session.username, body.current, address);
    await this.accounts.setPassword(session.user, body.password);
  }

  private async me(session: SignedInAs): Promise<MeDto> {
    const { user, name, role, agency, csrf } = session;
    return {
      user,
      name,
      role,
      agency: agency === null ? null : { id: agency, name: await this.surroundings.agencyName(agency) },
      permissions: [...permissionsOf(role)],
      csrf,
      sample: await this.surroundings.sampleLoaded(),
    };
  }
}

/** A foreign page must not sign a browser in as somebody else. JSON bodies already need a preflight; this says it plainly. */
function mustBeSameSite(request: Request): void {
  if (request.headers['sec-fetch-site'] !== 'cross-site') return;
  throw new Refusal('cross-site', {
    kind: 'forbidden',
    vi: 'Không thể đăng nhập từ một trang khác.',
    en: 'Signing in from another site is not possible.',
  });
}

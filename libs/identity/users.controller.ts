import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import type { Envelope } from '#event-store';
import { type AgencyId, agencyId, CLOCK, type Clock, type Role, roles, userId } from '#language';
import { type Account, Accounts } from './accounts.js';
import { Acting, Session } from './acting.js';
import { Addresses } from './addresses.js';
import { Allow } from './allow.js';
import { AskedAccounts } from './asked-accounts.js';
import { SURROUNDINGS, type Surroundings } from './session.controller.js';
import type { SignedInAs } from './session.js';

const people = roles.filter((role) => role !== 'system');

export class NewUserDto {
  @ApiProperty({ example: 'so-y-te.canbo' })
  @IsString()
  @Length(1, 64)
  username: string;

  @ApiProperty({ example: 'Nguyễn Thị Hoa' })
  @IsString()
  @Length(1, 120)
  name: string;

  @ApiProperty({ enum: people })
  @IsIn(people)
  role: Role;

  @ApiPropertyOptional({ example: 'so-y-te', description: 'Needed for officer, head and standing.' })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  agency?: string | null;

  @ApiPropertyOptional({ description: '8 to 128 characters; one is generated when absent.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  password?: string;
}

export class ChangedUserDto {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @ApiPropertyOptional({ enum: people })
  @IsOptional()
  @IsIn(people)
  role?: Role;

  @ApiPropertyOptional({ nullable: true, type: String })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  agency?: string | null;
}

export class UserDto {
  @ApiProperty()
  id: string;
  @ApiProperty()
  username: string;
  @ApiProperty()
  name: string;
  @ApiProperty({ enum: people })
  role: string;
  @ApiProperty({ nullable: true, type: String })
  agency: string | null;
  @ApiProperty()
  createdAt: string;
  @ApiProperty({ nullable: true, type: String })
  disabledAt: string | null;
}

export class UserListDto {
  @ApiProperty({ type: [UserDto] })
  rows: UserDto[];
}

export class AddedUserDto {
  @ApiProperty({ type: UserDto })
  user: UserDto;
  @ApiProperty({ description: 'Shown once; stored only as a hash.' })
  password: string;
}

export class PasswordDto {
  @ApiProperty({ description: 'Shown once; stored only as a hash.' })
  password: string;
}

export class AddressDto {
  @ApiProperty({ nullable: true, type: String, description: 'Null erases it.', example: 'canbo@example.gov.vn' })
  @IsOptional()
  @IsString()
  @Length(3, 254)
  mail: string | null;
}

/** For the administrator: who may sign in. */
@ApiTags('users')
@Controller('users')
@Allow('manage-users')
export class UsersController {
  constructor(
    private readonly accounts: Accounts,
    private readonly asked: AskedAccounts,
    private readonly addresses: Addresses,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
  ) {}

  @Get()
  async list(): Promise<UserListDto> {
    return { rows: (await this.accounts.all()).map(dtoOf) };
  }

  /**
   * The same request again under the same Idempotency-Key gives the same account. A generated password is then told anew, and the one
   * before is over, for an hour and while nobody has signed in with it.
   */
  @Post()
  async add(@Body() body: NewUserDto, @Acting() { commandId }: Envelope): Promise<AddedUserDto> {
    const asked = {
      username: body.username,
      name: body.name,
      role: body.role,
      agency: body.agency ? await this.registered(body.agency) : null,
      ...(body.password === undefined ? {} : { password: body.password }),
    };
    const { account, password } = await this.asked.add(asked, commandId, this.clock.now());
    return { user: dtoOf(account), password };
  }

  @Patch(':user')
  async change(@Param('user') user: string, @Body() body: ChangedUserDto, @Session() session: SignedInAs): Promise<UserDto> {
    return dtoOf(
      await this.accounts.change(
        userId(user),
        {
          ...(body.name === undefined ? {} : { name: body.name }),
          ...(body.role === undefined ? {} : { role: body.role }),
          ...(body.agency === undefined ? {} : { agency: body.agency === null ? null : await this.registered(body.agency) }),
        },
        session.user,
      ),
    );
  }

  /** Whoever acts for a body that nobody knows would see no tasks and be told of none. */
  private async registered(text: string): Promise<AgencyId> {
    const agency = agencyId(text);
    await this.surroundings.mustBeAgency(agency);
    return agency;
  }

  /** Where reminders are sent. Kept beside the account and never in the record. */
  @Post(':user/address')
  @HttpCode(200)
  async address(@Param('user') user: string, @Body() { mail }: AddressDto): Promise<AddressDto> {
    await this.addresses.set(userId(user), mail ?? null);
    return { mail: mail ?? null };
  }

  @Post(':user/disabling')
  @HttpCode(200)
  async disable(@Param('user') user: string, @Session() session: SignedInAs): Promise<UserDto> {
    return dtoOf(await this.accounts.disable(userId(user), session.user));
  }

  @Post(':user/enabling')
  @HttpCode(200)
  async enable(@Param('user') user: string): Promise<UserDto> {
    return dtoOf(await this.accounts.enable(userId(user)));
  }

  /** A new generated password; every session of that person ends. */
  @Post(':user/password-reset')
  @HttpCode(200)
  async reset(@Param('user') user: string): Promise<PasswordDto> {
    return { password: await this.accounts.setPassword(userId(user)) };
  }
}

const dtoOf = ({ id, username, name, role, agency, createdAt, disabledAt }: Account): UserDto => ({
  id,
  username,
  name,
  role,
  agency,
  createdAt,
  disabledAt,
});

import { mustBeRegistered } from '#agencies';
import type { AgencyId, Role } from '#language';
import { accountNamed, type Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly agency?: AgencyId;
}

/** `tiendo user list` */
export async function listUsers({ accounts }: Installation, screen: Screen): Promise<void> {
  const all = await accounts.all();
  const { say } = screen;
  screen.answer(
    all,
    columns([
      [say('tên đăng nhập', 'username'), say('vai trò', 'role'), say('cơ quan', 'agency'), say('họ tên', 'name')],
      ...all.map((it) => [
        it.username,
        it.role,
        it.agency ?? '–',
        `${it.name}${it.disabledAt ? say(' (đã khóa)', ' (disabled)') : ''}`,
      ]),
    ]),
  );
}

/** `tiendo user add`: the password is generated and shown once. */
export async function addUser(it: Installation, screen: Screen, username: string, user: NewUser): Promise<void> {
  const { accounts, queries } = it;
  if (user.agency !== undefined) await mustBeRegistered(queries, user.agency, 'agency');
  const { account, password } = await accounts.add({ username, name: user.name, role: user.role, agency: user.agency ?? null });
  told(screen, account.username, password);
}

/** `tiendo user reset`: a new generated password; all sessions of the account end. */
export async function resetUser({ accounts }: Installation, screen: Screen, username: string): Promise<void> {
  const account = await accountNamed(accounts, username);
  told(screen, account.username, await accounts.setPassword(account.id));
}

/** `tiendo user address`: kept beside the account, never in the record. */
export async function setAddress(
  { accounts, addresses }: Installation,
  screen: Screen,
  username: string,
  mail: string | null,
): Promise<void> {
  const account = await accountNamed(accounts, username);
  await addresses.set(account.id, mail);
  screen.answer({ username: account.username, mail }, [
    mail === null
      ? screen.say(`Đã xóa địa chỉ của ${account.username}.`, `The address of ${account.username} is erased.`)
      : screen.say(`${account.username} nhận thư tại ${mail}.`, `${account.username} is written to at ${mail}.`),
  ]);
}

function told(screen: Screen, username: string, password: string): void {
  const { say } = screen;
  screen.answer({ username, password }, [
    say(`Tài khoản: ${username}`, `Account: ${username}`),
    say(`Mật khẩu (chỉ hiện một lần): ${password}`, `Password (shown only once): ${password}`),
  ]);
}

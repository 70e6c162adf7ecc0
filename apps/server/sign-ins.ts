import { roleWords } from '#language';
import type { SignInToShow, Telling } from './loading.js';

/** The accounts as a table for the terminal. */
export function tableOf(accounts: readonly SignInToShow[]): string[] {
  const widest = (of: (it: SignInToShow) => string) => Math.max(...accounts.map((it) => [...of(it)].length));
  const [user, password] = [widest((it) => it.username), widest((it) => it.password)];
  return [
    'Tài khoản (mật khẩu chỉ hiện một lần này, hãy ghi lại) / Accounts (passwords are shown only this once):',
    ...accounts.map(
      (it) => `  ${it.username.padEnd(user)}  ${it.password.padEnd(password)}  ${roleWords[it.role].vi}: ${it.name}`,
    ),
  ];
}

/** Tells on a stream for people: one line a step; progress rewrites its line on a terminal, elsewhere says every tenth. */
export function tellOn(stream: NodeJS.WriteStream): Telling {
  let last = -1;
  const write = (text: string) => stream.write(text);
  return {
    say: (line) => write(`${line}\n`),
    progress(what, done, of) {
      const percent = Math.floor((100 * done) / Math.max(1, of));
      if (stream.isTTY && percent !== last) write(`\r  ${percent} %  ${what}   ${done + 1 >= of ? '\n' : ''}`);
      else if (!stream.isTTY && percent % 10 === 0 && percent !== last) write(`  ${percent} %  ${what}\n`);
      last = percent;
    },
    signIns: (accounts) => write(`\n${tableOf(accounts).join('\n')}\n\n`),
  };
}

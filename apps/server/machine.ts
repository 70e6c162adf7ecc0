import { Refusal } from '#language';

interface Said {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly syscall?: string;
}

const field = (error: object, name: string): unknown => (name in error ? (error as Record<string, unknown>)[name] : undefined);

function saidBy(error: unknown): Said | null {
  if (typeof error !== 'object' || error === null || typeof field(error, 'code') !== 'string') return null;
  return { ...error, code: String(field(error, 'code')), message: String(field(error, 'message')) };
}

type Sentence = readonly [vi: string, en: string];

/** What the operating system found wrong with a file, and what to do. */
const files: Readonly<Record<string, Sentence>> = {
  ENOENT: ['không có tệp hoặc thư mục này; hãy kiểm tra đường dẫn', 'there is no such file or folder; check the path'],
  ENOTDIR: ['một phần của đường dẫn là tệp, không phải thư mục', 'a part of the path is a file and no folder'],
  EISDIR: ['đây là thư mục; hãy nêu tên một tệp trong đó', 'this is a folder; name a file in it'],
  EACCES: [
    'tài khoản hiện tại không có quyền; hãy đổi quyền hoặc chọn nơi khác',
    'the present account has no right to it; change that, or choose another place',
  ],
  EPERM: ['hệ điều hành không cho phép; hãy chọn nơi khác', 'the system does not permit it; choose another place'],
  EROFS: ['ổ đĩa chỉ cho đọc; hãy chọn nơi khác', 'the disk can only be read; choose another place'],
  ENOSPC: ['ổ đĩa đã đầy; hãy giải phóng chỗ hoặc chọn ổ khác', 'the disk is full; free some room, or choose another one'],
  EDQUOT: [
    'đã hết hạn mức đĩa; hãy giải phóng chỗ hoặc chọn ổ khác',
    'the quota is used up; free some room, or choose another disk',
  ],
  EEXIST: ['đã có tệp này; hãy chọn tên khác hoặc xóa tệp cũ', 'there is such a file already; choose another name, or remove it'],
};

/** What is wrong with a file of which the system says this; null: it has no words here. */
export const reasonOf = (code: string): Sentence | null => files[code] ?? null;

/** What stood in the way to the database that DATABASE_URL names. The address may be told, the password is in none of it. */
const databases: Readonly<Record<string, Sentence>> = {
  '28P01': ['sai tên hoặc mật khẩu', 'the name or the password is wrong'],
  '28000': ['máy chủ không cho tài khoản này vào từ máy này', 'the server does not let this account in from here'],
  '3D000': [
    'máy chủ không có cơ sở dữ liệu mang tên này; hãy tạo trước',
    'the server has no database of this name; create it first',
  ],
  '42501': ['tài khoản này không có đủ quyền trong cơ sở dữ liệu', 'the account lacks a right in the database'],
  ECONNREFUSED: ['không có PostgreSQL nào nghe ở địa chỉ này', 'no PostgreSQL listens at this address'],
  ENOTFOUND: ['không có máy mang tên này', 'there is no machine of this name'],
  EAI_AGAIN: ['chưa tra được tên máy này', 'the name of the machine cannot be looked up just now'],
  ETIMEDOUT: ['máy này không trả lời', 'the machine does not answer'],
  EHOSTUNREACH: ['không có đường tới máy này', 'there is no way to the machine'],
};

type Settings = Readonly<Record<string, string | undefined>>;

/** To whoever runs the product, and not to those who work with it: which log does not answer. */
function silentLog({ code, kind, vi, en }: Refusal, log: string): Refusal {
  const [, hosts = ''] = /^esdb(?:\+discover)?:\/\/(?:[^@/?]*@)?([^/?]*)/.exec(log) ?? [];
  return new Refusal(code, {
    kind,
    field: 'EVENT_STORE',
    vi: `${vi} Kho sự kiện ở ${hosts}; hãy kiểm tra EVENT_STORE, dạng đúng: esdb://tên:mật-khẩu@máy:2113?tls=true.`,
    en: `${en} The event store is at ${hosts}; check EVENT_STORE, a right one looks like esdb://user:password@host:2113?tls=true.`,
    figures: { hosts },
  });
}

/** What the machine said in its own words, in ours, with the value and what would be right; null: it is something else. */
export function refusedByTheMachine(error: unknown, { EVENT_STORE: log }: Settings = process.env): Refusal | null {
  if (error instanceof Refusal && error.code === 'store-unavailable' && log?.startsWith('esdb')) return silentLog(error, log);
  const said = saidBy(error);
  if (!said) return null;
  const { code, message } = said;
  const database = databases[code];
  if (database) {
    const at = said.hostname ?? said.address;
    const value = at === undefined ? message : `${at}${said.port === undefined ? '' : `:${said.port}`}`;
    return new Refusal('database-not-reachable', {
      kind: 'unavailable',
      field: 'DATABASE_URL',
      vi: `Không mở được cơ sở dữ liệu (${value}): ${database[0]}. Hãy kiểm tra DATABASE_URL, dạng đúng: postgresql://tên:mật-khẩu@máy:5432/tiendo.`,
      en: `The database cannot be opened (${value}): ${database[1]}. Check DATABASE_URL; a right one looks like postgresql://user:password@host:5432/tiendo.`,
      figures: { code },
    });
  }
  const file = files[code];
  if (!file || said.syscall === undefined) return null;
  // What is written goes under another name first, which is not the one that was asked for.
  const path = /-> '([^']+)'$/.exec(message)?.[1] ?? said.path?.replace(/\.partial(-[\da-f]+)?$/, '') ?? message;
  return new Refusal('file-not-usable', {
    kind: 'unavailable',
    field: 'file',
    vi: `Không dùng được “${path}”: ${file[0]}.`,
    en: `“${path}” cannot be used: ${file[1]}.`,
    figures: { code, path },
  });
}

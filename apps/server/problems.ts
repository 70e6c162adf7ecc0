import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { isOutage, ProjectionRunner } from '#event-store';
import { type DecidedRoute, DecidedRoutes, NotSignedIn, TooManyAttempts } from '#identity';
import { Refusal, type RefusalKind } from '#language';
import { TooOften } from './rate.js';
import { InvalidShape } from './validation.js';

type Language = 'vi' | 'en';

/** RFC 9457, with what this product adds: a code for machines, the field, the figures of the sentence. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly field?: string;
  readonly figures?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly field: string; readonly value?: unknown; readonly message: string }[];
  readonly instance: string;
  readonly correlationId: string;
}

/** What the filter uses of Fastify. */
interface Request {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  readonly sent: boolean;
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

const statusOf: Readonly<Record<RefusalKind, number>> = {
  rule: 422,
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  'too-large': 413,
  unavailable: 503,
};

const titles: Readonly<Record<number, Readonly<Record<Language, string>>>> = {
  400: { vi: 'Dữ liệu không hợp lệ', en: 'Not valid' },
  401: { vi: 'Chưa đăng nhập', en: 'Not signed in' },
  403: { vi: 'Không được phép', en: 'Not allowed' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  405: { vi: 'Phương thức không dùng được', en: 'Method not allowed' },
  409: { vi: 'Trùng hoặc mâu thuẫn', en: 'Conflict' },
  412: { vi: 'Hồ sơ đã thay đổi', en: 'The record has changed' },
  413: { vi: 'Quá lớn', en: 'Too large' },
  415: { vi: 'Kiểu nội dung không dùng được', en: 'Unsupported content type' },
  422: { vi: 'Trái quy định', en: 'Against a rule' },
  429: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
  500: { vi: 'Lỗi của chương trình', en: 'A fault of the program' },
  503: { vi: 'Tạm thời không phục vụ được', en: 'Temporarily not available' },
};

/** What the framework refuses before any rule of ours is asked. */
const sentences: Readonly<Record<number, { readonly code: string; readonly vi: string; readonly en: string }>> = {
  400: {
    code: 'malformed-request',
    vi: 'Không đọc được yêu cầu; nội dung gửi lên phải là JSON đúng cú pháp.',
    en: 'The request cannot be read; a body has to be well-formed JSON.',
  },
  404: { code: 'no-such-route', vi: 'Không có địa chỉ này.', en: 'There is nothing at this address.' },
  405: {
    code: 'method-not-allowed',
    vi: 'Địa chỉ này không nhận phương thức đó (xem tiêu đề Allow).',
    en: 'This address does not take that method (see the Allow header).',
  },
  408: { code: 'too-slow', vi: 'Yêu cầu gửi lên quá chậm.', en: 'The request came in too slowly.' },
  413: {
    code: 'body-too-large',
    vi: 'Nội dung gửi lên quá lớn (JSON nhiều nhất 256 KB, tệp nhiều nhất 20 MB).',
    en: 'The body is too large (JSON at most 256 KB, a file at most 20 MB).',
  },
  414: { code: 'address-too-long', vi: 'Địa chỉ quá dài.', en: 'The address is too long.' },
  431: { code: 'headers-too-large', vi: 'Phần đầu của yêu cầu quá lớn.', en: 'The headers of the request are too large.' },
  415: {
    code: 'content-type',
    vi: 'Kiểu nội dung không dùng được; gửi application/json, tệp thì multipart/form-data.',
    en: 'The content type cannot be used; send application/json, or multipart/form-data for a file.',
  },
  500: {
    code: 'fault',
    vi: 'Chương trình gặp lỗi; thao tác có thể chưa được ghi. Hãy báo quản trị viên mã tương quan này.',
    en: 'The program failed; nothing may have been recorded. Give the administrator this correlation id.',
  },
  503: {
    code: 'database-unavailable',
    vi: 'Cơ sở dữ liệu tạm thời không phản hồi; thao tác chưa được xác nhận. Hãy thử lại.',
    en: 'The database is not answering; nothing is confirmed. Try again.',
  },
};

/** What is answered where the framework refuses; a status that has no sentence of its own is told as 400 or 500. */
export function frameworkProblem(status: number, language: Language, url: string, correlationId: string): Problem {
  const said = sentences[status] ?? sentences[status < 500 ? 400 : 500];
  if (!said) throw new Error('a sentence for 400 and 500 is needed');
  return {
    type: `urn:tiendo:problem:${said.code}`,
    title: titles[status]?.[language] ?? (language === 'vi' ? 'Không thực hiện được' : 'Not done'),
    status,
    detail: said[language],
    code: said.code,
    instance: url.split('?')[0] ?? '/',
    correlationId,
  };
}

export const problemHeaders = (language: Language) => ({
  'content-type': 'application/problem+json; charset=utf-8',
  'content-language': language,
  'cache-control': 'no-store',
});

/** The database would not take a value (SQLSTATE class 22). What it was is in the log. */
const unacceptable = {
  code: 'data-not-acceptable',
  vi: 'Có giá trị gửi lên mà cơ sở dữ liệu không nhận được (quá lớn, quá dài hoặc có ký tự không lưu được).',
  en: 'A value that was sent cannot be taken by the database (too large, too long, or with a character that cannot be kept).',
};

/** True for a data exception of PostgreSQL: 22003 out of range, 22021 not a character, 22P02 not of the type, … */
function isDataException(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  // To divide by zero is our own fault, whatever was sent.
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code) && code !== '22012';
}

/** True when a table (42P01) or a column (42703) is not there. */
const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === '42P01' || error.code === '42703');

/** After an upgrade old rows are shown until the new ones are there; what only the new ones can tell is refused meanwhile. */
const beingMade = (projections: readonly string[]) =>
  new Refusal('rows-being-made', {
    kind: 'unavailable',
    vi: `Số liệu (${projections.join(', ')}) đang được lập lại sau khi nâng cấp nên chưa xem được phần này. Hãy thử lại sau ít phút.`,
    en: `The figures (${projections.join(', ')}) are being made anew after an upgrade, so this part cannot be shown yet. Try again in a few minutes.`,
    figures: { projections },
  });

/** Vietnamese unless English is asked for first. */
export function languageOf(header: string | string[] | undefined): Language {
  const wanted = [header ?? '']
    .flat()
    .join(',')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((it) => /^\s*q=([\d.]+)/.exec(it)?.[1]).find((it) => it !== undefined);
      return { tag: tag.toLowerCase(), q: q === undefined ? 1 : Math.min(1, Number(q)) };
    })
    .filter(({ tag, q }) => q > 0 && /^(vi|en)(-|$)/.test(tag))
    .sort((a, b) => b.q - a.q);
  return wanted[0]?.tag.startsWith('en') ? 'en' : 'vi';
}

function statusFor(refusal: Refusal, request: Request): number {
  if (refusal instanceof NotSignedIn) return 401;
  if (refusal instanceof TooManyAttempts || refusal instanceof TooOften) return 429;
  // The client named the version: its condition failed (RFC 9110, 13.1.1).
  if (refusal.code === 'version-conflict' && request.headers['if-match'] !== undefined) return 412;
  return statusOf[refusal.kind];
}

function problemOfRefusal(refusal: Refusal, request: Request, language: Language) {
  const figures = Object.keys(refusal.figures).length > 0 ? { figures: refusal.figures } : {};
  const errors =
    refusal instanceof InvalidShape
      ? { errors: refusal.errors.map(({ vi, en, ...rest }) => ({ ...rest, message: language === 'vi' ? vi : en })) }
      : {};
  return {
    status: statusFor(refusal, request),
    detail: refusal[language],
    code: refusal.code,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...figures,
    ...errors,
  };
}

/** How the multipart parser says that a body ends in the middle, or has no boundary or too long a one; its errors carry no status. */
const brokenMultipart =
  /^(The needle cannot|Part terminated early|Unexpected end of|Multipart: |Missing Content-Type|Malformed )/;

/** The framework's own status, when it refused; 503 while the database is away, and 500 for everything that nobody foresaw. */
function statusOfError(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (isOutage(error)) return 503;
  if (error instanceof Error && brokenMultipart.test(error.message)) return 400;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Every no and every fault leaves as a problem document, in the language asked for, with nothing of the inside in it. */
@Catch()
export class Problems implements ExceptionFilter {
  private readonly log = new Logger('problems');
  private matchers: readonly ReturnType<typeof matcherOf>[] | undefined;

  constructor(
    private readonly routes: DecidedRoutes,
    private readonly runner: ProjectionRunner,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    // Nest waits for no promise of a filter: only what has to be asked about is answered later.
    if (!isMissing(error)) return this.answer(error, host);
    return this.explained(error).then((told) => this.answer(told, host));
  }

  /** Why something is not there: another release made the rows, or else it is a fault. */
  private async explained(error: unknown): Promise<unknown> {
    const projections = await this.runner.ofAnotherRelease().catch(() => []);
    if (projections.length === 0) return error;
    this.log.warn(error instanceof Error ? error : { thrown: String(error) });
    return beingMade(projections);
  }

  private answer(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    if (reply.sent) return;
    if (error instanceof TooManyAttempts || error instanceof TooOften) reply.header('retry-after', String(error.retryAfter));
    const problem = this.problemOf(error, request, reply);
    if (problem.status >= 500) this.log.error(error instanceof Error ? error : { thrown: String(error) });
    reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', languageOf(request.headers['accept-language']))
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  }

  private problemOf(error: unknown, request: Request, reply: Reply): Problem {
    const language = languageOf(request.headers['accept-language']);
    const about =
      error instanceof Refusal ? problemOfRefusal(error, request, language) : this.ofFramework(error, request, reply, language);
    return {
      type: `urn:tiendo:problem:${about.code}`,
      title: titles[about.status]?.[language] ?? (language === 'vi' ? 'Không thực hiện được' : 'Not done'),
      ...about,
      instance: request.url.split('?')[0] ?? '/',
      correlationId: request.id,
    };
  }

  private ofFramework(error: unknown, request: Request, reply: Reply, language: Language) {
    if (isDataException(error)) {
      this.log.warn(error instanceof Error ? error : { thrown: String(error) });
      return { status: 400, detail: unacceptable[language], code: unacceptable.code };
    }
    let status = statusOfError(error);
    if (status === 404) {
      const methods = this.methodsAt(request.url.split('?')[0] ?? '/');
      if (methods.length > 0) {
        status = 405;
        reply.header('allow', methods.join(', '));
      }
    }
    const said = sentences[status] ?? (status < 500 ? sentences[400] : sentences[500]);
    if (!said) throw new Error('a sentence for 400 and 500 is needed');
    return { status, detail: said[language], code: said.code };
  }

  /** The methods that a path takes, to tell 405 from 404. */
  private methodsAt(path: string): readonly string[] {
    this.matchers ??= this.routes.all().map(matcherOf);
    return [...new Set(this.matchers.filter(({ matches }) => matches.test(path)).map(({ method }) => method))];
  }
}

/** Everything of ours is under it; the rest is the page. */
export const apiPrefix = '/api';

const matcherOf = ({ method, path }: DecidedRoute) => ({
  method,
  matches: new RegExp(
    `^${apiPrefix}${path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('/')}$`,
  ),
});

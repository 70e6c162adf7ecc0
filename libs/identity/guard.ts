import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refusal, type Role, roles, roleWords } from '#language';
import type { ActingRequest } from './acting.js';
import { ALLOWED, OPEN } from './allow.js';
import { allows, type Permission } from './policy.js';
import { Sessions, sameToken } from './sessions.js';
import { NotSignedIn } from './sign-in.js';

const safe = ['GET', 'HEAD', 'OPTIONS'];

/** Every route passes here: denied unless the route says who may, the session is good and the token of the page came along. */
@Injectable()
export class PolicyGuard implements CanActivate {
  private readonly log = new Logger('policy');

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const at = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(OPEN, at)) return true;
    const needed = this.reflector.getAllAndOverride<readonly Permission[] | undefined>(ALLOWED, at);
    const request = context.switchToHttp().getRequest<ActingRequest & { method: string; url: string }>();
    if (!needed) throw new Error(`${request.method} ${request.url} has no policy`);
    const session = await this.sessions.behind(request);
    if (!session) throw nobody();
    request.signedInAs = session;
    if (!safe.includes(request.method)) this.mustComeFromOurPage(request, session.csrf);
    if (needed.length > 0 && !needed.some((permission) => allows(session.role, permission))) {
      this.log.warn({
        refused: 'not-allowed',
        user: session.user,
        role: session.role,
        needed,
        method: request.method,
        url: pathOf(request.url),
      });
      throw notAllowed(session.role, needed);
    }
    return true;
  }

  private mustComeFromOurPage(request: ActingRequest & { url: string }, csrf: string): void {
    const token = request.headers['x-csrf-token'];
    if (request.headers['sec-fetch-site'] !== 'cross-site' && typeof token === 'string' && sameToken(token, csrf)) return;
    this.log.warn({ refused: 'csrf', user: request.signedInAs?.user, url: pathOf(request.url) });
    throw new Refusal('csrf', {
      kind: 'forbidden',
      field: 'X-CSRF-Token',
      vi: 'Yêu cầu không kèm mã chống giả mạo đúng (X-CSRF-Token lấy từ GET /api/session). Hãy tải lại trang.',
      en: 'The request lacks the right anti-forgery token (X-CSRF-Token, from GET /api/session). Reload the page.',
    });
  }
}

/** Without what was asked for: that is what a person typed. */
const pathOf = (url: string): string => url.split('?')[0] ?? '/';

const nobody = () =>
  new NotSignedIn('not-signed-in', {
    kind: 'forbidden',
    vi: 'Anh/chị chưa đăng nhập hoặc phiên đã hết; hãy đăng nhập lại.',
    en: 'You are not signed in, or the session has ended; sign in again.',
  });

/** Whom one may ask instead: the roles that have one of the permissions. */
const whoMay = (needed: readonly Permission[], language: 'vi' | 'en') =>
  roles
    .filter((role) => needed.some((permission) => allows(role, permission)))
    .map((role) => roleWords[role][language])
    .join(', ');

const notAllowed = (role: Role, needed: readonly Permission[]) =>
  new Refusal('not-allowed', {
    kind: 'forbidden',
    vi: `Vai trò “${roleWords[role].vi}” không được làm việc này; việc này của ${whoMay(needed, 'vi')}.`,
    en: `The role “${roleWords[role].en}” may not do this; it is for: ${whoMay(needed, 'en')}.`,
    figures: { role, needed },
  });

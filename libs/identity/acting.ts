import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { commandIdFrom, type Envelope, newCommandId } from '#event-store';
import { Refusal } from '#language';
import type { SignedInAs } from './session.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the guard leaves on a request. */
export interface ActingRequest {
  readonly headers: Headers;
  readonly protocol: string;
  signedInAs?: SignedInAs;
  correlationId?: string;
}

/** The session behind a request. Throws when the guard let nobody in: a route that is @Public cannot ask for it. */
export function sessionOf(request: ActingRequest): SignedInAs {
  if (!request.signedInAs) throw new Error('a public route asked who is acting');
  return request.signedInAs;
}

/** A header that may be given once. */
function only(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Reads Idempotency-Key: 8 to 128 visible ASCII characters, or absent. */
export function idempotencyKey(headers: Headers): string | undefined {
  const key = only(headers, 'idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{8,128}$/.test(key))
    throw new Refusal('malformed-idempotency-key', {
      kind: 'invalid',
      field: 'Idempotency-Key',
      vi: `Idempotency-Key dài ${key.length} ký tự không hợp lệ; cần 8 đến 128 ký tự ASCII nhìn thấy được, không có dấu cách.`,
      en: `An Idempotency-Key of ${key.length} characters is not valid; give 8 to 128 visible ASCII characters without spaces.`,
      figures: { length: key.length, least: 8, most: 128 },
    });
  return key;
}

/** Reads If-Match: one strong tag with a stream version, `"3"`; or absent. `*` means: whatever the version. */
export function expectedVersion(headers: Headers): number | undefined {
  const tag = only(headers, 'if-match');
  if (tag === undefined || tag.trim() === '*') return undefined;
  const version = /^"(0|[1-9]\d{0,8})"$/.exec(tag.trim())?.[1];
  if (version === undefined)
    throw new Refusal('malformed-if-match', {
      kind: 'invalid',
      field: 'If-Match',
      vi: `If-Match “${tag.slice(0, 60)}” không hợp lệ; cần số bản trong ngoặc kép, ví dụ "3".`,
      en: `If-Match “${tag.slice(0, 60)}” is not valid; give the version in quotes, for example "3".`,
    });
  return Number(version);
}

/** The envelope of a command: who acts comes from the session and never from the body. */
export function envelopeOf(request: ActingRequest): Envelope {
  const { user, agency, role } = sessionOf(request);
  const key = idempotencyKey(request.headers);
  const version = expectedVersion(request.headers);
  return {
    actor: { user, agency, role },
    commandId: key === undefined ? newCommandId() : commandIdFrom(user, key),
    ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
    ...(version === undefined ? {} : { expectedVersion: version }),
  };
}

/** `@Acting() envelope: Envelope` on a controller's method. */
export const Acting = createParamDecorator((_: unknown, context: ExecutionContext) =>
  envelopeOf(context.switchToHttp().getRequest<ActingRequest>()),
);

/** `@Session() session: SignedInAs` on a controller's method that reads for the person who asks. */
export const Session = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionOf(context.switchToHttp().getRequest<ActingRequest>()),
);

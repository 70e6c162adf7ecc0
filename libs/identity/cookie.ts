import { sessionEnds } from './session.js';

/**
 * Over https the `__Host-` prefix makes the browser itself refuse a cookie that is not Secure, has a Domain or another Path.
 * Over plain http (a loopback address) browsers would not take that one.
 */
const names = { https: '__Host-tiendo', http: 'tiendo' } as const;

/** What the cookie is read from: over which protocol the request came decides its name. */
export interface CookieCarrier {
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const nameFor = (protocol: string): string => (protocol === 'https' ? names.https : names.http);

/**
 * The session reference in the Cookie header, or null. Over https the plain name is not read: whoever controls a
 * neighbouring subdomain or the unencrypted line could have set that one, and so choose whose session a browser is in.
 */
export function referenceIn({ protocol, headers }: CookieCarrier): string | null {
  const header = headers.cookie;
  if (typeof header !== 'string') return null;
  const cookies = new Map(
    header.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
    }),
  );
  return cookies.get(nameFor(protocol)) ?? null;
}

/** The Set-Cookie line for a new session; for the end of one with an empty reference. */
export function cookieFor(reference: string, protocol: string): string {
  const secure = protocol === 'https';
  const age = reference === '' ? 0 : sessionEnds.absolute / 1_000;
  return `${nameFor(protocol)}=${reference}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure ? '; Secure' : ''}`;
}

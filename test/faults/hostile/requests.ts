import { readFileSync } from 'node:fs';
import type { Role } from '#language';
import { type Chance, chance } from '../../../libs/simulation/chance.js';
import { hostileJson, hostileText, hostileValue } from './values.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly body: Schema | null;
  readonly file: boolean;
}

interface Described {
  readonly parameters?: Operation['parameters'];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}
const description: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
} = JSON.parse(readFileSync('apps/web/src/api/openapi.json', 'utf8'));

const operations: readonly Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, it]) => ({
    method: method.toUpperCase(),
    path,
    parameters: it.parameters ?? [],
    body: it.requestBody?.content?.['application/json']?.schema ?? null,
    file: it.requestBody?.content?.['multipart/form-data'] !== undefined,
  })),
);

/** What is known of the server: things that are there, and the sessions to ask with. */
export interface Known {
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly sessions: ReadonlyMap<Role, { readonly cookie: string; readonly csrf: string }>;
  /** Tasks that are there, in the three parts of their address. */
  readonly tasks: readonly Readonly<Record<string, string>>[];
  /** A role that may use it, when one may. */
  mayUse(operation: { readonly method: string; readonly path: string }): Role | null;
}

export interface Hostile {
  readonly number: number;
  readonly role: Role | null;
  readonly method: string;
  readonly target: string;
  readonly language: 'vi' | 'en' | null;
  readonly bytes: Buffer;
}

/** Request `number` of the run with this seed: the same each time, whatever was sent before it. In the language asked, if one is. */
export function hostileRequest(seed: string, number: number, known: Known, asked?: 'vi' | 'en'): Hostile {
  const c = chance(seed, `request ${number}`);
  const operation = c.pick(operations);
  const role = c.happens(0.15) ? null : c.happens(0.5) ? known.mayUse(operation) : c.pick([...known.sessions.keys()]);
  // Most of it is right, so that what is wrong gets past the first doors.
  const amount = c.pick([0.03, 0.1, 0.3]);
  const wrong = new Set<string>(spoilable.filter(() => c.happens(amount)));
  const method = wrong.has('method') ? c.pick(methods) : operation.method;
  const target = addressOf(c, operation, wrong, known);
  const { body, type } = bodyOf(c, operation, wrong);
  const drawn = c.pick(['vi', 'en', null] as const);
  const language = asked ?? drawn;
  const headers: [string, string][] = [
    ...(c.happens(0.99) ? [['Host', '127.0.0.1'] as [string, string]] : []),
    ...sessionHeaders(c, operation, role, wrong, known),
  ];
  // First, so that it is the one that is heard.
  if (language) headers.unshift(['Accept-Language', language]);
  if (type !== null) headers.push(['Content-Type', type]);
  const hostile = wrong.has('headers') ? Array.from({ length: c.between(1, 3) }, () => hostileHeader(c)) : [];
  // Headers of one name are joined on the way: a hostile language would be heard beside the one that was asked for.
  headers.push(...hostile.filter(([name]) => asked === undefined || name !== 'Accept-Language'));
  if (body) headers.push(['Content-Length', String(body.length)]);
  headers.push(['Connection', 'close']);
  const head = `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return { number, role, method, target, language, bytes: Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)]) };
}

const spoilable = ['address', 'parameters', 'query', 'body', 'body', 'body', 'type', 'headers', 'session', 'method'] as const;

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'get', 'FOO'] as const;

function addressOf(c: Chance, { path, parameters }: Operation, wrong: ReadonlySet<string>, known: Known): string {
  const task = c.pick(known.tasks);
  const segments = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    wrong.has('parameters') && c.happens(0.6)
      ? spelled(c, hostileText(c))
      : encodeURIComponent((path.includes('{item}') ? task[name] : undefined) ?? c.pick(known.parameters[name] ?? ['x'])),
  );
  const query = parameters
    .filter((it) => it.in === 'query' && c.happens(0.3))
    .flatMap((it) => Array.from({ length: wrong.has('query') ? c.pick([1, 1, 2, 40]) : 1 }, () => queryPart(c, it, wrong)));
  if (wrong.has('query') && c.happens(0.3))
    query.push(c.pick(['a[b]=1', '=', '&&', 'q[]=1&q[]=2', '__proto__[x]=1', 'x'.repeat(2_000), '%', 'after=1;x', 'q=%ff%fe']));
  const address = wrong.has('address') ? misspelled(c, segments) : segments;
  return query.length > 0 ? `${address}?${query.join('&')}` : address;
}

function queryPart(c: Chance, { name, schema }: Operation['parameters'][number], wrong: ReadonlySet<string>): string {
  if (wrong.has('query')) return `${name}${c.pick(['', '', '[]', '[a]'])}=${spelled(c, hostileText(c))}`;
  return `${name}=${encodeURIComponent(String(rightValue(c, schema ?? {}, name)))}`;
}

/** Percent-encoded as UTF-8, encoded twice, as raw bytes, or not at all where a request line can hold it. */
function spelled(c: Chance, text: string): string {
  const once = [...Buffer.from(text, 'utf8')]
    .map((it) => `%${it.toString(16).padStart(2, '0')}`)
    .join('')
    .slice(0, 6_000);
  return c.pick([
    () => once,
    () => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')),
    () => once.slice(0, 2_000).replaceAll('%', '%25'),
    () => Buffer.from(text.replace(/[\s\0]/g, '+'), 'utf8').toString('latin1'),
    () => text.replace(/[^\x21-\x7e]/g, ''),
  ])();
}

function misspelled(c: Chance, path: string): string {
  const at = c.between(1, path.length - 1);
  return c.pick([
    () => `${path}/`,
    () => `/${path}`,
    () => path.replaceAll('/', '//'),
    () => path.toUpperCase(),
    () => `${path};x=1`,
    () => path.replace('/api/', '/api;a=b/'),
    () => `${path}%2f`,
    () => path.replace('/api/', '/api/./'),
    () => path.replace('/api/', '/api/x/../'),
    () => path.replace('/api/', '/api%2f'),
    () => path.replace('/api/', '/api/health/%2e%2e/'),
    () => path.replace('/api/', '/API/'),
    () => `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`,
    () => path.replaceAll('/', '\\'),
    () => `${path}%00`,
    () => `${path}%20`,
    () => `${path}.json`,
    () => `${path}#x`,
    () => `http://elsewhere.test${path}`,
    () => `*`,
    () => `//elsewhere.test${path}`,
    () => `${path}/${'a/'.repeat(500)}`,
    () => `${path}/${'a'.repeat(9_000)}`,
    () => path.slice(1),
    () => `${path}%ff`,
  ])();
}

function bodyOf(c: Chance, operation: Operation, wrong: ReadonlySet<string>): { body: Buffer | null; type: string | null } {
  const type = wrong.has('type') ? c.pick(types) : null;
  if (operation.file && !(wrong.has('body') && c.happens(0.3))) {
    const name = c.pick(['plan.txt', '../../x', 'a".exe', 'ữ.pdf', '', 'x'.repeat(500), 'a\0.pdf']);
    const content = c.pick([
      Buffer.from('KẾ HOẠCH\nSố: 1/KH-UBND'),
      Buffer.from('%PDF-1.7\n'),
      Buffer.from('PK\x03\x04'),
      Buffer.alloc(0),
      Buffer.alloc(40_000),
    ]);
    const part = c.pick(['file', 'file', 'other', '__proto__']);
    const boundary = 'b0undary';
    return {
      body: Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${name}"\r\nContent-Type: ${c.pick(types)}\r\n\r\n`,
        ),
        content,
        Buffer.from(wrong.has('body') ? c.pick(['', '\r\n--b0undary', '\r\n--other--']) : `\r\n--${boundary}--\r\n`),
      ]),
      type: type ?? `multipart/form-data; boundary=${boundary}`,
    };
  }
  if (!operation.body && !wrong.has('body')) return { body: null, type };
  if (wrong.has('body') && c.happens(0.4)) return { body: hostileJson(c), type: type ?? 'application/json' };
  const right = rightValue(c, operation.body ?? { type: 'object' }, 'body') as Record<string, unknown>;
  const sent = wrong.has('body') ? spoiled(c, right) : right;
  return { body: Buffer.from(JSON.stringify(sent)), type: type ?? 'application/json' };
}

const types = [
  'application/json; charset=utf-16',
  'application/json;',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  `multipart/form-data; boundary=${'b'.repeat(300)}`,
  'multipart/mixed; boundary=x',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'application/json, text/plain',
  'json',
  '/',
  '',
  'application/problem+json',
  'x'.repeat(2_000),
] as const;

/** A value such as the description asks for. */
function rightValue(c: Chance, schema: Schema, name: string): unknown {
  if (schema.$ref) return rightValue(c, description.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name);
  if (schema.allOf?.[0]) return rightValue(c, schema.allOf[0], name);
  if (schema.enum) return c.pick(schema.enum);
  const type = [schema.type ?? 'string'].flat()[0];
  if (type === 'object' || schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(() => c.happens(0.85))
        .map(([key, it]) => [key, rightValue(c, it, key)]),
    );
  if (type === 'array') return Array.from({ length: c.between(0, 2) }, () => rightValue(c, schema.items ?? {}, name));
  if (type === 'number' || type === 'integer') return c.pick([1, 50, 100]);
  if (type === 'boolean') return c.happens(0.5);
  if (schema.example !== undefined) return schema.example;
  if (/on$|from|to$|asOf|until|date|due/i.test(name)) return c.pick(['2025-03-10', '2025-02-01', '2025-12-31']);
  return c.pick(['Đã làm việc với các đơn vị', 'so-y-te', '267-2025', 'a'.repeat(64)]);
}

/** The same body with something in it replaced, added or left out, at any depth. */
function spoiled(c: Chance, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && c.happens(0.7)) return value.map((it) => spoiled(c, it));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return hostileValue(c);
  const copy: Record<string, unknown> = { ...value };
  const keys = Object.keys(copy);
  if (keys.length === 0 || c.happens(0.2))
    copy[c.pick(['role', 'id', 'user', 'constructor', 'a\0', hostileText(c)])] = hostileValue(c);
  else {
    const key = c.pick(keys);
    if (c.happens(0.2)) delete copy[key];
    else copy[key] = spoiled(c, copy[key]);
  }
  return copy;
}

function sessionHeaders(
  c: Chance,
  operation: Operation,
  role: Role | null,
  wrong: ReadonlySet<string>,
  known: Known,
): [string, string][] {
  const session = role === null ? undefined : known.sessions.get(role);
  // A real session must outlive the run.
  const ends = operation.path === '/api/session';
  if (!session)
    return c.happens(0.5)
      ? []
      : [
          ['Cookie', c.pick(cookies)],
          ['X-CSRF-Token', 'x'.repeat(43)],
        ];
  const csrf =
    ends || (wrong.has('session') && c.happens(0.5))
      ? c.pick(['', 'x', 'x'.repeat(43), 'x'.repeat(5_000), '%00', '\xff'])
      : session.csrf;
  const cookie = wrong.has('session') && c.happens(0.5) ? `${c.pick(cookies)}; ${session.cookie}` : session.cookie;
  return [
    ['Cookie', cookie],
    ['X-CSRF-Token', csrf],
  ];
}

const cookies = [
  'tiendo=',
  `tiendo=${'A'.repeat(43)}`,
  `tiendo=${'A'.repeat(5_000)}`,
  'tiendo=%00',
  '=',
  ';;;',
  '__Host-tiendo=x',
  'tiendo="\xff"',
  'a'.repeat(3_000),
] as const;

function hostileHeader(c: Chance): [string, string] {
  const plain = hostileText(c)
    .replace(/[\r\n\0]/g, '')
    .slice(0, 2_000);
  const value = c.happens(0.5) ? plain.replace(/[^\x20-\x7e]/g, '') : Buffer.from(plain, 'utf8').toString('latin1');
  return c.pick<() => [string, string]>([
    () => ['If-Match', c.pick(['"1"', '1', 'W/"1"', '"99999999999999999999"', '*', '"', value])],
    () => ['Idempotency-Key', c.pick(['short', 'k'.repeat(500), 'a-good-key-0001', value])],
    () => ['X-Correlation-Id', value],
    () => ['Accept-Language', c.pick(['*', 'en;q=2', 'fr', ';;;,,,', `${'en,'.repeat(900)}vi`, value])],
    () => ['Accept', c.pick(['text/html', 'application/xml', value])],
    () => ['If-None-Match', value],
    () => ['X-Forwarded-For', value],
    () => ['X-Forwarded-Proto', 'https'],
    () => ['X-Http-Method-Override', 'DELETE'],
    () => ['Range', 'bytes=0-'],
    () => ['Content-Encoding', c.pick(['gzip', 'x', value])],
    () => ['Accept-Encoding', value],
    () => ['Sec-Fetch-Site', 'cross-site'],
    () => ['Origin', 'http://elsewhere.test'],
    () => ['Expect', c.pick(['100-continue', 'nothing'])],
    () => ['Upgrade', 'websocket'],
    () => ['X-Large', 'x'.repeat(20_000)],
    () => ['Host', 'elsewhere.test'],
    () => ['Cookie', 'tiendo=second'],
    () => ['Bad Name', 'x'],
  ])();
}

import { i18n } from '../language';
import { problemOf, Refused } from './problem';
import type { Route } from './routes';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

let csrf = '';
/** The session's token goes into every request that changes something. */
export const keepToken = (token: string): void => {
  csrf = token;
};

let written: string | null = null;
/** The newest position that this page wrote; reads name it, so that people find what they have just entered. */
export const wroteUpTo = (position: string): void => {
  if (written === null || BigInt(position) > BigInt(written)) written = position;
};

function urlOf(path: Route, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  const text = params.toString();
  return `/api${path}${text ? `?${text}` : ''}`;
}

async function call(method: string, url: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        'accept-language': i18n.language,
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new Refused({ status: 0, code: 'no-connection', title: '', detail: i18n.t('frame.offline') });
  }
  if (answer.ok) return answer;
  const parsed: unknown = await answer.json().catch(() => null);
  const problem = problemOf(answer.status, parsed);
  throw new Refused(problem.detail ? problem : { ...problem, detail: i18n.t('frame.noSentence', { status: answer.status }) });
}

/** Reads a list or a record, as new as this page's own last command where the route can wait for it. */
export async function read<Answer>(path: Route, query: Query = {}, options: { waits?: boolean } = {}): Promise<Answer> {
  const answer = await call('GET', urlOf(path, options.waits && written ? { ...query, after: written } : query));
  return (await answer.json()) as Answer;
}

export interface CommandOptions {
  /** The version of the task that the person was looking at. */
  ifMatch?: number;
  /** One key for one intention: the same content sent again is the same command. */
  key?: string;
  query?: Query;
}

/** Sends a command and remembers the position it wrote. */
export async function send<Answer>(path: Route, body: unknown, options: CommandOptions = {}): Promise<Answer> {
  const answer = await call('POST', urlOf(path, options.query), JSON.stringify(body), {
    'content-type': 'application/json',
    ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
    'idempotency-key': options.key ?? crypto.randomUUID(),
  });
  const result: unknown = answer.status === 204 ? null : await answer.json();
  if (typeof result === 'object' && result !== null && 'position' in result && typeof result.position === 'string')
    wroteUpTo(result.position);
  return result as Answer;
}

/** Sends one file. */
export async function sendFile<Answer>(path: Route, file: File, query: Query = {}): Promise<Answer> {
  const form = new FormData();
  form.append('file', file, file.name);
  const answer = await call('POST', urlOf(path, query), form, { 'idempotency-key': crypto.randomUUID() });
  return (await answer.json()) as Answer;
}

export async function remove(path: Route): Promise<void> {
  await call('DELETE', urlOf(path));
}

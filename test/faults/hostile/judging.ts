import { type DecidedRoute, permissionsOf } from '#identity';
import type { Said } from './exchange.js';
import type { Hostile } from './requests.js';

/** Words that only the inside of the program says. */
const inside =
  /node_modules|\bat [\w.<> ]+ \([^)]*:\d+|\.(ts|js|mjs):\d+|\b(Type|Reference|Range|Syntax|QueryFailed)Error\b|Cannot (read|GET|POST)|is not a function|relation "|column "|violates|syntax error|invalid input|SQLSTATE|\bselect\b.+\bfrom\b|postgres:|\bECONN|ENOENT|EACCES|\[object Object\].*at /i;

/** Everything that is wrong with an answer; nothing when all is well. `hidden`: folders, names and secrets that no answer may hold. */
export function complaints(
  request: Hostile,
  said: Said | null,
  routes: readonly DecidedRoute[],
  hidden: readonly string[],
): string[] {
  // What is no HTTP at all may be left without an answer; everything else that was understood gets one.
  if (said === null) return ['no answer'];
  const found: string[] = [];
  const { status, headers, text } = said;
  if (!(status >= 200 && status < 500) && status !== 501) found.push(`status ${status}`);
  const leak = inside.exec(text)?.[0] ?? hidden.find((it) => text.includes(it));
  if (leak && headers.get('content-type')?.startsWith('text/html') !== true) found.push(`leaks “${leak}”`);
  if (headers.has('x-injected')) found.push('a header was injected');
  if (status < 300) found.push(...intrusion(request, headers, routes));
  if (status >= 400 && request.method !== 'HEAD') found.push(...badProblem(request, said));
  return found;
}

/** Who got in without the right to. */
function intrusion({ role, method, target }: Hostile, headers: Said['headers'], routes: readonly DecidedRoute[]): string[] {
  // The page itself holds nothing.
  if (headers.get('content-type')?.startsWith('text/html')) return [];
  if (!headers.get('cache-control')?.includes('no-store')) return ['may be kept by a cache'];
  const path = decodedPath(target);
  const open = routes.some((it) => it.needs === null && fits(it, method, path));
  if (open) return [];
  if (role === null) return ['got in without a session'];
  const route = routes.find((it) => fits(it, method, path));
  if (!route) return [`answered at an address that is no route (${path})`];
  const may = route.needs?.length === 0 || route.needs?.some((it) => permissionsOf(role).includes(it));
  return may ? [] : [`let ${role} in, who may not`];
}

function decodedPath(target: string): string {
  const path = (target.split(/[?#]/)[0] ?? '').replace(/^http:\/\/[^/]+/, '');
  // Encoding is undone part by part: %2f in a part is none between parts.
  return path
    .split('/')
    .map(safely)
    .map((part) => part.replaceAll('/', '%2f'))
    .join('/')
    .replace(/^\/api/, '');
}

const fits = (route: DecidedRoute, method: string, path: string) => {
  const asked = method === 'HEAD' ? 'GET' : method;
  const pattern = route.path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part))
    .join('/');
  return route.method === asked && new RegExp(`^${pattern}$`, 's').test(path);
};

function safely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function badProblem({ language }: Hostile, { status, headers, text }: Said): string[] {
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8')
    return [`${status} comes as ${headers.get('content-type') ?? 'nothing'} and not as a problem document`];
  const problem = JSON.parse(text);
  const found = ['type', 'title', 'detail', 'code', 'instance', 'correlationId']
    .filter((it) => typeof problem[it] !== 'string' || (problem[it] === '' && it !== 'instance'))
    .map((it) => `the problem has no ${it}`);
  if (problem.status !== status) found.push(`the problem says ${problem.status} and the answer ${status}`);
  const said = headers.get('content-language');
  if (language && said !== 'vi' && said !== 'en') found.push(`the language of the problem is ${said}`);
  return found;
}

import type { Socket } from 'node:net';
import { v7 } from 'uuid';
import { frameworkProblem, languageOf, problemHeaders } from './problems.js';

/** What these answers use of Fastify. */
interface Request {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  readonly raw: { writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown } };
}

/** An address that no route can be looked for by: badly encoded, or with a part that is too long. No hook has run by then. */
export function unreadableAddress(error: { readonly statusCode?: number }, request: Request, reply: Reply): void {
  const language = languageOf(request.headers['accept-language']);
  const problem = frameworkProblem(error.statusCode === 414 ? 414 : 404, language, request.url, request.id);
  const headers = { ...problemHeaders(language), 'x-correlation-id': request.id, 'x-content-type-options': 'nosniff' };
  reply.raw.writeHead(problem.status, headers).end(JSON.stringify(problem));
}

/** What is no HTTP, or too much of it: there is no request yet, so neither its language nor its address is known. */
export function unreadableRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400;
  const body = JSON.stringify(frameworkProblem(status, 'vi', '', v7()));
  const headers = { ...problemHeaders('vi'), 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n${body}`);
}

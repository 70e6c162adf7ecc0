import { connect } from 'node:net';

/** What came back over the wire; null when the server closed without a word. */
export interface Said {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Longest wait for an answer, milliseconds. */
const patience = 30_000;

/** One request on a connection of its own, byte for byte: a client library would refuse to send most of what is tried here. */
export function exchange(port: number, bytes: Buffer): Promise<Said | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes));
    socket.setTimeout(patience, () => socket.destroy(new Error(`no answer within ${patience} ms`)));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // A stream of events has no end to wait for.
      if (!chunk.includes('text/event-stream')) return;
      resolve(read(Buffer.concat(chunks)));
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The server may refuse, and close, before it has read everything that is sent.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(read(Buffer.concat(chunks)));
      else reject(error);
    });
    socket.on('end', () => resolve(read(Buffer.concat(chunks))));
  });
}

function read(answer: Buffer): Said | null {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = answer.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  const status = Number(first.split(' ')[1]);
  // A 100 Continue comes before the answer.
  if (status < 200) return read(answer.subarray(end + 4));
  const body = answer.subarray(end + 4);
  const text = headers.get('transfer-encoding') === 'chunked' ? unchunked(body) : body;
  return { status, headers, text: text.toString('utf8') };
}

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

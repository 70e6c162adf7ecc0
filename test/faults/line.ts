import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to PostgreSQL that can be cut after so many bytes, in either direction, and that can be down. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private cuts: { up?: number; down?: number } = {};
  private isDown = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(url: string): Promise<Line> {
    const target = new URL(url);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const here = new URL(url);
    here.hostname = '127.0.0.1';
    if (address && typeof address === 'object') here.port = String(address.port);
    const line = new Line(server, here.href);
    server.on('connection', (near) => line.join(near, connect({ host: target.hostname, port: Number(target.port) })));
    return line;
  }

  /** The next bytes in this direction are let through up to this many; then the connection is gone, with whatever was under way. */
  cutAfter(bytes: { up?: number; down?: number }): void {
    this.cuts = bytes;
  }

  /** Cuts every connection and refuses new ones, until told otherwise. */
  down(it: boolean): void {
    this.isDown = it;
    if (it) for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.down(true);
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket, far: Socket): void {
    const both = [near, far];
    for (const it of both) {
      this.sockets.add(it);
      it.on('error', () => undefined);
      it.on('close', () => {
        this.sockets.delete(it);
        for (const other of both) other.destroy();
      });
    }
    if (this.isDown) near.destroy();
    near.on('data', (bytes) => this.pass('up', bytes, far, both));
    far.on('data', (bytes) => this.pass('down', bytes, near, both));
  }

  private pass(way: 'up' | 'down', bytes: Buffer, to: Socket, both: readonly Socket[]): void {
    const left = this.cuts[way];
    if (left === undefined || bytes.length <= left) {
      if (left !== undefined) this.cuts[way] = left - bytes.length;
      to.write(bytes);
      return;
    }
    delete this.cuts[way];
    to.write(bytes.subarray(0, left), () => {
      for (const it of both) it.destroy();
    });
  }
}

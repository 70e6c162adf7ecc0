import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** The cable between client and server: it can be cut, and it can go dead without anybody noticing. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private dead = false;
  private unplugged = false;

  private constructor(
    private readonly server: Server,
    private readonly target: () => number,
    private readonly host: string,
  ) {
    server.on('connection', (client) => this.carry(client));
  }

  static async to(target: () => number, host = '127.0.0.1'): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server, target, host);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the wire is not open');
    return address.port;
  }

  /** Drops every connection at once. */
  cut(): void {
    for (const it of this.sockets) it.destroy();
  }

  /** Cut, and refuses new connections until plugged in again. */
  unplug(): void {
    this.unplugged = true;
    this.cut();
  }

  plugIn(): void {
    this.unplugged = false;
  }

  /** Nothing comes through any more and nobody is told. */
  goDead(dead = true): void {
    this.dead = dead;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(client: Socket): void {
    if (this.unplugged) {
      client.destroy();
      return;
    }
    const server = dial(this.target(), this.host);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay();
      this.sockets.add(from);
      from.on('data', (bytes) => {
        if (!this.dead) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}

import { readFileSync } from 'node:fs';
import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import connectionStrings from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Channel, Client } from '@grpc/grpc-js';
import { Refusal } from '#language';

const { StreamsClient } = streamsService;

const deadlineExceeded = 4;

/** The server said nothing for longer than it may; what it did is unknown. */
export class NoAnswer extends Error {
  constructor(what: string, afterMs: number) {
    super(`no answer to ${what} within ${afterMs} ms`);
    this.name = 'NoAnswer';
  }
}

function optionsOf(connectionString: string) {
  try {
    return connectionStrings.parseConnectionString(connectionString);
  } catch (error) {
    // Not as its cause: the client keeps the whole string, with the password in it.
    const location = typeof error === 'object' && error !== null && 'location' in error ? error.location : undefined;
    const at = Array.isArray(location) ? Number(location[0]) + 1 : 1;
    throw misread(`không hiểu được từ ký tự thứ ${at}`, `it cannot be understood from its character ${at} on`);
  }
}

const misread = (vi: string, en: string): Refusal =>
  new Refusal('event-store-address', {
    kind: 'unavailable',
    field: 'EVENT_STORE',
    vi: `Không dùng được EVENT_STORE: ${vi}. Dạng đúng: esdb://tên:mật-khẩu@máy:2113?tls=true.`,
    en: `EVENT_STORE cannot be used: ${en}. A right one looks like esdb://user:password@host:2113?tls=true.`,
  });

/**
 * The client's connection (discovery, gossip, TLS, user certificates, following the leader) with two raw calls on it.
 * Its own `appendToStream` and `readAll` are not used, because in 6.2.1:
 * - appends without call credentials share one batch stream and a process-global promise bank, have no deadline, and
 *   `throwOnAppendFailure: false` answers a wrong revision; the plain append below needs no credentials and has one;
 * - both start the call inside an async promise executor: a channel closed in that moment ends the process;
 * - `readAll` has no server-side filter.
 */
export class EsdbConnection extends EventStoreDBClient {
  /**
   * Opens `esdb://user:password@host:2113?tls=true&tlsCAFile=…&userCertFile=…&userKeyFile=…`, several hosts, or `esdb+discover://`.
   * Nothing is sent before the first call. Refuses (event-store-address) a string it cannot read; throws on certificate files that are
   * not there.
   */
  static open(connectionString: string): EsdbConnection {
    const options = optionsOf(connectionString);
    const [first] = options.hosts;
    if (!first) throw misread('không nêu máy nào', 'it names no host');
    if (!options.userCertFile !== !options.userKeyFile)
      throw misread('userCertFile và userKeyFile phải đi cùng nhau', 'userCertFile and userKeyFile go together');
    const file = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path));
    const credentials = {
      insecure: options.tls === false,
      ...(options.tlsCAFile ? { rootCertificate: file(options.tlsCAFile) } : {}),
      ...(options.userCertFile ? { userCertFile: file(options.userCertFile), userKeyFile: file(options.userKeyFile) } : {}),
    };
    const settings = { ...options, throwOnAppendFailure: true };
    const user = options.defaultCredentials;
    const connection = options.dnsDiscover
      ? new EsdbConnection({ ...settings, discover: first }, credentials, user)
      : options.hosts.length > 1
        ? new EsdbConnection({ ...settings, endpoints: options.hosts }, credentials, user)
        : new EsdbConnection({ ...settings, endpoint: first }, credentials, user);
    return connection.shielded();
  }

  private openChannel: Channel | undefined;
  /** When the server last said anything. */
  private heard = 0;

  private shielded(): this {
    // The client calls handleError without awaiting it, and it can throw (a not-leader answer without an endpoint, a failed
    // discovery): an unhandled rejection would end the process.
    const handleError = this.handleError;
    this.handleError = (client, error) => handleError(client, error).catch(() => undefined);
    const getChannel = this.getChannel;
    this.getChannel = async () => {
      this.openChannel = await getChannel();
      return this.openChannel;
    };
    return this;
  }

  /** One plain append. Rejects with the client's errors, or NoAnswer after `timeoutMs`. */
  sendAppend(requests: readonly AppendReq[], timeoutMs: number): Promise<AppendResp> {
    return this.execute(StreamsClient, 'append', (client) => {
      const [metadata, options] = this.callArguments({ requiresLeader: true, deadline: timeoutMs });
      const asked = performance.now();
      const late = () => {
        this.leaveIfDead(client, asked);
        return new NoAnswer('an append', timeoutMs);
      };
      return new Promise<AppendResp>((resolve, reject) => {
        const call = client.append(metadata, options, (error, response) => {
          if (error?.code === deadlineExceeded) return reject(late());
          this.heard = performance.now();
          if (error) reject(error);
          else resolve(response);
        });
        // The call's own deadline covers a call that has begun; this one also a channel that never connects.
        const timer = setTimeout(() => {
          reject(late());
          call.cancel();
        }, timeoutMs + 250);
        call.on('error', () => undefined);
        call.on('status', () => clearTimeout(timer));
        for (const request of requests) call.write(request);
        call.end();
      });
    });
  }

  /**
   * When nothing at all was heard since the question, the next call gets a new connection: this one may be dead, which its
   * keepalive would notice only after 20 seconds. A server that is merely slow is not left: that would cut off its other calls.
   */
  private leaveIfDead(client: Client, asked: number): void {
    if (this.heard < asked) void this.handleError(client, new UnavailableError(undefined));
  }

  /**
   * The answers to a read or a subscription, as they come; the call is cancelled when the loop is left or `signal` aborts.
   * Throws NoAnswer when the server is silent for `idleMs` before the first answer, and with `always` also between answers.
   */
  async *answers(
    request: ReadReq,
    limits: { readonly idleMs: number; readonly always: boolean; readonly signal?: AbortSignal },
  ): AsyncGenerator<ReadResp> {
    let silence: NoAnswer | undefined;
    let timer: NodeJS.Timeout | undefined;
    const asked = performance.now();
    let late: () => void = () => undefined;
    const call = await this.GRPCStreamCreator(StreamsClient, 'read', (client) => {
      late = () => this.leaveIfDead(client, asked);
      const [metadata, options] = this.callArguments({ requiresLeader: true }, { deadline: Infinity });
      return client.read(request, metadata, options);
    })();
    call.on('error', () => undefined);
    const watch = () => {
      timer = setTimeout(() => {
        silence = new NoAnswer('a read', limits.idleMs);
        late();
        call.cancel();
      }, limits.idleMs);
    };
    const stop = () => call.cancel();
    limits.signal?.addEventListener('abort', stop);
    try {
      if (limits.signal?.aborted) return;
      watch();
      for await (const answer of call) {
        clearTimeout(timer);
        this.heard = performance.now();
        yield answer;
        if (limits.always) watch();
      }
    } catch (error) {
      if (limits.signal?.aborted) return;
      throw silence ?? error;
    } finally {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', stop);
      call.cancel();
    }
  }

  /** Ends every call and closes the channel, so that nothing keeps the process alive. */
  async close(): Promise<void> {
    await this.dispose();
    this.openChannel?.close();
  }
}

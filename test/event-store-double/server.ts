import { randomUUID } from 'node:crypto';
import gossipService, { type IGossipServer } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresService, { type IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService, { type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, { type AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { type Fault, Faults, failures } from './faults.js';
import { DoubleLog, type NewEntry } from './log.js';
import { answerRead, streamOf } from './reads.js';
import { Wire } from './wire.js';

export interface DoubleOptions {
  readonly log?: DoubleLog;
  /** A follower sends those who require the leader there. */
  readonly leader?: () => EventStoreDouble;
  readonly secure?: {
    readonly ca: Buffer;
    readonly cert: Buffer;
    readonly key: Buffer;
    readonly users: Readonly<Record<string, string>>;
    readonly asksForCertificate?: boolean;
  };
  readonly advertisesBatchAppend?: boolean;
}

/** The server's default: 1 MiB for a whole append. */
const maxAppendSize = 1_048_576;

/** An EventStoreDB server in memory, on a real socket, behind a wire that can be cut. It serves the client's own generated definitions. */
export class EventStoreDouble {
  readonly faults = new Faults();
  readonly calls = { append: 0, batchAppend: 0, read: 0, subscribe: 0 };
  /** Expected revisions of the appends to streams of ours, as they came: no-stream, any, stream-exists or a number. */
  readonly expected: string[] = [];
  readonly users = new Set<string>();
  /** What reads and subscriptions of the log asked to be left out, as `stream ^…` or `type ^…`. */
  readonly filters: string[] = [];
  readonly log: DoubleLog;
  private readonly server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });

  private constructor(
    readonly wire: Wire,
    private readonly options: DoubleOptions,
  ) {
    this.log = options.log ?? new DoubleLog();
  }

  static async start(options: DoubleOptions = {}): Promise<EventStoreDouble> {
    let port = 0;
    const double = new EventStoreDouble(await Wire.to(() => port), options);
    double.serve();
    const { secure } = options;
    const credentials = secure
      ? ServerCredentials.createSsl(
          secure.ca,
          [{ cert_chain: secure.cert, private_key: secure.key }],
          secure.asksForCertificate ?? false,
        )
      : ServerCredentials.createInsecure();
    port = await new Promise<number>((resolve, reject) =>
      double.server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
    );
    return double;
  }

  get port(): number {
    return this.wire.port;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  async close(): Promise<void> {
    await this.wire.close();
    this.server.forceShutdown();
  }

  private serve(): void {
    const unimplemented = (_: unknown, answer: sendUnaryData<never>) => answer(failures.unimplemented());
    const service: IStreamsServer = {
      append: (call, answer) => void this.append(call, answer),
      read: (call) => this.read(call),
      batchAppend: (call) => {
        this.calls.batchAppend++;
        call.emit('error', failures.unimplemented());
      },
      delete: unimplemented,
      tombstone: unimplemented,
    };
    const supported: IServerFeaturesServer = {
      getSupportedMethods: (_, answer) => answer(null, this.features()),
    };
    const members: IGossipServer = { read: (_, answer) => answer(null, this.members()) };
    this.server.addService(streamsService.StreamsService, service);
    this.server.addService(featuresService.ServerFeaturesService, supported);
    this.server.addService(gossipService.GossipService, members);
  }

  private async append(
    call: ServerReadableStream<AppendReq, InstanceType<typeof streams.AppendResp>>,
    answer: sendUnaryData<InstanceType<typeof streams.AppendResp>>,
  ): Promise<void> {
    this.calls.append++;
    const requests: AppendReq[] = [];
    call.on('error', () => undefined);
    for await (const request of call) requests.push(request);
    const options = requests[0]?.getOptions();
    const stream = streamOf(options?.getStreamIdentifier());
    const expected = options?.hasNoStream() ? 'no-stream' : options?.hasRevision() ? options.getRevision() : 'any';
    if (!stream.startsWith('~')) this.expected.push(expected);
    const refused = this.refusal(call.metadata) ?? this.strike(this.faults.strike('append', 'before', stream));
    if (refused === 'silence') return;
    if (refused) return answer(refused);
    const events = requests.slice(1).map(entryOf);
    const size = events.reduce((sum, it) => sum + it.data.length + it.metadata.length + 2 * it.type.length, 0);
    if (size > maxAppendSize) return answer(failures.maxAppendSize(maxAppendSize));
    const revision = expected === 'no-stream' ? -1 : expected === 'any' ? 'any' : Number(expected);
    const decision = this.log.append(stream, revision, events);
    const lost = this.strike(this.faults.strike('append', 'after', stream));
    if (lost === 'silence') return;
    if (lost) return answer(lost);
    const response = new streams.AppendResp();
    if (decision.kind === 'wrong-version') {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (revision === -1) wrong.setExpectedNoStream(new shared.Empty());
      else wrong.setExpectedRevision(String(revision));
      if (decision.current === -1) wrong.setCurrentNoStream(new shared.Empty());
      else wrong.setCurrentRevision(String(decision.current));
      response.setWrongExpectedVersion(wrong);
    } else {
      const success = new streams.AppendResp.Success();
      success.setCurrentRevision(String(decision.last.revision));
      const position = new streams.AppendResp.Position();
      position.setCommitPosition(String(decision.last.position));
      position.setPreparePosition(String(decision.last.position));
      success.setPosition(position);
      response.setSuccess(success);
    }
    answer(null, response);
  }

  private read(call: ServerWritableStream<InstanceType<typeof streams.ReadReq>, InstanceType<typeof streams.ReadResp>>): void {
    const subscribing = call.request.getOptions()?.hasSubscription() ?? false;
    const kind = subscribing ? 'subscribe' : 'read';
    this.calls[kind]++;
    call.on('error', () => undefined);
    const stream = streamOf(call.request.getOptions()?.getStream()?.getStreamIdentifier());
    const filter = call.request.getOptions()?.getFilter();
    const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
    if (call.request.getOptions()?.hasAll())
      this.filters.push(
        `${filter?.hasEventType() ? 'type' : 'stream'} ${expression?.getRegex() || expression?.getPrefixList().join('|') || 'everything'}`,
      );
    const refused = this.refusal(call.metadata) ?? this.strike(this.faults.strike(kind, 'before', stream));
    if (refused === 'silence') return;
    if (refused) call.emit('error', refused);
    else
      void answerRead(this.log, call, () => {
        // After: the first event is out, and then.
        const fault = this.strike(this.faults.strike(kind, 'after', stream));
        if (fault && fault !== 'silence') call.emit('error', fault);
        return fault !== undefined;
      });
  }

  /** Carries a fault out as far as it is not an answer. */
  private strike(fault: Fault | undefined): ServiceError | 'silence' | undefined {
    if (fault !== 'cut') return fault;
    this.wire.cut();
    return 'silence';
  }

  private refusal(metadata: Metadata): ServiceError | undefined {
    const { secure, leader } = this.options;
    if (secure) {
      const said = String(metadata.get('authorization')[0] ?? '').replace(/^Basic /, '');
      const [user = '', ...rest] = Buffer.from(said, 'base64').toString('utf8').split(':');
      if (said && secure.users[user] !== rest.join(':')) return failures.notAuthenticated();
      if (!said) return failures.accessDenied();
      this.users.add(user);
    }
    if (leader && metadata.get('requires-leader').includes('true')) return failures.notLeader('127.0.0.1', leader().port);
    return undefined;
  }

  private features() {
    const it = new features.SupportedMethods();
    it.setEventStoreServerVersion('23.10.6.0');
    const names = this.options.advertisesBatchAppend ? ['append', 'read', 'batchappend'] : ['append', 'read'];
    it.setMethodsList(
      names.map((name) => {
        const method = new features.SupportedMethod();
        method.setMethodName(name);
        method.setServiceName('event_store.client.streams.streams');
        method.setFeaturesList([]);
        return method;
      }),
    );
    return it;
  }

  private members() {
    const { VNodeState } = gossip.MemberInfo;
    const member = (double: EventStoreDouble, state: number) => {
      const it = new gossip.MemberInfo();
      const id = new shared.UUID();
      id.setString(randomUUID());
      const endpoint = new gossip.EndPoint();
      endpoint.setAddress('127.0.0.1');
      endpoint.setPort(double.port);
      it.setInstanceId(id);
      it.setTimeStamp('0');
      it.setState(state);
      it.setIsAlive(true);
      it.setHttpEndPoint(endpoint);
      return it;
    };
    const leader = this.options.leader?.();
    const cluster = new gossip.ClusterInfo();
    cluster.setMembersList([
      member(this, leader ? VNodeState.FOLLOWER : VNodeState.LEADER),
      ...(leader ? [member(leader, VNodeState.LEADER)] : []),
    ]);
    return cluster;
  }
}

function entryOf(request: AppendReq): NewEntry {
  const message = request.getProposedMessage();
  if (!message) throw new Error('an append message without an event');
  const said = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: said.get('type') ?? '',
    contentType: said.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

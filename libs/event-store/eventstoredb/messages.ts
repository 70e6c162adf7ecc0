import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position } from '#language';

const { AppendReq, ReadReq } = streams;
const { Options } = ReadReq;

/** An event as the server has it: bytes, and numbers as the server counts them. */
export interface Stored {
  readonly id: string;
  readonly stream: string;
  /** 0 for the first event of a stream. */
  readonly revision: number;
  /** Commit position; every event of an append has its own since the server commits events by themselves (22.6 and later say it). */
  readonly position: bigint;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A server-side filter: by stream or by type, never both; by prefixes or by a regular expression. */
export type ServerFilter = { readonly on: 'stream' | 'type' } & (
  | { readonly prefixes: readonly string[] }
  | { readonly regex: string }
);

/** Where in $all: read from it inclusively, subscribe from it exclusively. */
export type From = 'start' | 'end' | Position;

/** Streams that bind an event id to its stream (see Claims). No part of the log. */
export const claimPrefix = '~claim-';

/** How many events the server looks at in one page of a filtered read. Its default of 32 makes sparse filters crawl. */
const searchWindow = 2_000;

const noPosition = 2n ** 64n - 1n;

const identifier = (stream: string) => {
  const it = new shared.StreamIdentifier();
  it.setStreamName(Buffer.from(stream, 'utf8'));
  return it;
};

/** The requests of one append: the header with the exact revision, then each event. `expected` is our version: 0 means no stream. */
export function appendRequests(stream: string, expected: number, events: readonly Proposed[]) {
  const options = new AppendReq.Options();
  options.setStreamIdentifier(identifier(stream));
  if (expected === 0) options.setNoStream(new shared.Empty());
  else options.setRevision(String(expected - 1));
  const header = new AppendReq();
  header.setOptions(options);
  const bodies = events.map((event) => {
    const message = new AppendReq.ProposedMessage();
    const id = new shared.UUID();
    id.setString(event.id);
    message.setId(id);
    message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
    message.setData(event.data);
    message.setCustomMetadata(event.metadata);
    const request = new AppendReq();
    request.setProposedMessage(message);
    return request;
  });
  return [header, ...bodies];
}

const readOptions = (count: number, backwards: boolean) => {
  const options = new Options();
  const ids = new Options.UUIDOption();
  ids.setString(new shared.Empty());
  options.setUuidOption(ids);
  options.setResolveLinks(false);
  options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS);
  options.setCount(String(count));
  return options;
};

const request = (options: InstanceType<typeof Options>) => {
  const it = new ReadReq();
  it.setOptions(options);
  return it;
};

/** Reads `count` events of a stream from a revision (inclusive) or, backwards, from the end. */
export function streamRequest(stream: string, from: number | 'end', count: number, backwards: boolean) {
  const options = readOptions(count, backwards);
  const it = new Options.StreamOptions();
  it.setStreamIdentifier(identifier(stream));
  if (from === 'end') it.setEnd(new shared.Empty());
  else it.setRevision(String(from));
  options.setStream(it);
  options.setNoFilter(new shared.Empty());
  return request(options);
}

const allOptions = (from: From) => {
  const it = new Options.AllOptions();
  if (from === 'start') it.setStart(new shared.Empty());
  else if (from === 'end') it.setEnd(new shared.Empty());
  else {
    const at = new Options.Position();
    at.setCommitPosition(String(from));
    at.setPreparePosition(String(from));
    it.setPosition(at);
  }
  return it;
};

const filterOptions = (filter: ServerFilter) => {
  const expression = new Options.FilterOptions.Expression();
  if ('regex' in filter) expression.setRegex(filter.regex);
  else expression.setPrefixList([...filter.prefixes]);
  const it = new Options.FilterOptions();
  if (filter.on === 'stream') it.setStreamIdentifier(expression);
  else it.setEventType(expression);
  it.setMax(searchWindow);
  it.setCheckpointintervalmultiplier(1);
  return it;
};

/** Reads `count` matching events of $all. */
export function logRequest(from: From, filter: ServerFilter, count: number, backwards: boolean) {
  const options = readOptions(count, backwards);
  options.setAll(allOptions(from));
  options.setFilter(filterOptions(filter));
  return request(options);
}

/** Subscribes to matching events of $all after `from`. */
export function subscriptionRequest(from: From, filter: ServerFilter) {
  const options = readOptions(0, false);
  options.setAll(allOptions(from));
  options.setFilter(filterOptions(filter));
  options.setSubscription(new Options.SubscriptionOptions());
  return request(options);
}

/** The event in an answer, or nothing when the answer is a confirmation, a checkpoint or the like. */
export function storedIn(answer: ReadResp): Stored | undefined {
  const event = answer.getEvent()?.getEvent();
  if (!event) return undefined;
  const commit = BigInt(event.getCommitPosition());
  const stream = Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  if (commit === noPosition)
    throw new Error(
      `the server gives no position for an event of ${stream}: it is older than 22.6, or the event came by an explicit transaction`,
    );
  return {
    id: event.getId()?.getString() ?? '',
    stream,
    revision: Number(event.getStreamRevision()),
    position: commit,
    type: event.getMetadataMap().get('type') ?? '',
    data: event.getData_asU8(),
    metadata: event.getCustomMetadata_asU8(),
  };
}

import { once } from 'node:events';
import shared, { type StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { DoubleLog, Entry } from './log.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;

const { ReadResp: Answer } = streams;

/** Waits for whichever comes first, and for nothing after that. */
async function either(...events: readonly (readonly [NodeJS.EventEmitter, string])[]): Promise<void> {
  const done = new AbortController();
  const waits = events.map(([from, name]) => once(from, name, { signal: done.signal }));
  for (const it of waits) it.catch(() => undefined);
  await Promise.race(waits).catch(() => undefined);
  done.abort();
}

export const streamOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

/** Answers one read or subscription. `interrupted` is asked after the first event and says whether a fault ended it. */
export async function answerRead(log: DoubleLog, call: Call, interrupted: () => boolean): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Error('a read without options');
  let sent = 0;
  const send = async (it: ReadResp): Promise<boolean> => {
    if (call.cancelled || call.destroyed) return false;
    if (!call.write(it)) await either([call, 'drain'], [call, 'cancelled']);
    return !(it.hasEvent() && ++sent === 1 && interrupted());
  };
  if (options.hasSubscription()) return subscription(log, call, options, send);
  if (options.hasStream()) {
    const stream = streamOf(options.getStream()?.getStreamIdentifier());
    const entries = log.stream(stream);
    if (!entries) {
      await send(notFound(stream));
      return void call.end();
    }
    for (const it of chosen(entries, options)) if (!(await send(eventAnswer(it)))) return;
  } else for (const it of fromLog(log, options)) if (!(await send(eventAnswer(it)))) return;
  call.end();
}

/** Events of a stream from a revision on, in the direction asked, as many as asked. */
function chosen(entries: readonly Entry[], options: Options): readonly Entry[] {
  const at = options.getStream();
  const count = Number(options.getCount());
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const from = at?.hasEnd() ? entries.length - 1 : at?.hasStart() ? 0 : Number(at?.getRevision());
  return backwards
    ? entries
        .slice(0, from + 1)
        .reverse()
        .slice(0, count)
    : entries.slice(from, from + count);
}

/** Forwards a position is inclusive, backwards exclusive. */
function fromLog(log: DoubleLog, options: Options): readonly Entry[] {
  const all = options.getAll();
  const at = all?.hasPosition() ? BigInt(all.getPosition()?.getCommitPosition() ?? '0') : undefined;
  const allowed = filterOf(options);
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const wanted = backwards
    ? log.entries.filter((it) => (at === undefined ? all?.hasEnd() : it.position < at)).reverse()
    : log.entries.filter((it) => (at === undefined ? all?.hasStart() : it.position >= at));
  return wanted.filter(allowed).slice(0, Number(options.getCount()));
}

/** One expression, on the stream's name or on the type, by prefixes or by a regular expression, as the server has it. */
function filterOf(options: Options): (entry: Entry) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.hasStreamIdentifier() ? filter.getStreamIdentifier() : filter.getEventType();
  const subject = (it: Entry) => (filter.hasStreamIdentifier() ? it.stream : it.type);
  const regex = expression?.getRegex();
  if (regex) return (it) => new RegExp(regex).test(subject(it));
  const prefixes = expression?.getPrefixList() ?? [];
  return (it) => prefixes.some((prefix) => subject(it).startsWith(prefix));
}

/**
 * Confirmation, what was there, caught up, then what comes, with checkpoints. As the real server, a subscription from a
 * position leaves out the first event at or after it, whichever that is.
 */
async function subscription(
  log: DoubleLog,
  call: Call,
  options: Options,
  send: (it: ReadResp) => Promise<boolean>,
): Promise<void> {
  const all = options.getAll();
  const allowed = filterOf(options);
  const window = options.getFilter()?.getMax() || 32;
  const at = all?.hasPosition() ? BigInt(all.getPosition()?.getCommitPosition() ?? '0') : undefined;
  let next = all?.hasEnd() ? log.entries.length : at === undefined ? 0 : log.entries.findIndex((it) => it.position >= at) + 1;
  let considered = 0;
  let caughtUp = false;
  const confirmation = new Answer();
  confirmation.setConfirmation(new Answer.SubscriptionConfirmation());
  if (!(await send(confirmation))) return;
  while (!call.cancelled && !call.destroyed) {
    const entry = log.entries[next];
    if (!entry) {
      if (!caughtUp) {
        const it = new Answer();
        it.setCaughtUp(new Answer.CaughtUp());
        if (!(await send(it))) return;
        caughtUp = true;
        continue;
      }
      await either([log.grown, 'grown'], [call, 'cancelled'], [call, 'close']);
      continue;
    }
    next++;
    if (allowed(entry) && !(await send(eventAnswer(entry)))) return;
    if (++considered % window === 0 && !(await send(checkpoint(entry)))) return;
  }
}

function checkpoint(entry: Entry): ReadResp {
  const it = new Answer.Checkpoint();
  it.setCommitPosition(String(entry.position));
  it.setPreparePosition(String(entry.position));
  const answer = new Answer();
  answer.setCheckpoint(it);
  return answer;
}

function notFound(stream: string): ReadResp {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const it = new Answer.StreamNotFound();
  it.setStreamIdentifier(identifier);
  const answer = new Answer();
  answer.setStreamNotFound(it);
  return answer;
}

function eventAnswer(entry: Entry): ReadResp {
  const id = new shared.UUID();
  id.setString(entry.id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(entry.stream));
  const event = new Answer.ReadEvent.RecordedEvent();
  event.setId(id);
  event.setStreamIdentifier(identifier);
  event.setStreamRevision(String(entry.revision));
  event.setCommitPosition(String(entry.position));
  event.setPreparePosition(String(entry.position));
  event.getMetadataMap().set('type', entry.type).set('content-type', entry.contentType).set('created', '17633088000000000');
  event.setData(entry.data);
  event.setCustomMetadata(entry.metadata);
  const read = new Answer.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(entry.position));
  const answer = new Answer();
  answer.setEvent(read);
  return answer;
}

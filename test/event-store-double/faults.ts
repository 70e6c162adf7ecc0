import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** What happens to a call instead of an answer. cut: every connection drops. silence: no answer, ever. */
export type Fault = 'cut' | 'silence' | ServiceError;

/** before: nothing was done. after: it was done and the answer is lost, the ambiguous case. */
export type Moment = 'before' | 'after';

const failure = (code: status, details: string, said: Record<string, string> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(said)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** The errors of the server, word for word as RpcExceptions of 23.10 makes them. */
export const failures = {
  notLeader: (host: string, port: number) =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  noLeader: () => failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader' }),
  notReady: () => failure(status.UNAVAILABLE, 'Server Is Not Ready'),
  timeout: () => failure(status.ABORTED, 'Operation timed out: Prepare phase timeout.'),
  deadline: () => failure(status.DEADLINE_EXCEEDED, 'Deadline exceeded'),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  notAuthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': stream,
    }),
  maxAppendSize: (size: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${size} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(size),
    }),
  tooSlow: () =>
    failure(status.ABORTED, 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.'),
  unimplemented: () => failure(status.UNIMPLEMENTED, 'Method is unimplemented.'),
};

type Call = 'append' | 'read' | 'subscribe';

/** Faults that were ordered, in the order in which they strike. */
export class Faults {
  private readonly ordered: { readonly call: Call; readonly moment: Moment; readonly fault: Fault; readonly stream: RegExp }[] =
    [];

  /** The next call of this kind (to a stream of this name) meets this fault. */
  next(call: Call, fault: Fault, moment: Moment = 'before', stream = /^(?!~claim-)/): void {
    this.ordered.push({ call, moment, fault, stream });
  }

  strike(call: Call, moment: Moment, stream: string): Fault | undefined {
    const at = this.ordered.findIndex((it) => it.call === call && it.moment === moment && it.stream.test(stream));
    return at < 0 ? undefined : this.ordered.splice(at, 1)[0]?.fault;
  }

  get left(): number {
    return this.ordered.length;
  }
}

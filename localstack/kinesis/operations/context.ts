import { invalidArgument, KinesisError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { StreamMetrics } from '../stream-metrics.ts';
import { parseArn } from '../streams/arn.ts';
import type { Caller } from '../streams/state.ts';
import type { StreamStore } from '../streams/store.ts';
import type { Stream } from '../streams/stream.ts';

/** What an operation works with. */
export interface Context {
  readonly store: StreamStore;
  readonly caller: Caller;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long CREATING, UPDATING and DELETING last. Unit: ms. */
  readonly transitionMs: number;
  readonly metrics: StreamMetrics;
  readonly limits: Limits;
  /** How long GetRecords may wait for a record. Unit: ms. */
  readonly waitMs: number;
  /** ARN of the registered consumer that GetRecords reads for. */
  readonly consumerArn?: string | undefined;
  /** Aborts when the caller has hung up. */
  readonly signal: AbortSignal;
}

/** How a request names its stream. */
export interface StreamReference {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

/**
 * The stream of a request, by name or by ARN. The ARN's account counts, since policies are not enforced here.
 *
 * @throws {KinesisError} InvalidArgumentException without either or when they name two streams, ResourceNotFoundException
 */
export function findStream(context: Context, reference: StreamReference): Stream {
  const { place, name } = resolve(context.caller, reference);
  const stream = context.store.find(place, name);
  if (stream === undefined) throw streamNotFound(name, place.account);
  return stream;
}

/** A stream that takes and gives records: not one that is being made. @throws {KinesisError} as `findStream` */
export function findReadyStream(context: Context, reference: StreamReference): Stream {
  const stream = findStream(context, reference);
  if (stream.status(context.now()) === 'CREATING') throw streamNotFound(stream.state.name, stream.state.account);
  return stream;
}

/** A stream that can be changed. @throws {KinesisError} as `findStream`; ResourceInUseException unless it is ACTIVE */
export function findActiveStream(context: Context, reference: StreamReference): Stream {
  const stream = findStream(context, reference);
  const status = stream.status(context.now());
  if (status === 'ACTIVE') return stream;
  const { name, account } = stream.state;
  throw new KinesisError(
    'ResourceInUseException',
    `Stream ${name} under account ${account} not ACTIVE, instead in state ${status}`,
  );
}

/** What AWS says of a stream that is not there. */
export function streamNotFound(name: string, account: string): KinesisError {
  return new KinesisError('ResourceNotFoundException', `Stream ${name} under account ${account} not found.`);
}

function resolve(caller: Caller, { StreamName, StreamARN }: StreamReference): { place: Caller; name: string } {
  if (StreamARN === undefined) {
    if (StreamName !== undefined) return { place: caller, name: StreamName };
    throw invalidArgument('Either StreamName or StreamARN must be given.');
  }
  const arn = parseArn(StreamARN);
  if (arn === undefined || arn.consumer !== undefined)
    throw invalidArgument(`${StreamARN} is not the ARN of a stream.`);
  if (arn.region !== caller.region) {
    throw invalidArgument(`The stream ${StreamARN} is not in the region of the request, ${caller.region}.`);
  }
  if (StreamName !== undefined && StreamName !== arn.stream) {
    throw invalidArgument(`StreamName ${StreamName} and StreamARN ${StreamARN} name two streams.`);
  }
  return { place: arn, name: arn.stream };
}

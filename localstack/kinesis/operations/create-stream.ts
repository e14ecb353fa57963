import type { Input } from '../api/inputs.ts';
import { KinesisError } from '../errors.ts';
import { firstShards } from '../shards/reshard.ts';
import { newStream } from '../streams/state.ts';
import { checkShardLimit, onDemandStreamLimit } from './account-limits.ts';
import { type Context, findActiveStream } from './context.ts';
import { checkTags } from './tag-rules.ts';

/** Shards of a new on-demand stream. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const onDemandShards = 4;

/**
 * Makes a stream. It is on disk when the answer goes out, and ACTIVE shortly afterwards.
 *
 * @throws {KinesisError} ResourceInUseException when the name is taken, LimitExceededException, ValidationException
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
 */
export async function createStream(context: Context, input: Input<'CreateStream'>): Promise<undefined> {
  const { caller, store } = context;
  const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  if (mode === 'PROVISIONED' && input.ShardCount === undefined) {
    throw new KinesisError('ValidationException', 'ShardCount must be given for a stream in PROVISIONED mode.');
  }
  if (input.WarmThroughputMiBps !== undefined) throw warmThroughputRefused();
  if (input.RecordDistributionStrategy === 'AUTO') {
    throw new KinesisError(
      'UnsupportedOperationException',
      'RecordDistributionStrategy AUTO is not supported locally.',
    );
  }
  if (input.Tags) checkTags({}, input.Tags, input.StreamName, caller.account);
  if (store.find(caller, input.StreamName)) {
    throw new KinesisError(
      'ResourceInUseException',
      `Stream ${input.StreamName} under account ${caller.account} already exists.`,
    );
  }
  const count = mode === 'ON_DEMAND' ? onDemandShards : (input.ShardCount ?? 1);
  if (mode === 'ON_DEMAND') checkOnDemandLimit(context);
  else checkShardLimit(context, count);
  const now = context.now();
  const stream = await store.add(
    newStream({
      ...caller,
      id: store.newId(),
      name: input.StreamName,
      createdAt: now,
      mode,
      shards: firstShards(count, now),
      tags: input.Tags ?? {},
      maxRecordSizeKiB: input.MaxRecordSizeInKiB ?? 1024,
    }),
  );
  stream.pass('CREATING', context.now() + context.transitionMs);
  return undefined;
}

/**
 * Deletes a stream and its records. The deletion is on disk when the answer goes out; the name is free shortly afterwards.
 *
 * @throws {KinesisError} ResourceNotFoundException, ResourceInUseException
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html
 */
export async function deleteStream(context: Context, input: Input<'DeleteStream'>): Promise<undefined> {
  const stream = findActiveStream(context, input);
  const { name, account } = stream.state;
  if (stream.state.consumers.length > 0 && input.EnforceConsumerDeletion !== true) {
    throw new KinesisError(
      'ResourceInUseException',
      `Stream ${name} under account ${account} has registered consumers. Deregister them, or set EnforceConsumerDeletion.`,
    );
  }
  await stream.change((state) => ({ ...state, deleted: true }));
  // What cannot be removed now is removed at the next start.
  setTimeout(() => context.store.remove(stream).catch(() => undefined), context.transitionMs);
  return undefined;
}

/** Warm throughput needs an account with the billing commitment, which no local account has. */
export function warmThroughputRefused(): KinesisError {
  return new KinesisError(
    'ValidationException',
    'Warm throughput needs an account with MinimumThroughputBillingCommitment enabled, which is not supported locally.',
  );
}

function checkOnDemandLimit({ store, caller }: Context): void {
  const count = store.list(caller).filter(({ state }) => state.mode === 'ON_DEMAND').length;
  if (count < onDemandStreamLimit) return;
  throw new KinesisError(
    'LimitExceededException',
    `This request would exceed the limit of ${onDemandStreamLimit} on-demand streams for the account ${caller.account} in ${caller.region}.`,
  );
}

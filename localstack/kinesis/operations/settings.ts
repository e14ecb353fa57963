import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import { type StreamState, withinDay } from '../streams/state.ts';
import { type Context, findActiveStream, type StreamReference } from './context.ts';
import { warmThroughputRefused } from './create-stream.ts';

const modeSwitchesPerDay = 2;

/**
 * Turns encryption on. The key is remembered and shown; the log holds records as they are, and the key is not looked up.
 *
 * @throws {KinesisError} as `findActiveStream`, InvalidArgumentException for another type than KMS
 */
export async function startStreamEncryption(
  context: Context,
  input: Input<'StartStreamEncryption'>,
): Promise<undefined> {
  checkEncryption(input.EncryptionType);
  return change(context, input, (state) => ({ ...state, keyId: input.KeyId }));
}

/** Turns encryption off. @throws {KinesisError} as `startStreamEncryption` */
export async function stopStreamEncryption(context: Context, input: Input<'StopStreamEncryption'>): Promise<undefined> {
  checkEncryption(input.EncryptionType);
  return change(context, input, ({ keyId: _, ...state }) => state);
}

/**
 * Changes the capacity mode. Shards stay as they are.
 *
 * @throws {KinesisError} LimitExceededException for a third time in 24 h
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html
 */
export async function updateStreamMode(context: Context, input: Input<'UpdateStreamMode'>): Promise<undefined> {
  if (input.WarmThroughputMiBps !== undefined) throw warmThroughputRefused();
  const mode = input.StreamModeDetails.StreamMode;
  return change(context, input, (state) => {
    if (state.mode === mode) return state;
    const switches = withinDay(state.modeSwitches, context.now());
    if (switches.length >= modeSwitchesPerDay) {
      throw new KinesisError(
        'LimitExceededException',
        `The mode of stream ${state.name} under account ${state.account} was changed ${modeSwitchesPerDay} times within 24 hours already.`,
      );
    }
    return { ...state, mode, modeSwitches: [...switches, context.now()] };
  });
}

/** Changes how large a record may be. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html */
export async function updateMaxRecordSize(context: Context, input: Input<'UpdateMaxRecordSize'>): Promise<undefined> {
  return change(context, input, (state) => ({ ...state, maxRecordSizeKiB: input.MaxRecordSizeInKiB }));
}

/** @throws {KinesisError} ValidationException always, as AWS does for an account without the billing commitment */
export function updateStreamWarmThroughput(context: Context, input: Input<'UpdateStreamWarmThroughput'>): never {
  findActiveStream(context, input);
  throw warmThroughputRefused();
}

/** The billing commitment is off. */
export function describeAccountSettings(_context: Context, _input: Input<'DescribeAccountSettings'>): object {
  return { MinimumThroughputBillingCommitment: { Status: 'DISABLED' } };
}

/** Lets the billing commitment stay off. @throws {KinesisError} UnsupportedOperationException to turn it on */
export function updateAccountSettings(context: Context, input: Input<'UpdateAccountSettings'>): object {
  if (input.MinimumThroughputBillingCommitment.Status === 'DISABLED') return describeAccountSettings(context, {});
  throw new KinesisError(
    'UnsupportedOperationException',
    'UpdateAccountSettings: a MinimumThroughputBillingCommitment is not supported locally.',
  );
}

async function change(
  context: Context,
  reference: StreamReference,
  next: (state: StreamState) => StreamState,
): Promise<undefined> {
  const stream = findActiveStream(context, reference);
  const before = stream.state;
  if ((await stream.change(next)) !== before) stream.pass('UPDATING', context.now() + context.transitionMs);
  return undefined;
}

function checkEncryption(type: string): void {
  if (type !== 'KMS') throw invalidArgument(`EncryptionType must be KMS (received ${type}).`);
}

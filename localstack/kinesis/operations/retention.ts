import type { Input } from '../api/inputs.ts';
import { invalidArgument } from '../errors.ts';
import { type Context, findActiveStream } from './context.ts';

/** Unit: h. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
const shortest = 24;
const longest = 8760;

type RetentionInput = Input<'IncreaseStreamRetentionPeriod'>;

/** Keeps records longer. @throws {KinesisError} InvalidArgumentException for a shorter period, or one over 8760 h */
export function increaseStreamRetentionPeriod(context: Context, input: RetentionInput): Promise<undefined> {
  return change(context, input, (hours, current, name) => {
    if (hours >= current) return;
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${name} can not be shorter than existing retention period (${current} hours). Use DecreaseRetentionPeriod API.`,
    );
  });
}

/** Keeps records less long. @throws {KinesisError} InvalidArgumentException for a longer period, or one under 24 h */
export function decreaseStreamRetentionPeriod(context: Context, input: RetentionInput): Promise<undefined> {
  return change(context, input, (hours, current, name) => {
    if (hours <= current) return;
    throw invalidArgument(
      `Requested retention period (${hours} hours) for stream ${name} can not be longer than existing retention period (${current} hours). Use IncreaseRetentionPeriod API.`,
    );
  });
}

async function change(
  context: Context,
  input: RetentionInput,
  check: (hours: number, current: number, name: string) => void,
): Promise<undefined> {
  const stream = findActiveStream(context, input);
  const hours = input.RetentionPeriodHours;
  if (hours < shortest) {
    throw invalidArgument(
      `Minimum allowed retention period is ${shortest} hours. Requested retention period (${hours} hours) is too short.`,
    );
  }
  if (hours > longest) {
    throw invalidArgument(
      `Maximum allowed retention period is ${longest} hours. Requested retention period (${hours} hours) is too long.`,
    );
  }
  check(hours, stream.state.retentionHours, stream.state.name);
  await stream.change((state) => ({ ...state, retentionHours: hours }));
  stream.pass('UPDATING', context.now() + context.transitionMs);
  return undefined;
}

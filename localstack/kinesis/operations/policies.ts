import type { Input } from '../api/inputs.ts';
import { invalidArgument, KinesisError } from '../errors.ts';
import type { Context } from './context.ts';
import { findResource } from './resource.ts';

/** Keeps a resource policy, which nothing enforces. @throws {KinesisError} InvalidArgumentException for a text that is no JSON object */
export async function putResourcePolicy(context: Context, input: Input<'PutResourcePolicy'>): Promise<undefined> {
  const { stream } = findResource(context, input.ResourceARN);
  if (!isObject(input.Policy)) throw invalidArgument('The policy must be a JSON object.');
  await stream.change((state) => ({
    ...state,
    policies: { ...state.policies, [input.ResourceARN]: input.Policy },
  }));
  return undefined;
}

/** Gives a resource policy, `{}` where there is none. */
export function getResourcePolicy(context: Context, input: Input<'GetResourcePolicy'>): object {
  const { stream } = findResource(context, input.ResourceARN);
  return { Policy: stream.state.policies[input.ResourceARN] ?? '{}' };
}

/** Removes a resource policy. @throws {KinesisError} ResourceNotFoundException where there is none */
export async function deleteResourcePolicy(context: Context, input: Input<'DeleteResourcePolicy'>): Promise<undefined> {
  const { stream } = findResource(context, input.ResourceARN);
  await stream.change((state) => {
    const { [input.ResourceARN]: policy, ...policies } = state.policies;
    if (policy !== undefined) return { ...state, policies };
    throw new KinesisError(
      'ResourceNotFoundException',
      `No resource policy found for resource ARN ${input.ResourceARN}`,
    );
  });
  return undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

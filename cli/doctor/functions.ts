import { type FunctionConfiguration, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Pipeline } from '../../core/pipeline.ts';
import { error, type Finding, ok } from '../../localstack/doctor/finding.mjs';
import { deployedFunctions } from '../deployed-functions.ts';

/** What is looked at of a function; its name alone when there is none. */
type Seen = Pick<FunctionConfiguration, 'FunctionName' | 'State' | 'StateReason' | 'LastUpdateStatus'>;

/** Whether each function is there, active and up to date. */
export function functionFindings(functions: readonly Seen[]): Finding[] {
  const ill = functions.filter(({ State, LastUpdateStatus }) => State !== 'Active' || LastUpdateStatus === 'Failed');
  if (ill.length === 0) return [ok('functions', `${functions.length} are active`)];
  return ill.map(({ FunctionName, State = 'missing', StateReason, LastUpdateStatus }) =>
    error('functions', `${FunctionName}: ${LastUpdateStatus === 'Failed' ? 'its last update failed' : State}`, {
      why: StateReason ?? 'It takes no invocation, or runs older code.',
      mend: './caudal deploy; ./caudal logs localstack shows what was refused',
    }),
  );
}

/** Looks at every function of a deployment of these pipelines. */
export async function readFunctions(pipelines: readonly Pipeline[]): Promise<Seen[]> {
  const client = new LambdaClient({});
  try {
    return await Promise.all(
      deployedFunctions(pipelines).map((FunctionName) =>
        client.send(new GetFunctionConfigurationCommand({ FunctionName })).catch((cause: Error): Seen => {
          if (cause.name === 'ResourceNotFoundException') return { FunctionName };
          throw cause;
        }),
      ),
    );
  } finally {
    client.destroy();
  }
}

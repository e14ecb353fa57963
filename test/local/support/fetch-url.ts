import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { environment } from '../../../core/environment.ts';

const names = namesOf('');

import { namesOf } from '../../../core/names.ts';

/** Makes the deployed fetch function of a pipeline ask another address, and gives what puts it back. */
export async function fetchFrom(lambda: LambdaClient, pipeline: string, url: URL): Promise<() => Promise<void>> {
  const FunctionName = names.fetchFunction(pipeline);
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const before = Environment?.Variables ?? {};
  const configure = async (Variables: Record<string, string>): Promise<void> => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30, minDelay: 0.1, maxDelay: 1 }, { FunctionName });
  };
  const pull: object = JSON.parse(before[environment.pull] ?? '{}');
  await configure({ ...before, [environment.pull]: JSON.stringify({ ...pull, url: url.href }) });
  return () => configure(before);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { GetFunctionConfigurationCommand, type LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { besideBundle, bundleFile } from '../../infra/constructs/bundle.ts';
import { UserError } from '../errors.ts';

const POLL_MS = 100;
const MOST_POLLS = 300;

/**
 * Puts a bundle onto a deployed function, and waits until invocations run it.
 *
 * @throws {UserError} when Lambda refuses it, or it does not run within 30 s
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export async function updateCode(client: LambdaClient, FunctionName: string, bundle: string): Promise<void> {
  const files = { [bundleFile]: bundle, ...besideBundle };
  const ZipFile = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    level: 1,
  });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  for (let polls = 0; polls < MOST_POLLS; polls += 1) {
    const now = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (now.LastUpdateStatus === 'Successful') return;
    if (now.LastUpdateStatus === 'Failed') {
      throw new UserError(`${FunctionName} does not take its new code: ${now.LastUpdateStatusReason}`);
    }
    await sleep(POLL_MS);
  }
  throw new UserError(`${FunctionName} does not run its new code after 30 s`, { hint: './caudal logs localstack' });
}

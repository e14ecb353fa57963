import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { names } from '../core/names.ts';
import { awsEnvironment, cloudStatus } from '../localstack/cloud.ts';
import type { CloudConfig } from '../localstack/config.ts';
import { UserError } from './errors.ts';

/** What the commands need to know of the deployed stacks. */
export interface Deployment {
  readonly operationsBucket: string;
}

/**
 * Points the AWS SDK clients of this process at the local cloud. Whatever AWS profile, role or endpoint the shell has
 * set goes, so that no command of ours can reach a real account.
 */
export function useLocalAws(config: CloudConfig): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, awsEnvironment(config));
}

/** Finds the deployed stacks. @throws {UserError} when the cloud is down or nothing is deployed */
export async function findDeployment(config: CloudConfig): Promise<Deployment> {
  useLocalAws(config);
  const client = new CloudFormationClient({ maxAttempts: 1 });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: names.stacks.storage }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    const bucket = outputs.find(({ OutputKey }) => OutputKey === names.operationsBucketOutput)?.OutputValue;
    if (bucket) return { operationsBucket: bucket };
    throw new UserError(`Stack ${names.stacks.storage} has no output ${names.operationsBucketOutput}`, {
      hint: './caudal deploy deploys it again.',
    });
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if ((cause as Error).name === 'ValidationError') {
      throw new UserError(`Nothing is deployed on the local cloud (no stack ${names.stacks.storage})`, {
        hint: './caudal deploy, or npm start for the whole job.',
        cause,
      });
    }
    throw new UserError(`The local cloud does not answer on 127.0.0.1:${config.ports.localstack}`, {
      hint: './caudal up starts it, ./caudal status shows what is wrong.',
      cause,
    });
  } finally {
    client.destroy();
  }
}

/** Whether the stacks are on the local cloud. */
export async function isDeployed(config: CloudConfig): Promise<boolean> {
  return findDeployment(config).then(
    () => true,
    () => false,
  );
}

/** @throws {UserError} naming the services of the local cloud that do not run */
export async function requireServices(config: CloudConfig): Promise<void> {
  const { services } = await cloudStatus(config);
  const down = services.filter(({ state }) => state !== 'running');
  if (down.length === 0) return;
  throw new UserError(
    `The local cloud does not run: ${down.map(({ service, state }) => `${service} ${state}`).join(', ')}`,
    {
      hint: './caudal up starts it.',
    },
  );
}

import { CloudFormationClient, DescribeStacksCommand, type Output } from '@aws-sdk/client-cloudformation';
import { awsEnvironment, cloudStatus } from '../localstack/cloud.ts';
import type { CloudConfig } from '../localstack/config.ts';
import { UserError } from './errors.ts';
import { stageFlag, stageNames } from './stage.ts';

/** What the commands need to know of the deployed stacks. */
export interface Deployment {
  readonly operationsBucket: string;
  /** Names of the deployed pipelines. */
  readonly pipelines: readonly string[];
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
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stageNames().stacks.storage }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return {
      operationsBucket: outputNamed(outputs, stageNames().operationsBucketOutput),
      pipelines: outputNamed(outputs, stageNames().pipelinesOutput).split(','),
    };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if ((cause as Error).name === 'ValidationError') {
      throw new UserError(`Nothing is deployed on the local cloud (no stack ${stageNames().stacks.storage})`, {
        hint: `./caudal deploy${stageFlag()}, or npm start for the whole job.`,
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

function outputNamed(outputs: readonly Output[], name: string): string {
  const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value) return value;
  throw new UserError(`Stack ${stageNames().stacks.storage} has no output ${name}`, {
    hint: `./caudal deploy${stageFlag()} deploys it again.`,
  });
}

/**
 * Finds the deployed stacks with a pipeline among them.
 *
 * @throws {UserError} when the cloud is down, nothing is deployed, or the pipeline is not
 */
export async function findDeploymentOf(config: CloudConfig, pipeline: string): Promise<Deployment> {
  const deployment = await findDeployment(config);
  if (deployment.pipelines.includes(pipeline)) return deployment;
  throw new UserError(`${pipeline} is not deployed; there are ${deployment.pipelines.join(', ')}`, {
    hint: `./caudal deploy${stageFlag()} -c pipelines=${[...deployment.pipelines, pipeline].join(',')} adds it, and so does ./caudal run ${pipeline}${stageFlag()}.`,
  });
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

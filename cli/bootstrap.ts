import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { CloudConfig } from '../localstack/config.ts';
import { useLocalAws } from './deployment.ts';
import { UserError } from './errors.ts';

const TOOLKIT_STACK = 'CDKToolkit';
const DONE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];
const POLL_MS = 150;

/**
 * Brings what CDK needs in an account before the first deployment (bucket, roles, version parameter), unless it is there. The
 * template is the one that `cdk bootstrap` deploys, with the parameters it gives; but that command looks every five seconds
 * whether CloudFormation is done, and takes 14 s where this takes two.
 *
 * @returns whether there was anything to do
 * @throws {UserError} when CloudFormation fails
 */
export async function bootstrapCloud(config: CloudConfig, signal?: AbortSignal): Promise<boolean> {
  useLocalAws(config);
  const client = new CloudFormationClient();
  try {
    const stack = await toolkitStack(client);
    if (stack && DONE.includes(stack.StackStatus ?? '')) return false;
    if (stack && stack.StackStatus !== 'CREATE_IN_PROGRESS') {
      await client.send(new DeleteStackCommand({ StackName: TOOLKIT_STACK }));
      await settled(client, signal);
    }
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') await createToolkit(client);
    const created = await settled(client, signal);
    if (created && DONE.includes(created.StackStatus ?? '')) return true;
    throw new UserError(
      `The stack ${TOOLKIT_STACK} came to ${created?.StackStatus ?? 'nothing'}: ${created?.StackStatusReason ?? 'no reason given'}`,
      { hint: './caudal logs localstack shows why.' },
    );
  } finally {
    client.destroy();
  }
}

async function createToolkit(client: CloudFormationClient): Promise<void> {
  const template = createRequire(import.meta.url).resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml');
  await client.send(
    new CreateStackCommand({
      StackName: TOOLKIT_STACK,
      TemplateBody: await readFile(template, 'utf8'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [
        { ParameterKey: 'FileAssetsBucketKmsKeyId', ParameterValue: 'AWS_MANAGED_KEY' },
        {
          ParameterKey: 'CloudFormationExecutionPolicies',
          ParameterValue: 'arn:aws:iam::aws:policy/AdministratorAccess',
        },
      ],
    }),
  );
}

/** The stack once CloudFormation is done with it, or nothing once it is deleted. */
async function settled(client: CloudFormationClient, signal: AbortSignal | undefined): Promise<Stack | undefined> {
  for (;;) {
    const stack = await toolkitStack(client);
    if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
    await sleep(POLL_MS, undefined, signal ? { signal } : {});
  }
}

async function toolkitStack(client: CloudFormationClient): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: TOOLKIT_STACK }));
    return Stacks?.[0]?.StackStatus === 'DELETE_COMPLETE' ? undefined : Stacks?.[0];
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return undefined;
    throw error;
  }
}

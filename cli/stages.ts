import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { namesOf } from '../core/names.ts';
import type { CloudConfig } from '../localstack/config.ts';
import { useLocalAws } from './deployment.ts';

/** A stage that is deployed. */
export interface Stage {
  /** Empty for the stage without one. */
  readonly prefix: string;
  readonly pipelines: readonly string[];
  /** The state of its stacks, such as `CREATE_COMPLETE`; several where they differ. */
  readonly status: string;
  /** When its storage was deployed last, ISO 8601. */
  readonly deployedAt: string;
}

/** The stages of a cloud, by prefix. */
export async function readStages(config: CloudConfig): Promise<readonly Stage[]> {
  useLocalAws(config);
  const client = new CloudFormationClient({ maxAttempts: 1 });
  try {
    const stacks: Stack[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) stacks.push(...Stacks);
    return stagesOf(stacks);
  } finally {
    client.destroy();
  }
}

/** The stages that stacks belong to: each has a stack for storage, whose name begins with its prefix. */
export function stagesOf(stacks: readonly Stack[]): readonly Stage[] {
  const there = stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  const storageName = namesOf('').stacks.storage;
  const stages = there.flatMap(({ StackName = '', Outputs = [], LastUpdatedTime, CreationTime }) => {
    if (StackName !== storageName && !StackName.endsWith(`-${storageName}`)) return [];
    const prefix = StackName.slice(0, -storageName.length).replace(/-$/, '');
    const { stacks: own, pipelinesOutput } = namesOf(prefix);
    const states = there.filter((stack) => Object.values(own).includes(stack.StackName ?? ''));
    const pipelines = Outputs.find(({ OutputKey }) => OutputKey === pipelinesOutput)?.OutputValue;
    return {
      prefix,
      pipelines: pipelines?.split(',') ?? [],
      status: [...new Set(states.map(({ StackStatus }) => StackStatus))].join(', '),
      deployedAt: (LastUpdatedTime ?? CreationTime)?.toISOString() ?? '',
    };
  });
  return stages.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

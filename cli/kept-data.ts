import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudConfig } from '../localstack/config.ts';
import { useLocalAws } from './deployment.ts';
import { stageNames } from './stage.ts';

/** A resource that stays when its stack is deleted. */
export interface KeptResource {
  /** Such as `AWS::Cassandra::Table`. */
  readonly type: string;
  readonly name: string;
}

/** What the stage would leave behind if its stacks were deleted: what was deployed with `retainData`. */
export async function readKept(config: CloudConfig): Promise<readonly KeptResource[]> {
  useLocalAws(config);
  const client = new CloudFormationClient({ maxAttempts: 1 });
  const { storage, streams } = stageNames().stacks;
  try {
    const kept = await Promise.all([storage, streams].map((stack) => keptOf(client, stack).catch(noneWithoutStack)));
    return kept.flat();
  } finally {
    client.destroy();
  }
}

async function keptOf(client: CloudFormationClient, StackName: string): Promise<readonly KeptResource[]> {
  const [{ TemplateBody = '{}' }, { StackResources = [] }] = await Promise.all([
    client.send(new GetTemplateCommand({ StackName })),
    client.send(new DescribeStackResourcesCommand({ StackName })),
  ]);
  const { Resources = {} } = JSON.parse(TemplateBody) as {
    Resources?: Readonly<Record<string, { readonly DeletionPolicy?: string }>>;
  };
  return StackResources.filter(
    ({ LogicalResourceId = '' }) => Resources[LogicalResourceId]?.DeletionPolicy === 'Retain',
  )
    .map(({ ResourceType: type = '', PhysicalResourceId: name = '' }) => ({ type, name: name.replace('|', '.') }))
    .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

function noneWithoutStack(error: Error): readonly KeptResource[] {
  if (error.name === 'ValidationError') return [];
  throw error;
}

/** What to say about it: nothing where nothing was kept. */
export function keptLines(kept: readonly KeptResource[]): readonly string[] {
  if (kept.length === 0) return [];
  const byType = Map.groupBy(kept, ({ type }) => type.replace(/^AWS::/, '').replace('::', ' '));
  return [
    'Kept, since retainData was set:',
    ...[...byType].map(([type, of]) => `  ${type}  ${of.map(({ name }) => name).join(', ')}`),
    'The next deployment here takes tables and streams on again, with their data; a bucket is made anew. On AWS it has to be ' +
      'told to: docs/stages.md.',
  ];
}

import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { KeyspacesClient, paginateListKeyspaces } from '@aws-sdk/client-keyspaces';
import { paginateListStreams } from '@aws-sdk/client-kinesis';
import { paginateGetResources, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Names } from '../../core/names.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { functionsOf } from './checks/functions.ts';
import { Stacks } from './stacks.ts';

/** What a stage still has, by kind: `stream trial.sensors.events`. That is an error, and is paid for. */
export async function leftovers(names: Names): Promise<string[]> {
  const found = await Promise.all([
    stacksLeft(names),
    functionsOf(names).then((all) => all.map(({ name }) => `function ${name}`)),
    streamsLeft(names),
    keyspacesLeft(names),
    tablesLeft(names),
    logGroupsLeft(names),
  ]);
  return [...new Set(found.flat())].sort();
}

async function stacksLeft({ stacks: all }: Names): Promise<string[]> {
  const stacks = new Stacks();
  try {
    const found = await Promise.all(Object.values(all).map((name) => stacks.find(name)));
    return found.flatMap((stack) => (stack ? [`stack ${stack.StackName}`] : []));
  } finally {
    stacks.close();
  }
}

async function streamsLeft(names: Names): Promise<string[]> {
  const client = kinesisClient();
  const left: string[] = [];
  try {
    for await (const { StreamNames = [] } of paginateListStreams({ client }, {})) {
      left.push(...StreamNames.filter((name) => name.startsWith(names.stream(''))).map((name) => `stream ${name}`));
    }
    return left;
  } finally {
    client.destroy();
  }
}

async function keyspacesLeft(names: Names): Promise<string[]> {
  const client = new KeyspacesClient({});
  const left: string[] = [];
  try {
    for await (const { keyspaces = [] } of paginateListKeyspaces({ client }, {})) {
      const own = keyspaces.filter(({ keyspaceName = '' }) => keyspaceName.startsWith(names.keyspace('')));
      left.push(...own.map(({ keyspaceName }) => `keyspace ${keyspaceName}`));
    }
    return left;
  } finally {
    client.destroy();
  }
}

async function tablesLeft({ stateTable, healthTable, schemaTable }: Names): Promise<string[]> {
  const client = new DynamoDBClient({});
  const own = [stateTable, healthTable, schemaTable];
  const left: string[] = [];
  try {
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      left.push(...TableNames.filter((name) => own.includes(name)).map((name) => `table ${name}`));
    }
    return left;
  } finally {
    client.destroy();
  }
}

async function logGroupsLeft(names: Names): Promise<string[]> {
  const client = new CloudWatchLogsClient({});
  const logGroupNamePrefix = `/aws/lambda/${names.produceFunction.replace(/produce$/, '')}`;
  const left: string[] = [];
  try {
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
      left.push(...logGroups.map(({ logGroupName }) => `log group ${logGroupName}`));
    }
    return left;
  } finally {
    client.destroy();
  }
}

/**
 * ARNs that still have the tags of the stage, of whatever kind. It may be so for hours after they were deleted, so this is
 * told and no error.
 *
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function stillTagged({ prefix }: Names): Promise<string[]> {
  const client = new ResourceGroupsTaggingAPIClient({});
  const TagFilters = [
    { Key: 'project', Values: ['caudal'] },
    { Key: 'stage', Values: [prefix] },
  ];
  const left: string[] = [];
  try {
    for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters })) {
      for (const { ResourceARN = '' } of ResourceTagMappingList)
        if (!isOnItsWayOut(ResourceARN)) left.push(ResourceARN);
    }
    return left;
  } finally {
    client.destroy();
  }
}

/** A key waits 7 days for its deletion, at no charge, and is still listed; the list of tags forgets stacks late. */
function isOnItsWayOut(arn: string): boolean {
  return /^arn:[^:]+:(?:kms:[^:]*:[^:]*:key|cloudformation:[^:]*:[^:]*:stack)\//.test(arn);
}

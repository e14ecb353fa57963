import {
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { checkpoints } from '../../../cli/status/checkpoints.ts';
import { createJudge } from '../../../core/judge.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import type { SourceRecord } from '../../../core/source.ts';
import type { CloudConfig } from '../../../localstack/config.ts';
import type { GuideCloud } from './guide-cloud.ts';

/** What of a function and its mapping is not to change, as Lambda has it. */
export async function identityOf(lambda: LambdaClient, FunctionName: string): Promise<object> {
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const { UUID } = EventSourceMappings[0] ?? {};
  const mapping = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  return {
    code: Configuration?.CodeSha256,
    mapping: UUID,
    mappingChanged: mapping.LastModified,
  };
}

/** The last sequence number that a function has done, by shard; of one that has done none, 0. */
export async function positionsOf(config: CloudConfig, functionName: string): Promise<ReadonlyMap<string, bigint>> {
  const mappings = await checkpoints(config);
  const mapping = mappings.find(({ functionArn }) => functionArn.endsWith(`:${functionName}`));
  return new Map(
    mapping?.shards.map(({ shardId, position }) => [
      shardId,
      position.type === 'after' ? BigInt(position.sequenceNumber) : 0n,
    ]),
  );
}

/** What there is by the names of these consumers of a pipeline: functions, mappings, log groups, roles, parameters. */
export async function tracesOf(
  lambda: LambdaClient,
  { config, run }: Pick<GuideCloud, 'config' | 'run'>,
  pipeline: string,
  consumers: readonly string[],
): Promise<readonly string[]> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const fed = (await checkpoints(config)).map(({ functionArn }) => `mapping of ${functionArn.split(':').at(-1)}`);
  // By the AWS CLI: what else is looked at has no client here, or none that lists.
  const listed = await run(`
    ./caudal aws logs describe-log-groups --query 'logGroups[].logGroupName' --output text
    ./caudal aws iam list-roles --query 'Roles[].RoleName' --output text
    ./caudal aws ssm describe-parameters --query 'Parameters[].Name' --output text`);
  const names = consumers.flatMap((name) => [
    `caudal-${pipeline}-${name}`,
    `Consumer${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `/caudal/${pipeline}/${name}-mapping`,
  ]);
  const there = [...Functions.map(({ FunctionName = '' }) => FunctionName), ...fed, ...listed.split(/\s+/)];
  return there.filter((id) => names.some((name) => id.includes(name)));
}

/** The events that a pipeline makes of records, by position, as JSON. */
export function eventsByPosition(pipeline: Pipeline, records: readonly SourceRecord[]): ReadonlyMap<string, string> {
  const judge = createJudge(pipeline);
  return new Map(
    records.flatMap((record) => {
      const judgement = judge(record);
      if (!('accepted' in judgement)) return [];
      const { shard, sequence } = record.position;
      return [[`${shard}:${sequence}`, JSON.stringify(judgement.accepted.event)]];
    }),
  );
}

/** A line of the guide's archive. */
interface Line {
  readonly shard: string;
  readonly sequence: string;
  readonly event: object;
}

/** What the guide's archive holds: position and event of each line, as JSON. */
export async function archivedEvents(
  client: S3Client,
  Bucket: string,
): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  const prefix = { Bucket, Prefix: 'consumers/sensors-archive/' };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, prefix)) {
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const lines = ((await Body?.transformToString()) ?? '').trimEnd().split('\n');
      for (const { shard, sequence, event } of lines.map((line) => JSON.parse(line) as Line)) {
        found.push([`${shard}:${sequence}`, JSON.stringify(event)]);
      }
    }
  }
  return found;
}

import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { aws, caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { deployRecorder } from './support/recorder.ts';
import { createMapping, createStream, mappingState, type TestStream } from './support/streams.ts';
import { until } from './support/until.ts';

const clients = clientsOf();

/** The mappings of a stream, once they pass. */
async function mappingsOf({ arn }: TestStream, passes: (lastResults: (string | undefined)[]) => boolean) {
  const list = new ListEventSourceMappingsCommand({ EventSourceArn: arn });
  const ask = async () => {
    const { EventSourceMappings = [] } = await clients.lambda.send(list);
    return EventSourceMappings.map(({ LastProcessingResult }) => LastProcessingResult);
  };
  return until(ask, passes, 20_000, 50);
}

test('settings that AWS refuses are refused with its words, at creation and at update', async () => {
  const stream = await createStream(clients, 'mapping-refused');
  const recorder = await deployRecorder(clients, 'mapping-refused');
  const creation = { EventSourceArn: stream.arn, FunctionName: recorder.name, StartingPosition: 'LATEST' } as const;
  await expect(
    clients.lambda.send(new CreateEventSourceMappingCommand({ ...creation, ParallelizationFactor: 11 })),
  ).rejects.toThrow("Value '11' at 'parallelizationFactor' failed to satisfy constraint");
  const UUID = await createMapping(clients, stream, recorder.name);
  await expect(
    clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRecordAgeInSeconds: 5 })),
  ).rejects.toMatchObject({ name: expect.stringMatching(/Exception$/) });
  expect(await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    State: 'Enabled',
    MaximumRecordAgeInSeconds: -1,
  });
});

test('the AWS CLI makes, disables, shows and deletes a mapping; `caudal status --checkpoints` says how far it is', async () => {
  const stream = await createStream(clients, 'mapping-cli');
  const recorder = await deployRecorder(clients, 'mapping-cli', "if (texts.includes('bad')) throw new Error('no');");
  const filters = { Filters: [{ Pattern: '{"partitionKey":[{"exists":true}]}' }] };
  const made = await aws<{ UUID: string }>(
    ...['lambda', 'create-event-source-mapping', '--function-name', recorder.name, '--event-source-arn', stream.arn],
    ...['--starting-position', 'TRIM_HORIZON', '--parallelization-factor', '2', '--bisect-batch-on-function-error'],
    ...['--maximum-record-age-in-seconds', '3600', '--filter-criteria', JSON.stringify(filters)],
  );
  const settings = {
    ParallelizationFactor: 2,
    BisectBatchOnFunctionError: true,
    MaximumRecordAgeInSeconds: 3600,
    FilterCriteria: filters,
    StateTransitionReason: 'User action',
  };
  expect(made).toMatchObject({ ...settings, State: 'Creating', LastProcessingResult: 'No records processed' });
  await mappingState(clients, made.UUID, 'Enabled');
  await stream.put(['good']);
  expect(await mappingsOf(stream, ([result]) => result === 'OK')).toEqual(['OK']);
  const done = recorder.calls()[0]?.event.Records[0]?.kinesis?.sequenceNumber;
  await stream.put(['bad']);
  const failure = 'PROBLEM: Function call failed';
  expect(await mappingsOf(stream, ([result]) => result === failure)).toEqual([failure]);
  const status = await until(
    async () => {
      const { mappings } = await caudalJson<{ mappings: { uuid: string; shards: { state: string }[] }[] }>([
        ...['status', '--checkpoints'],
      ]);
      return mappings.find(({ uuid }) => uuid === made.UUID);
    },
    (mapping) => mapping?.shards[0]?.state === 'retrying',
  );
  const position = { type: 'after', sequenceNumber: done };
  expect(status).toMatchObject({
    state: 'Enabled',
    functionArn: recorder.arn,
    lastProcessingResult: failure,
    shards: [{ shardId: 'shardId-000000000000', state: 'retrying', position, behindMs: expect.any(Number) }],
  });
  const byId = ['--uuid', made.UUID];
  expect(await aws('lambda', 'update-event-source-mapping', ...byId, '--no-enabled')).toMatchObject({
    State: 'Disabling',
  });
  await mappingState(clients, made.UUID, 'Disabled');
  expect(await aws('lambda', 'get-event-source-mapping', ...byId)).toMatchObject({
    ...settings,
    State: 'Disabled',
    LastProcessingResult: failure,
  });
  expect(await aws('lambda', 'delete-event-source-mapping', ...byId)).toMatchObject({ State: 'Deleting' });
  expect(await mappingsOf(stream, (results) => results.length === 0)).toEqual([]);
});

test('CloudFormation makes, changes and deletes a mapping', async () => {
  const stream = await createStream(clients, 'mapping-cfn');
  const recorder = await deployRecorder(clients, 'mapping-cfn');
  const StackName = 'mapping-cfn';
  const template = (properties: object) => {
    const fixed = { EventSourceArn: stream.arn, FunctionName: recorder.name, StartingPosition: 'TRIM_HORIZON' };
    const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { ...fixed, ...properties } };
    return JSON.stringify({ Resources: { mapping }, Outputs: { id: { Value: { Ref: 'mapping' } } } });
  };
  const reached = async (status: string): Promise<string> => {
    const { Stacks } = await until(
      () => clients.cloudformation.send(new DescribeStacksCommand({ StackName })),
      (answer) => answer.Stacks?.[0]?.StackStatus === status,
      20_000,
      100,
    );
    expect(Stacks?.[0]?.StackStatus).toBe(status);
    return Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? '';
  };
  const settings = { BatchSize: 3, TumblingWindowInSeconds: 1 };
  await clients.cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: template(settings) }));
  const UUID = await reached('CREATE_COMPLETE');
  await mappingState(clients, UUID, 'Enabled');
  const get = new GetEventSourceMappingCommand({ UUID });
  expect(await clients.lambda.send(get)).toMatchObject({ ...settings, LastProcessingResult: 'No records processed' });
  await stream.put(['one']);
  await recorder.until((calls) => calls.length >= 1);
  expect(recorder.data()).toEqual(['one']);
  const changed = { BatchSize: 4, TumblingWindowInSeconds: 0, Enabled: false };
  await clients.cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody: template(changed) }));
  expect(await reached('UPDATE_COMPLETE')).toBe(UUID);
  await mappingState(clients, UUID, 'Disabled');
  expect(await clients.lambda.send(get)).toMatchObject({ BatchSize: 4, TumblingWindowInSeconds: 0 });
  await clients.cloudformation.send(new DeleteStackCommand({ StackName }));
  expect(await mappingsOf(stream, (results) => results.length === 0)).toEqual([]);
});

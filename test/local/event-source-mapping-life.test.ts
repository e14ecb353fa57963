import { CreateStackCommand, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DeleteItemCommand, DeleteTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  PublishVersionCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { aws, caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { deployRecorder, textsOf } from './support/recorder.ts';
import { createMapping, createStream, mappingState } from './support/streams.ts';
import { until } from './support/until.ts';

const clients = clientsOf();
const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `${from + index}`);

test("a table's stream: its changes with keys, images and times, as AWS shapes them", async () => {
  const TableName = 'mapping-table';
  const { TableDescription } = await clients.dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  onTestFinished(async () => {
    await clients.dynamodb.send(new DeleteTableCommand({ TableName }));
  });
  const arn = TableDescription?.LatestStreamArn ?? '';
  const recorder = await deployRecorder(clients, 'mapping-table');
  await createMapping(clients, { arn }, recorder.name);
  const Item = { id: { S: 'one' }, raw: { B: new Uint8Array([0, 255]) }, tags: { SS: ['a', 'b'] }, count: { N: '3' } };
  await clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
  await clients.dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'one' } } }));
  await recorder.until((calls) => calls.flatMap(({ event }) => event.Records).length >= 2);
  const records = recorder.calls().flatMap(({ event }) => event.Records);
  const image = { id: { S: 'one' }, raw: { B: 'AP8=' }, tags: { SS: ['a', 'b'] }, count: { N: '3' } };
  expect(records).toEqual([
    {
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: arn,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { id: { S: 'one' } },
        NewImage: image,
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    },
    expect.objectContaining({ eventName: 'REMOVE', dynamodb: expect.objectContaining({ OldImage: image }) }),
  ]);
});

test('disabled, it finishes what is under way and keeps its place; enabled, it goes on there', async () => {
  const stream = await createStream(clients, 'mapping-pause');
  const recorder = await deployRecorder(clients, 'mapping-pause', 'await sleep(500);');
  const UUID = await createMapping(clients, stream, recorder.name, { BatchSize: 5 });
  await stream.put(numbered(20));
  await recorder.until((calls) => calls.length >= 1);
  const disabling = await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(disabling.State).toBe('Disabling');
  await mappingState(clients, UUID, 'Disabled');
  const before = recorder.data();
  await stream.put(numbered(5, 20));
  const enabling = await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  expect(enabling.State).toBe('Enabling');
  await recorder.until(() => recorder.data().length >= 25);
  expect(before.length).toBeLessThan(20);
  expect(recorder.data()).toEqual(numbered(25));
  await mappingState(clients, UUID, 'Enabled');
});

test('new settings count from the next batch on, and no position is lost', async () => {
  const stream = await createStream(clients, 'mapping-update');
  const recorder = await deployRecorder(clients, 'mapping-update', 'await sleep(300);');
  const UUID = await createMapping(clients, stream, recorder.name, { BatchSize: 4 });
  await stream.put(numbered(24));
  await recorder.until((calls) => calls.length >= 1);
  const updating = await clients.lambda.send(
    new UpdateEventSourceMappingCommand({ UUID, BatchSize: 10, MaximumBatchingWindowInSeconds: 1 }),
  );
  expect(updating).toMatchObject({ State: 'Updating', BatchSize: 10, MaximumBatchingWindowInSeconds: 1 });
  const calls = await recorder.until(() => recorder.data().length >= 24);
  expect(recorder.data()).toEqual(numbered(24));
  const sizes = calls.map(({ event }) => event.Records.length);
  expect(sizes[0]).toBe(4);
  expect(sizes).toContain(10);
  await mappingState(clients, UUID, 'Enabled');
});

test('a mapping that is made anew begins at its starting position; the deleted one is gone', async () => {
  const stream = await createStream(clients, 'mapping-anew');
  const recorder = await deployRecorder(clients, 'mapping-anew');
  const UUID = await createMapping(clients, stream, recorder.name);
  await stream.put(['one']);
  await recorder.until(() => recorder.data().length >= 1);
  const deleting = await clients.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(deleting.State).toBe('Deleting');
  const list = new ListEventSourceMappingsCommand({ FunctionName: recorder.name });
  const gone = await until(
    () => clients.lambda.send(list),
    (answer) => answer.EventSourceMappings?.length === 0,
    20_000,
    50,
  );
  expect(gone.EventSourceMappings).toEqual([]);
  await createMapping(clients, stream, recorder.name);
  await recorder.until(() => recorder.data().length >= 2);
  expect(recorder.data()).toEqual(['one', 'one']);
});

test('an alias and a version are invoked as such', async () => {
  const stream = await createStream(clients, 'mapping-alias');
  const recorder = await deployRecorder(clients, 'mapping-alias');
  const { Version = '' } = await clients.lambda.send(new PublishVersionCommand({ FunctionName: recorder.name }));
  await clients.lambda.send(
    new CreateAliasCommand({ FunctionName: recorder.name, Name: 'live', FunctionVersion: Version }),
  );
  const UUID = await createMapping(clients, stream, `${recorder.name}:live`);
  await stream.put(['one']);
  await recorder.until(() => recorder.data().length >= 1);
  expect(recorder.data()).toEqual(['one']);
  const { FunctionArn } = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));
  expect(FunctionArn).toBe(`${recorder.arn}:live`);
});

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

test('AWS CLI and `caudal status --checkpoints` see state, last result, and how far each shard is', async () => {
  const stream = await createStream(clients, 'mapping-cli');
  const recorder = await deployRecorder(clients, 'mapping-cli', "if (texts.includes('bad')) throw new Error('no');");
  const settings = {
    ParallelizationFactor: 2,
    BisectBatchOnFunctionError: true,
    MaximumRecordAgeInSeconds: 3600,
    FilterCriteria: { Filters: [{ Pattern: '{"partitionKey":[{"exists":true}]}' }] },
  };
  const UUID = await createMapping(clients, stream, recorder.name, settings);
  expect(await aws('lambda', 'get-event-source-mapping', '--uuid', UUID)).toMatchObject({
    ...settings,
    State: 'Enabled',
    LastProcessingResult: 'No records processed',
  });
  const lastResult = async (): Promise<string | undefined> => {
    const { EventSourceMappings } = await clients.lambda.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: stream.arn }),
    );
    return EventSourceMappings?.[0]?.LastProcessingResult;
  };
  await stream.put(['good']);
  expect(await until(lastResult, (result) => result === 'OK', 20_000, 50)).toBe('OK');
  const [done] = (await recorder.until((calls) => calls.length >= 1))[0]?.event.Records ?? [];
  await stream.put(['bad']);
  const failure = 'PROBLEM: Function call failed';
  expect(await until(lastResult, (result) => result === failure, 20_000, 50)).toBe(failure);
  const { mappings } = await caudalJson<{ mappings: { uuid: string; state: string; shards: unknown[] }[] }>([
    ...['status', '--checkpoints'],
  ]);
  expect(mappings.find(({ uuid }) => uuid === UUID)).toMatchObject({
    state: 'Enabled',
    functionArn: recorder.arn,
    lastProcessingResult: failure,
    shards: [
      {
        shardId: 'shardId-000000000000',
        state: 'retrying',
        position: { type: 'after', sequenceNumber: done?.kinesis?.sequenceNumber },
        behindMs: expect.any(Number),
      },
    ],
  });
});

test('CloudFormation makes, changes and deletes a mapping', async () => {
  const stream = await createStream(clients, 'mapping-cfn');
  const recorder = await deployRecorder(clients, 'mapping-cfn');
  const mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: stream.arn,
      FunctionName: recorder.name,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 3,
      TumblingWindowInSeconds: 1,
    },
  };
  const TemplateBody = JSON.stringify({ Resources: { mapping }, Outputs: { id: { Value: { Ref: 'mapping' } } } });
  await clients.cloudformation.send(new CreateStackCommand({ StackName: 'mapping-cfn', TemplateBody }));
  const describe = () => clients.cloudformation.send(new DescribeStacksCommand({ StackName: 'mapping-cfn' }));
  const made = await until(describe, ({ Stacks }) => Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE', 20_000, 100);
  const UUID = made.Stacks?.[0]?.Outputs?.[0]?.OutputValue ?? '';
  await mappingState(clients, UUID, 'Enabled');
  expect(await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    BatchSize: 3,
    TumblingWindowInSeconds: 1,
    LastProcessingResult: 'No records processed',
  });
  await stream.put(['one']);
  await recorder.until((calls) => calls.length >= 1);
  expect(textsOf(recorder.calls()[0]?.event ?? { Records: [] })).toEqual(['one']);
  await clients.cloudformation.send(new DeleteStackCommand({ StackName: 'mapping-cfn' }));
  const list = new ListEventSourceMappingsCommand({ FunctionName: recorder.name });
  const gone = await until(
    () => clients.lambda.send(list),
    (answer) => answer.EventSourceMappings?.length === 0,
    20_000,
    100,
  );
  expect(gone.EventSourceMappings).toEqual([]);
});

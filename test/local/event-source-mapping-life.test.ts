import { CreateTableCommand, DeleteItemCommand, DeleteTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  PublishVersionCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { clientsOf } from './support/clients.ts';
import { deployRecorder } from './support/recorder.ts';
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
  const recorder = await deployRecorder(clients, 'mapping-pause', 'await sleep(1000);');
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

import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { aws } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { TestStack } from './support/stack.ts';

useLocalAws(cloudConfig());

/** Parameters of these names. */
function template(...names: string[]): object {
  const parameter = (Name: string) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Name, Type: 'String', Value: 'x' },
  });
  return { Resources: Object.fromEntries(names.map((name) => [name, parameter(`cfn-${name}`)])) };
}

async function parameters(): Promise<string[]> {
  const filter = 'Key=Name,Option=BeginsWith,Values=cfn-';
  const { Parameters } = await aws<{ Parameters: { Name: string }[] }>(
    ...['ssm', 'describe-parameters', '--parameter-filters', filter],
  );
  return Parameters.map(({ Name }) => Name).sort();
}

it('a stack takes along what an update has added, and nothing that one has removed', async () => {
  const stack = new TestStack('updated');
  await stack.create(template('first', 'second'));
  expect((await stack.update(template('second', 'third'))).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await parameters()).toEqual(['cfn-second', 'cfn-third']);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(await parameters()).toEqual([]);
});

/** A table that has an index of one attribute for each of these. */
function indexed(...attributes: string[]): object {
  const indexes = attributes.map((AttributeName) => ({
    IndexName: `by-${AttributeName}`,
    KeySchema: [{ AttributeName, KeyType: 'HASH' }],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  }));
  const Properties = {
    TableName: 'cfn-indexed',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: ['pk', ...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
  return { Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties } } };
}

it('an update gives a table an index and takes it away, and refuses two at once as AWS does', async () => {
  const { dynamodb } = clientsOf();
  const stack = new TestStack('indexed');
  onTestFinished(async () => void (await stack.delete()));
  const indexes = async (): Promise<unknown> => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'cfn-indexed' }));
    return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]);
  };
  await stack.create(indexed());
  expect((await stack.update(indexed('due'))).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await indexes()).toEqual([['by-due', 'ACTIVE']]);
  expect((await stack.update(indexed('other'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await indexes()).toEqual([['by-due', 'ACTIVE']]);
  expect((await stack.update(indexed())).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await indexes()).toEqual([]);
});

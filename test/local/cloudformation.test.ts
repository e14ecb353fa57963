import { expect, it } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { aws } from './support/caudal.ts';
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

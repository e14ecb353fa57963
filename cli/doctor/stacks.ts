import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { error, type Finding, ok, warning } from '../../localstack/doctor/finding.mjs';
import { stageNames } from '../stage.ts';

/** Whether the stacks are there and whole. */
export function stackFindings(stacks: readonly Pick<Stack, 'StackName' | 'StackStatus'>[]): Finding[] {
  const states = Object.values(stageNames().stacks).map((name) => ({
    name,
    status: stacks.find(({ StackName }) => StackName === name)?.StackStatus ?? 'missing',
  }));
  if (states.every(({ status }) => status === 'missing')) {
    return [
      warning('stacks', 'nothing is deployed', {
        why: 'The cloud runs, but no pipeline does.',
        mend: './caudal deploy',
      }),
    ];
  }
  const ill = states.filter(({ status }) => !/^(CREATE|UPDATE)_COMPLETE$/.test(status));
  if (ill.length === 0) return [ok('stacks', `${states.map(({ name }) => name).join(', ')} are complete`)];
  return ill.map(({ name, status }) =>
    status.endsWith('_IN_PROGRESS')
      ? warning('stacks', `${name}: ${status}`, {
          why: 'A deployment is at work.',
          mend: './caudal doctor   # once more when it is done',
        })
      : error('stacks', `${name}: ${status}`, {
          why: 'What it declares is not all there.',
          mend: './caudal deploy; if that is refused: ./caudal destroy && ./caudal deploy',
        }),
  );
}

/** All stacks of the cloud that were not deleted. */
export async function readStacks(): Promise<Stack[]> {
  const client = new CloudFormationClient({ maxAttempts: 1 });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    return Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  } finally {
    client.destroy();
  }
}

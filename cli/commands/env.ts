import type { Command } from 'commander';
import { awsEnvironment } from '../../localstack/cloud.ts';
import { action, command } from '../command.ts';

/** `caudal env` */
export function create(): Command {
  return command('env', 'the variables with which AWS CLI, SDKs, CDK and other tools reach the local cloud', [
    'env',
    'eval "$(./caudal env)"      # this shell now speaks to the local cloud alone',
    'env --json',
  ]).action(
    action(async ({ output, config }) => {
      const variables = awsEnvironment(config);
      output.result(variables, () => exportLines(variables).join('\n'));
      return undefined;
    }),
  );
}

/** Lines for a POSIX shell, whatever the values hold. */
export function exportLines(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
}

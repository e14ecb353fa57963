import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { awsEnvironment, cloudStatus, toolPaths } from '../../localstack/cloud.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { action, command } from '../command.ts';
import { exitCodes } from '../errors.ts';

/** Longer than a function may run (900 s): at its default of 60 s the AWS CLI would give up and invoke a second time. */
const READ_TIMEOUT_SECONDS = 960;

/** `caudal aws …` */
export function create(): Command {
  return command('aws', 'the AWS CLI against the local cloud: endpoint, credentials, region and time-outs are set', [
    'aws kinesis list-streams',
    'aws keyspaces list-tables --keyspace-name rt',
    'aws lambda invoke --function-name caudal-produce --payload \'{"durationSeconds":5}\' /dev/stdout',
    'aws --json dynamodb scan --table-name caudal-health-checks',
  ])
    .argument('<arguments...>', 'what you would write after `aws`')
    .passThroughOptions()
    .action(
      action(async ({ output, config, signal }, args: string[]) => {
        const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
        const environment = { ...Object.fromEntries(inherited), ...awsEnvironment(config) };
        const child = spawn(
          toolPaths(config).aws,
          [
            ...['--endpoint-url', `http://127.0.0.1:${config.ports.localstack}`],
            ...['--cli-read-timeout', String(READ_TIMEOUT_SECONDS)],
            ...(output.json ? ['--output', 'json'] : []),
            ...args,
          ],
          { stdio: 'inherit', env: environment },
        );
        signal.addEventListener('abort', () => child.kill('SIGINT'));
        const [code] = (await once(child, 'exit')) as [number | null];
        if (code) await explainIfDown(config);
        return code ?? exitCodes.interrupted;
      }),
    );
}

/** The AWS CLI says only that nobody answers. */
async function explainIfDown(config: CloudConfig): Promise<void> {
  const { services } = await cloudStatus(config);
  const state = services.find(({ service }) => service === 'localstack')?.state;
  if (state !== 'running') process.stderr.write(`caudal: LocalStack is ${state}; ./caudal up starts it\n`);
}

import type { Command } from 'commander';
import { action, stageCommand } from '../command.ts';
import { contextOption } from '../context-option.ts';
import { deployCloud } from '../deploy-cloud.ts';
import { requireServices } from '../deployment.ts';
import { withPipelines } from '../pipeline-selection.ts';
import { stageFlag, stageNames } from '../stage.ts';

/** `caudal deploy` */
export function create(): Command {
  return stageCommand('deploy', 'deploy the CDK app to the local cloud; again, only what changed is touched', [
    'deploy',
    'deploy --verbose    # every event of CloudFormation',
    'deploy -c pipelines=sensors,payments    # these alone; the others go, with their data',
    'deploy -c alertEmail=me@example.org -c alertWebhookSecret=caudal/slack',
  ])
    .addOption(contextOption())
    .option('--verbose', 'show what CDK prints')
    .action(
      action(async ({ output, config, signal }, options: { verbose?: boolean; context?: readonly string[] }) => {
        await requireServices(config);
        output.progress('Deploying …');
        const { outputs, seconds } = await deployCloud(config, {
          signal,
          context: await withPipelines(config, options.context),
          ...(options.verbose && { onLine: (line: string) => output.progress(`  ${line}`) }),
        });
        output.result({ stacks: Object.values(stageNames().stacks), outputs, seconds }, () => {
          const phases = Object.entries(seconds).map(([phase, took]) => `${phase} ${took} s`);
          return `Deployed ${Object.values(stageNames().stacks).join(', ')} (${phases.join(', ')})\n\nNext: ./caudal produce sensors${stageFlag()} --for 10s`;
        });
        return undefined;
      }),
    );
}

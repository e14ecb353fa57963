import path from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import type { ContextKey } from '../../infra/context-keys.ts';
import { action, stageCommand } from '../command.ts';
import { contextOption } from '../context-option.ts';
import { findDeployment, requireServices } from '../deployment.ts';
import { deployedBundles, deployedTemplates } from '../dev/deployed.ts';
import { readOwnCode } from '../dev/own-code.ts';
import type { PlannedFunction } from '../dev/plan.ts';
import { readPlan } from '../dev/read-plan.ts';
import { Session } from '../dev/session.ts';
import { changedFiles } from '../dev/watch-files.ts';
import { exitCodes, UserError } from '../errors.ts';
import { pipelinesArgument } from '../pipeline-argument.ts';
import { contextInStage, stageNames } from '../stage.ts';

/** `caudal dev [pipeline …]` */
export function create(): Command {
  return stageCommand('dev', 'watch the sources, and give the deployed functions their new code in seconds', [
    'dev                   # all that is deployed',
    'dev sensors           # the functions of this pipeline alone, which is quicker',
    'dev sensors payments',
  ])
    .addArgument(pipelinesArgument())
    .addOption(contextOption())
    .addHelpText(
      'after',
      '\nWhat does not bundle, type-check or load leaves the old code running. Tables, streams, memory and the like need' +
        '\n./caudal deploy, and dev says so. ./caudal deploy sets everything right again after it.',
    )
    .action(
      action(async ({ output, config, signal }, asked: readonly string[], options: { context?: readonly string[] }) => {
        await requireServices(config);
        const { pipelines } = await findDeployment(config);
        const context = contextInStage(deployedContext(options.context, pipelines));
        const stacks = Object.values(stageNames().stacks);
        const deployed = await deployedBundles(config, await deployedTemplates(config, stacks));
        const outcome = await readPlan(context, signal);
        if ('error' in outcome) throw new UserError(`The sources do not load: ${outcome.error}`);
        const functions = outcome.plan.functions
          .filter(({ functionName }) => deployed.has(functionName))
          .filter((planned) => asked.length === 0 || asked.some((pipeline) => isOf(pipeline, planned)));
        const client = new LambdaClient();
        const session = new Session({ config, output, client, signal, context, stacks, functions });
        try {
          output.progress(`Watching what ${functions.length} functions are made of … Ctrl-C to stop`);
          const changes = changedFiles(signal);
          await session.begin(outcome.plan);
          output.line('ready');
          for await (const files of changes) if (session.concerns(files)) await session.update(files);
        } catch (error) {
          if (!signal.aborted) throw error;
        } finally {
          await session.close();
          client.destroy();
        }
        const differing = Object.keys(await readOwnCode(config));
        output.result({ updates: session.updates, differing }, () =>
          differing.length === 0
            ? 'The functions run what was deployed.'
            : `Not as deployed: ${differing.join(', ')}. ./caudal deploy makes them the deployment's.`,
        );
        return exitCodes.ok;
      }),
    );
}

/** The context of a deployment that takes no pipeline away and adds none, unless it selects them itself. */
function deployedContext(given: readonly string[] = [], pipelines: readonly string[]): readonly string[] {
  const key: ContextKey = 'pipelines';
  return given.some((pair) => pair.startsWith(`${key}=`)) ? given : [...given, `${key}=${pipelines.join(',')}`];
}

/** Whether a function is a pipeline's own, its further consumers included. */
function isOf(pipeline: string, { pipelineFile, consumerFile }: PlannedFunction): boolean {
  if (pipelineFile !== undefined) return path.basename(pipelineFile, '.ts') === pipeline;
  return consumerFile !== undefined && path.basename(consumerFile).startsWith(`${pipeline}-`);
}

import type { Command } from 'commander';
import { type CloudStatus, cloudStatus } from '../../localstack/cloud.ts';
import { type AlarmStatus, readAlarms } from '../alarms/read-alarms.ts';
import { alarmsBrief } from '../alarms/text.ts';
import { action, type CommandContext, stageCommand } from '../command.ts';
import { deployedPipelines, undeployedPipelines } from '../deployed-pipelines.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { coloured } from '../output.ts';
import { servicesText } from '../services-table.ts';
import { stageNames } from '../stage.ts';
import { checkpoints, checkpointsText } from '../status/checkpoints.ts';
import { type FetchStatus, fetchStatuses } from '../status/fetches.ts';
import { type FunctionStatus, functionStatuses } from '../status/functions.ts';
import { loadText } from '../status/load-text.ts';
import { type PipelineStatus, pipelineStatuses } from '../status/pipelines.ts';
import { analysisText, consumersText, fetchesText, functionsText, pipelinesText } from '../status/text.ts';
import { durationOption } from '../values.ts';
import { refuseJson, watch, watchInterval } from '../watch.ts';

interface Status extends CloudStatus {
  readonly pipelines: readonly PipelineStatus[];
  readonly fetches: readonly FetchStatus[];
  readonly functions: readonly FunctionStatus[];
  /** Alarms on metrics, those that are off first. */
  readonly alarms: readonly AlarmStatus[];
  /** Pipelines that are declared but not deployed. */
  readonly notDeployed: readonly string[];
  /** Why nothing is said of pipelines and functions. */
  readonly note?: string;
}

/** `caudal status` */
export function create(): Command {
  return stageCommand('status', 'services, streams, functions: what runs, how much came in, what waits', [
    'status',
    'status --watch 2s',
    'status --checkpoints',
    'status --json | jq ".pipelines[].load"',
  ])
    .addOption(durationOption('--watch [duration]', 'look again after as long (2s), until Ctrl-C'))
    .option(
      '--checkpoints',
      'only the event source mappings: the last position done of each shard, how far behind it is',
    )
    .action(
      action(async (context, options: { watch?: number | true; checkpoints?: true }) => {
        const { output, signal, config } = context;
        const everyMs = watchInterval(options.watch);
        if (everyMs) {
          refuseJson(output, '--watch');
          await watch(everyMs, signal, async () => {
            const text = options.checkpoints
              ? checkpointsText(await checkpoints(config))
              : statusText(await look(context));
            output.line(output.live ? `\x1b[2J\x1b[H${text}` : text);
          });
          return exitCodes.ok;
        }
        if (options.checkpoints) {
          const mappings = await checkpoints(config);
          output.result({ mappings }, () => checkpointsText(mappings));
          return exitCodes.ok;
        }
        const status = await look(context);
        output.result(status, () => statusText(status));
        return status.ready ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

async function look({ config }: CommandContext): Promise<Status> {
  const cloud = await cloudStatus(config);
  try {
    const deployment = await findDeployment(config);
    const deployed = deployedPipelines(deployment);
    const [pipelines, fetches, functions, alarms] = await Promise.all([
      pipelineStatuses(deployed),
      fetchStatuses(deployed),
      functionStatuses(deployed),
      readAlarms(stageNames().alarm('')),
    ]);
    return { ...cloud, pipelines, fetches, functions, alarms, notDeployed: undeployedPipelines(deployment) };
  } catch (error) {
    const hint = error instanceof UserError && cloud.ready ? error.hint : undefined;
    const note = cloud.ready
      ? (error as Error).message
      : 'Of streams and functions nothing is known. ./caudal up starts what is down.';
    return {
      ...cloud,
      pipelines: [],
      fetches: [],
      functions: [],
      alarms: [],
      notDeployed: [],
      note: hint ? `${note}\n  ${hint}` : note,
    };
  }
}

function statusText(status: Status): string {
  const parts = [servicesText(status)];
  if (status.pipelines.length > 0) {
    const { pipelines, fetches } = status;
    const perhaps = [analysisText(pipelines), consumersText(pipelines), fetchesText(fetches)];
    const some = perhaps.filter((text) => text !== undefined);
    parts.push(pipelinesText(status.pipelines), loadText(status.pipelines), ...some, functionsText(status.functions));
    const alarms = alarmsBrief(status.alarms);
    if (alarms !== undefined) parts.push(alarms);
  }
  const [first] = status.notDeployed;
  if (first !== undefined) {
    parts.push(coloured('dim', `Not deployed: ${status.notDeployed.join(', ')}. ./caudal run ${first} adds one.`));
  }
  if (status.note) parts.push(coloured('yellow', status.note));
  return parts.join('\n\n');
}

import type { Command } from 'commander';
import type { SweepReport } from '../../functions/sweep/report.ts';
import { action, stageCommand } from '../command.ts';
import { findDeploymentOf } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { invokeFunction } from '../invoke.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { stageNames } from '../stage.ts';
import { sweepText } from '../sweep-text.ts';

/** `caudal sweep [pipeline]` */
export function create(): Command {
  return stageCommand('sweep', 'close windows and decide time-outs now; a rule does so each minute', [
    'sweep sensors',
    'sweep sensors --json | jq .closed',
  ])
    .addArgument(pipelineArgument())
    .action(
      action(async ({ output, config, signal }, name: string) => {
        if (!pipelineOf(name).analysis) {
          throw new UserError(`The pipeline ${name} declares no windows and no rules, so there is nothing to sweep`, {
            hint: `They stand in pipelines/${name}.ts, under analysis; docs/guide-new-pipeline.md shows some.`,
          });
        }
        await findDeploymentOf(config, name);
        const hint = `./caudal logs sweep --pipeline ${name} shows what it logged.`;
        const report = await invokeFunction<SweepReport>(stageNames().sweepFunction(name), {}, { hint, signal });
        output.result(report, () => sweepText(report));
        return report.failed + report.refused === 0 ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

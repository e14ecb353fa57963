import { type Command, Option } from 'commander';
import type { DecisionKind } from '../../core/analysis/decision.ts';
import { pipelines } from '../../pipelines/index.ts';
import { withChoices } from '../choices.ts';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { decidingPipelines } from '../decisions/declared.ts';
import { followDecisions } from '../decisions/follow-decisions.ts';
import { readDecisions } from '../decisions/read-decisions.ts';
import { decisionDocument, decisionLine, decisionTable } from '../decisions/text.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { anyPipelineArgument } from '../pipeline-argument.ts';
import { durationOption, numberIn } from '../values.ts';
import { refuseJson } from '../watch.ts';

const DEFAULT_SINCE_MS = 3_600_000;
const DEFAULT_LIMIT = 20;

interface DecisionOptions {
  readonly follow?: boolean;
  readonly since?: number;
  readonly decision?: DecisionKind;
  readonly event?: string;
  readonly limit?: number;
}

/** `caudal decisions [pipeline]` */
export function create(): Command {
  return stageCommand('decisions', 'what was decided about events: allow, review or block; newest last', [
    'decisions payments',
    'decisions payments --follow --decision block',
    'decisions payments --event 6d1f0c1e-3f1b-4a36-9c51-0a3b1f6b9f4e --since 1d',
    'decisions payments --json | jq ".[] | {eventId, decision, reasons}"',
  ])
    .addArgument(anyPipelineArgument())
    .option('-f, --follow', 'show what is decided from now on, until Ctrl-C')
    .addOption(
      durationOption('--since <duration>', 'how far back, by arrival in the stream (1h; with --follow: from now on)', {
        most: '90d',
      }),
    )
    .addOption(withChoices(new Option('--decision <kind>', 'of this kind alone'), ['allow', 'review', 'block']))
    .option('--event <id>', 'about the event of this id')
    .option(
      '--limit <n>',
      'the newest so many, 1 to 10000 (20; with --follow: stop after as many)',
      numberIn(1, 10_000, 'integer'),
    )
    .action(
      action(async ({ output, config, signal }, pipeline: string | undefined, options: DecisionOptions) => {
        const { follow = false, since, limit, ...wanted } = options;
        if (follow) refuseJson(output, '--follow');
        const asked = decidingPipelines(pipelines, pipeline).map(({ name }) => name);
        await findDeployment(config);
        const filter = { ...wanted, pipelines: asked };
        const shell = await CqlShell.connect(config);
        try {
          if (!follow) {
            const from = new Date(Date.now() - (since ?? DEFAULT_SINCE_MS));
            const found = await readDecisions(shell, { ...filter, from, limit: limit ?? DEFAULT_LIMIT });
            output.result(found.map(decisionDocument), () =>
              found.length === 0 ? `No such decision in this time (${asked.join(', ')}).` : decisionTable(found),
            );
            return undefined;
          }
          output.progress(`Decisions of ${asked.join(', ')} as they are made … Ctrl-C to stop`);
          const from = since === undefined ? {} : { from: new Date(Date.now() - since) };
          const followed = followDecisions(shell, { ...filter, ...from, ...(limit && { limit }) }, signal);
          for await (const one of followed) output.line(decisionLine(one));
          return exitCodes.ok;
        } finally {
          await shell.close();
        }
      }),
    );
}

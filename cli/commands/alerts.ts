import { type Command, Option } from 'commander';
import type { Severity } from '../../core/analysis/alert.ts';
import { pipelines } from '../../pipelines/index.ts';
import { requireRule, rulesText } from '../alerts/declared.ts';
import { followAlerts } from '../alerts/follow-alerts.ts';
import { readAlerts, severities } from '../alerts/read-alerts.ts';
import { alertLine, alertTable } from '../alerts/text.ts';
import { withChoices } from '../choices.ts';
import { action, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes } from '../errors.ts';
import { anyPipelineArgument } from '../pipeline-argument.ts';
import { durationOption, numberIn } from '../values.ts';
import { refuseJson } from '../watch.ts';

const DEFAULT_SINCE_MS = 3_600_000;
const DEFAULT_LIMIT = 20;

interface AlertOptions {
  readonly follow?: boolean;
  readonly since?: number;
  readonly rule?: string;
  readonly severity?: Severity;
  readonly limit?: number;
}

/** `caudal alerts [pipeline]` */
export function create(): Command {
  return stageCommand('alerts', 'alerts that rules have raised, newest last', [
    'alerts',
    'alerts observatory --follow',
    'alerts sensors --since 1d --severity critical',
    'alerts --json | jq ".[] | {rule, key, values}"',
  ])
    .addArgument(anyPipelineArgument())
    .option('-f, --follow', 'show what is raised from now on, until Ctrl-C')
    .addOption(durationOption('--since <duration>', 'how far back in event time (1h; with --follow: from now on)'))
    .option('--rule <name>', 'of this rule alone')
    .addOption(withChoices(new Option('--severity <least>', 'of this severity or a higher one'), severities))
    .option(
      '--limit <n>',
      'the newest so many, 1 to 10000 (20; with --follow: stop after as many)',
      numberIn(1, 10_000, 'integer'),
    )
    .action(
      action(async ({ output, config, signal }, pipeline: string | undefined, options: AlertOptions) => {
        const { follow = false, since, limit, ...wanted } = options;
        if (follow) refuseJson(output, '--follow');
        const asked = pipelines.filter(({ name }) => pipeline === undefined || name === pipeline);
        requireRule(wanted.rule, asked);
        await findDeployment(config);
        const filter = { ...wanted, pipelines: asked.map(({ name }) => name) };
        const shell = await CqlShell.connect(config);
        try {
          if (!follow) {
            const from = new Date(Date.now() - (since ?? DEFAULT_SINCE_MS));
            const alerts = await readAlerts(shell, { ...filter, from, limit: limit ?? DEFAULT_LIMIT });
            output.result(alerts, () =>
              alerts.length === 0 ? `No alert in this time. Rules:\n  ${rulesText(asked)}` : alertTable(alerts),
            );
            return undefined;
          }
          output.progress(`Alerts of ${filter.pipelines.join(', ')} as they are raised … Ctrl-C to stop`);
          const from = since === undefined ? {} : { from: new Date(Date.now() - since) };
          const alerts = followAlerts(shell, { ...filter, ...from, limit: limit ?? Number.POSITIVE_INFINITY }, signal);
          for await (const alert of alerts) output.line(alertLine(alert));
          return exitCodes.ok;
        } finally {
          await shell.close();
        }
      }),
    );
}

import { once } from 'node:events';
import { Argument, type Command, Option } from 'commander';
import { pipelines } from '../../pipelines/index.ts';
import { action, stageCommand } from '../command.ts';
import { deployedPipelines } from '../deployed-pipelines.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { exposition } from '../metrics/exposition.ts';
import { grafanaDashboard } from '../metrics/grafana.ts';
import { readMetrics } from '../metrics/read-metrics.ts';
import { serveMetrics } from '../metrics/serve.ts';
import { durationOption, numberIn } from '../values.ts';
import { refuseJson, watch, watchInterval } from '../watch.ts';

interface MetricsOptions {
  readonly watch?: number | true;
  readonly listen?: number;
  readonly grafana?: true;
}

/** `caudal metrics [pipeline]` */
export function create(): Command {
  const pipeline = new Argument('[pipeline]', 'the pipeline that is meant; without it all that are deployed');
  return stageCommand('metrics', 'metrics of the deployed pipelines and states of alarms, as Prometheus reads them', [
    'metrics',
    'metrics sensors --watch 5s',
    'metrics --listen 9464      # serves http://127.0.0.1:9464/metrics until Ctrl-C',
    'metrics --grafana > caudal.json',
    'metrics --json | jq ".[] | select(.family == \\"caudal_alarm_state\\")"',
  ])
    .addArgument(pipeline.choices(pipelines.map(({ name }) => name)))
    .addOption(durationOption('--watch [duration]', 'print again after as long (2s), until Ctrl-C'))
    .addOption(
      new Option('--listen <port>', 'serve /metrics on this machine for a Prometheus to scrape, until Ctrl-C')
        .argParser(numberIn(0, 65_535, 'integer'))
        .conflicts(['watch', 'json']),
    )
    .addOption(new Option('--grafana', 'print the Grafana dashboard for them').conflicts(['watch', 'listen', 'json']))
    .action(
      action(async ({ output, config, signal }, name: string | undefined, options: MetricsOptions) => {
        if (options.grafana) {
          output.result({}, () => JSON.stringify(grafanaDashboard(), null, 2));
          return exitCodes.ok;
        }
        const deployed = deployedPipelines(await findDeployment(config));
        const asked = deployed.filter((one) => name === undefined || one.name === name);
        if (asked.length === 0)
          throw new UserError(`${name} is not deployed`, { hint: `./caudal run ${name} adds it.` });
        const print = async () => exposition(await readMetrics(asked));
        if (options.listen !== undefined) {
          const server = await serveMetrics(options.listen, print);
          output.line(`Serving ${server.url}. Ctrl-C ends it.`);
          if (!signal.aborted) await once(signal, 'abort');
          await server.close();
          return exitCodes.ok;
        }
        const everyMs = watchInterval(options.watch);
        if (everyMs) {
          refuseJson(output, '--watch');
          await watch(everyMs, signal, async () => {
            const text = (await print()).trimEnd();
            output.line(output.live ? `\x1b[2J\x1b[H${text}` : text);
          });
          return exitCodes.ok;
        }
        const samples = await readMetrics(asked);
        output.result(samples, () => exposition(samples).trimEnd());
        return undefined;
      }),
    );
}

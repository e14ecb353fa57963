import { existsSync } from 'node:fs';
import { Argument, type Command, Option } from 'commander';
import { consumers } from '../../consumers/index.ts';
import { logFile } from '../../localstack/cloud.ts';
import { type ProcessName, serviceNames } from '../../localstack/config.ts';
import { lastLines } from '../../localstack/logs.ts';
import { pipelines } from '../../pipelines/index.ts';
import { withChoices } from '../choices.ts';
import { action, type CommandContext, stageCommand } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { followFile } from '../follow.ts';
import { functionLogs } from '../function-logs.ts';
import { logLine } from '../log-line.ts';
import { stageNames } from '../stage.ts';
import { durationOption, numberIn } from '../values.ts';
import { refuseJson } from '../watch.ts';

const DEFAULT_SINCE_MS = 600_000;

interface LogOptions {
  readonly follow?: boolean;
  readonly raw?: boolean;
  readonly since?: number;
  readonly lines: number;
  readonly pipeline: string;
}

/** Names of the functions, by what is typed for them; of a consumer of `consumers/` that is the name of its file. */
const functions: Readonly<Record<string, (pipeline: string) => string>> = {
  ingest: (pipeline) => stageNames().ingestFunction(pipeline),
  analyze: (pipeline) => stageNames().analyzeFunction(pipeline),
  sweep: (pipeline) => stageNames().sweepFunction(pipeline),
  fetch: (pipeline) => stageNames().fetchFunction(pipeline),
  produce: () => stageNames().produceFunction,
  'check-health': () => stageNames().healthFunction,
  notify: () => stageNames().notifyFunction,
  ...Object.fromEntries(
    consumers.map(({ name, pipeline }) => [
      `${pipeline.name}-${name}`,
      () => stageNames().consumerFunction(pipeline.name, name),
    ]),
  ),
};

/** `caudal logs [service]` */
export function create(): Command {
  return stageCommand('logs', 'the log of a service or of a function', [
    'logs ingest --follow        # a line a batch',
    'logs analyze --pipeline observatory',
    'logs cassandra --lines 50',
    'logs produce --since 10m',
  ])
    .addArgument(
      withChoices(new Argument('[service]', 'a service or a function'), [
        ...Object.keys(functions),
        ...serviceNames,
        'watcher',
      ]).default('ingest'),
    )
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('--raw', 'of a function: every line as it is, with those of the platform and the metrics')
    .addOption(durationOption('--since <duration>', 'of a function: how far back (10m; with --follow from now on)'))
    .option('--lines <n>', 'of a service: how many of its last lines, 1 to 10000', numberIn(1, 10_000, 'integer'), 20)
    .addOption(
      withChoices(
        new Option('--pipeline <name>', 'of which pipeline'),
        pipelines.map(({ name }) => name),
      ).default(pipelines[0]?.name),
    )
    .action(
      action(async (context, service: string, options: LogOptions) => {
        if (options.follow) refuseJson(context.output, '--follow');
        if (service in functions) await functionLog(context, service, options);
        else await serviceLog(context, service as ProcessName, options);
        return options.follow ? exitCodes.ok : undefined;
      }),
    );
}

async function serviceLog(
  { output, config, signal }: CommandContext,
  service: ProcessName,
  options: LogOptions,
): Promise<void> {
  const file = logFile(config, service);
  if (!existsSync(file)) throw new UserError(`${service} has no log yet`, { hint: './caudal up starts it.' });
  const lines = lastLines(file, options.lines);
  output.result(lines, () => lines.join('\n'));
  if (options.follow) for await (const text of followFile(file, signal)) process.stdout.write(text);
}

async function functionLog(
  { output, config, signal }: CommandContext,
  name: string,
  options: LogOptions,
): Promise<void> {
  await findDeployment(config);
  const functionName = functions[name]?.(options.pipeline) ?? name;
  const events = functionLogs(functionName, {
    since: Date.now() - (options.since ?? (options.follow ? 0 : DEFAULT_SINCE_MS)),
    follow: options.follow === true,
    signal,
  });
  const all: { at: string; message: string }[] = [];
  let shown = 0;
  for await (const { at, message } of events) {
    const time = new Date(at).toISOString();
    if (output.json) all.push({ at: time, message });
    const text = options.raw ? message : logLine(message);
    if (text === undefined) continue;
    output.line(`${time.slice(11, 23)}  ${text}`);
    shown += 1;
  }
  output.result(all);
  if (shown === 0 && !options.follow) output.line(nothing(name, functionName));
}

/** One function is there only if a deployment asks for it. */
function nothing(name: string, functionName: string): string {
  const condition = name === 'notify' ? ' It is deployed with -c alertWebhookSecret=<name of a secret> alone.' : '';
  return `${functionName} has logged nothing in this time; --since 1h looks further back.${condition}`;
}

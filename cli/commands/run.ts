import type { Command } from 'commander';
import type { Pipeline } from '../../core/pipeline.ts';
import type { HealthReport } from '../../functions/check-health/report.ts';
import { startCloud, stopCloud } from '../../localstack/cloud.ts';
import { analysisDocument } from '../analysis/document.ts';
import { type AnalysisReport, allDifferences } from '../analysis/report.ts';
import { type SettleAnalysisOptions, settleAnalysis } from '../analysis/settle.ts';
import { analysisText } from '../analysis/text.ts';
import { action, type CommandContext, stageCommand } from '../command.ts';
import { CqlShell } from '../cql.ts';
import { deployCloud, synthesize } from '../deploy-cloud.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { healthText, runHealthCheck } from '../health.ts';
import type { Account } from '../ledger/account.ts';
import { newRunId } from '../ledger/runs.ts';
import { settleAccount } from '../ledger/settle.ts';
import { accountText, isClean } from '../ledger/text.ts';
import { coloured } from '../output.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { withPipelines } from '../pipeline-selection.ts';
import { addLoadOptions, type ProducerOptions, requestOf } from '../produce/options.ts';
import { isComplete, producedText } from '../produce/text.ts';
import { runLambdaProducers } from '../run/lambda-producers.ts';
import { watchConsumer } from '../run/live.ts';
import { nextSteps } from '../run/next-steps.ts';
import { cloudProgress } from '../services-table.ts';
import { stageFlag } from '../stage.ts';
import { durationOption } from '../values.ts';

const LOST_AFTER_MS = 60_000;
const COMPARED_WITHIN_MS = 60_000;

interface RunOptions extends Pick<ProducerOptions, 'rate' | 'invalid' | 'degrading' | 'producers'> {
  readonly for: number;
  readonly down?: boolean;
}

/** `caudal run <pipeline>` */
export function create(): Command {
  const created = stageCommand(
    'run',
    'the main job: cloud, deployment, producer, health check, ledger, windows, alerts',
    [
      'run sensors                          # what npm start does',
      'run sensors --rate 100 --for 1m --invalid 20% --producers 3',
      'run sensors --degrading 10%          # some devices wear out: alerts of failure-risk',
      'run observatory --for 20s',
      'run sensors --json --down | tail -n 1',
    ],
  ).addArgument(pipelineArgument());
  return addLoadOptions(created, { rate: '50', invalid: '10%' })
    .addOption(
      durationOption('--for <duration>', 'how long the producers send, 1s to 14m', {
        fallback: '30s',
        least: '1s',
        most: '14m',
      }),
    )
    .option('--down', 'stop the local cloud at the end')
    .action(
      action(async (context, name: string, options: RunOptions) => {
        const request = requestOf(name, { duplicate: 0, late: 0, outOfOrder: 0, ...options }, false);
        try {
          await startAndDeploy(context, name);
          return await job(context, name, options, request);
        } finally {
          if (options.down) await stopCloud(context.config, { onProgress: cloudProgress(context.output) });
        }
      }),
    );
}

/** The templates are made while the cloud starts: neither needs the other. */
async function startAndDeploy({ output, config, signal }: CommandContext, pipeline: string): Promise<void> {
  const begun = performance.now();
  output.progress('Local cloud');
  const options = { signal, context: await withPipelines(config, [], pipeline) };
  const templates = synthesize(config, options);
  templates.catch(() => undefined);
  await startCloud(config, { onProgress: cloudProgress(output), signal });
  output.progress('Deployment');
  const { seconds } = await deployCloud(config, options, templates);
  for (const [phase, took] of Object.entries(seconds)) output.progress(`  ${phase.padEnd(11)} ${took.toFixed(1)} s`);
  output.progress(`  all up in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

async function job(
  { output, config, signal }: CommandContext,
  name: string,
  { producers }: RunOptions,
  request: ReturnType<typeof requestOf>,
): Promise<number> {
  const pipeline = pipelineOf(name);
  const { operationsBucket: bucket } = await findDeployment(config);
  const { eventsPerSecond, durationSeconds, faults } = request;
  const share = `${Math.round(faults.invalid * 1000) / 10} % invalid`;
  output.line(
    `${coloured('bold', 'Producing')} ${eventsPerSecond * producers} events/s for ${durationSeconds} s, ${share} → ${pipeline.stream.name}`,
  );
  const runId = newRunId();
  const ends = Date.now() + durationSeconds * 1000;
  const produce = () => runLambdaProducers({ ...request, runId }, producers, signal);
  const produced = await watchConsumer(output, name, signal, produce).catch((error: unknown) => {
    if (signal.aborted) output.progress(goesOn(name, runId, ends));
    throw error;
  });
  output.line(`${producedText(produced).replace(/^/gm, '  ')}\n`);
  if (!isComplete(produced)) {
    throw new UserError(`the producers did not get through: ${produced.error}`, { hint: './caudal logs produce' });
  }

  const health = await runHealthCheck();
  output.line(`${coloured('bold', 'Health')} ${healthText(health)}\n`);

  const options = { connect: () => CqlShell.connect(config), bucket, pipeline, runId: produced.runId, signal };
  const account = await settleAccount({ ...options, deadlineMs: LOST_AFTER_MS, waitMs: LOST_AFTER_MS });
  output.line(`${accountText(account)}\n`);
  const analysis = await analysisOf(pipeline, { ...options, waitMs: COMPARED_WITHIN_MS });
  if (analysis) output.line(`${analysisText(analysis)}\n`);

  const document = { ...summary(account, health), ...(analysis && analysisDocument(analysis)) };
  output.result(document, () => nextSteps(pipeline));
  const isRight = isClean(account) && (!analysis || allDifferences(analysis).length === 0);
  return isRight ? exitCodes.ok : exitCodes.failed;
}

/** Nothing of a pipeline without windows and rules. */
async function analysisOf(
  { analysis, ...pipeline }: Pipeline,
  options: Omit<SettleAnalysisOptions, 'pipeline'>,
): Promise<AnalysisReport | undefined> {
  return analysis && settleAnalysis({ ...options, pipeline: { ...pipeline, analysis } });
}

/** A function that was invoked can't be called back. */
function goesOn(pipeline: string, runId: string, ends: number): string {
  const seconds = Math.max(1, Math.ceil((ends - Date.now()) / 1000));
  return `The producer functions go on for ${seconds} s. Then: ./caudal ledger ${pipeline}${stageFlag()} --run ${runId} --wait 60s`;
}

function summary({ pipeline, counts, latency }: Account, { status }: HealthReport): object {
  const latencyMs = latency?.total ?? { p50: null, p95: null, p99: null, max: null };
  return { pipeline, ...counts, latencyMs, health: status };
}

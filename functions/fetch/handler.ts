import pipeline from '#pipeline';
import { environment } from '../../core/environment.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { requirePull } from '../../core/pull/require-pull.ts';
import { createWireWriter } from '../../core/pull/wire-entry.ts';
import { acknowledgementWriter } from '../clients/acknowledgements.ts';
import { dynamoClient, kinesisClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { positionStore } from '../clients/pull/position.ts';
import { putRun } from '../clients/pull/runs.ts';
import { s3Client } from '../clients/s3.ts';
import { secretText } from '../clients/secret.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { streamWriter } from '../clients/stream.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { createFetch } from './fetch.ts';
import { openSource } from './open-source.ts';
import { report } from './report.ts';
import { fetchRequest } from './request.ts';
import { fetchSettings } from './settings.ts';

/** What must be left of the function's time for the last put, the last acknowledgements and the run's own record, in milliseconds. */
const RESERVE_MS = 15_000;

/** How long the function may outlive its time on a clock that differs from the table's, in milliseconds. */
const CLOCK_MARGIN_MS = 2_000;

/** How often a record that the stream did not take is sent again. */
const PUT_RETRIES = 8;

const pull = requirePull(pipeline);
const names = stageNames(process.env);
const functionName = names.fetchFunction(pipeline.name);
const settings = fetchSettings(process.env);
const table = required(process.env, environment.stateTable);
const bucket = required(process.env, environment.operationsBucket);
const log = openLog(functionName);
const figures = openFigures(functionName, { pipeline: pipeline.name });
const clock = systemClock;
const dynamo = dynamoClient();
const kinesis = kinesisClient(1);
const s3 = s3Client();
const writer = createWireWriter(pipeline);
const positions = positionStore({ client: dynamo, table, pipeline: pipeline.name });

/**
 * Fetches from the pipeline's source into its stream. Invoked by its rule, or by hand with `{}` or `{"count": …}`. See
 * {@link createFetch}.
 *
 * @throws {FetchRequestError} naming the field of the payload that is wrong; {Error} when a run of the schedule failed, so that
 *   Lambda counts it; by hand, the run says so itself
 */
export async function handler(
  payload: unknown,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<PullRun> {
  const { scheduledAt, count } = fetchRequest(payload, pull.kind === 'http' ? pull.count.most : undefined);
  const endsBy = clock.now() + context.getRemainingTimeInMillis();
  const deadline = endsBy - RESERVE_MS;
  const runId = context.awsRequestId;
  const fetch = createFetch({
    pipeline: pipeline.name,
    stream: names.stream(pipeline.stream.name),
    every: { text: settings.every, minutes: settings.everyMinutes },
    positions,
    writer,
    put: streamWriter({
      client: kinesis,
      stream: names.stream(pipeline.stream.name),
      retries: PUT_RETRIES,
      clock,
      random: Math.random,
      signal: AbortSignal.timeout(Math.max(1, deadline - clock.now())),
    }),
    record: (run) => putRun(dynamo, table, run),
    clock,
  });
  const run = await fetch({
    runId,
    scheduledAt,
    deadline,
    endsBy: endsBy + CLOCK_MARGIN_MS,
    open: () =>
      openSource({
        pipeline: pipeline.name,
        applicationName: functionName,
        pull,
        settings,
        count,
        clock,
        random: Math.random,
        deadline,
        secret: secretText,
      }),
    acknowledge: acknowledgementWriter({ client: s3, bucket, pipeline: pipeline.name, runId, producer: 0, clock }),
  });
  report(run, log, figures);
  if (run.outcome === 'failed' && run.trigger === 'schedule') throw new Error(run.error ?? 'the run failed');
  return run;
}

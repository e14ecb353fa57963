import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../core/environment.ts';
import { putAlert } from '../clients/alerts.ts';
import { dynamoClient, eventBridgeClient, kinesisClient, lambdaClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { openSession } from '../clients/cql/open-session.ts';
import { readRuns } from '../clients/pull/runs.ts';
import { s3Client } from '../clients/s3.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { streamReader } from '../clients/stream-reader.ts';
import { pipelineTargets } from '../clients/targets.ts';
import { openFigures } from '../clients/telemetry.ts';
import { readTotals } from '../clients/totals.ts';
import type { Check } from './check.ts';
import { checkHealth } from './check-health.ts';
import { cassandraCheck } from './checks/cassandra.ts';
import { failedBatchesCheck } from './checks/failed-batches.ts';
import { fetchRunsCheck } from './checks/fetch-runs.ts';
import { freshnessCheck } from './checks/freshness.ts';
import { mappingCheck } from './checks/mapping.ts';
import { rejectedShareCheck } from './checks/rejected-share.ts';
import { streamCheck } from './checks/stream.ts';
import { type HealthReport, toItem } from './report.ts';
import { type HealthSettings, healthSettings } from './settings.ts';

const HOUR_MS = 3_600_000;

/** Runs of a fetch function that are looked at: an hour of one a minute. */
const RUNS_LOOKED_AT = 60;

/** Time for one check's CQL; the checks run at once and each may be tried three times. */
const CQL_BUDGET_MS = 60_000;

const names = stageNames(process.env);
const figures = openFigures(names.healthFunction);
const session = openSession(process.env, CQL_BUDGET_MS);
const dynamo = dynamoClient();
const documents = DynamoDBDocumentClient.from(dynamo);
const kinesis = kinesisClient();
const lambda = lambdaClient();
const s3 = s3Client();
const events = eventBridgeClient();
const clock = systemClock;

/**
 * Looks whether everything is well, keeps the report and raises an alert where it is not. Invoked by the daily rule, or
 * by hand with thresholds in the payload (see {@link HealthSettings}).
 *
 * @throws {HealthRequestError} naming the field of the payload that is wrong
 */
export async function handler(
  payload: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<HealthReport> {
  session.beginInvocation(context.getRemainingTimeInMillis());
  const settings = healthSettings(payload, process.env);
  const table = required(process.env, environment.healthTable);
  const bus = required(process.env, environment.alertBus);
  return checkHealth(settings, {
    checks: allChecks(settings),
    store: async (report) => {
      await documents.send(new PutCommand({ TableName: table, Item: toItem(report) }));
      figures.add('HealthReports', 1);
      figures.add('HealthChecksFailed', report.checks.filter(({ status }) => status === 'FAILED').length);
      figures.publish();
    },
    alert: (alert) => putAlert(events, bus, alert, clock),
    clock,
    random: Math.random,
  });
}

function allChecks({ maxRejectedShare, maxWaitSeconds, failedBatchHours }: HealthSettings): Check[] {
  const stateTable = required(process.env, environment.stateTable);
  const bucket = required(process.env, environment.operationsBucket);
  const perPipeline = pipelineTargets(process.env).flatMap((target) => {
    const { pipeline, stream, mapping, analyzeMapping, consumers = [], fetchEvery } = target;
    const totals = () => readTotals(dynamo, stateTable, names.ingestFunction(pipeline), lastTwoHours());
    const reader = streamReader(kinesis, stream);
    return [
      streamCheck(kinesis, target),
      mappingCheck(lambda, { name: 'mapping', pipeline, mapping }),
      ...(analyzeMapping === undefined
        ? []
        : [mappingCheck(lambda, { name: 'analyze-mapping', pipeline, mapping: analyzeMapping })]),
      ...consumers.map(({ name, mapping }) => mappingCheck(lambda, { name: `${name}-mapping`, pipeline, mapping })),
      freshnessCheck({ pipeline, readTotals: totals, reader, maxWaitSeconds, clock }),
      rejectedShareCheck(pipeline, totals, maxRejectedShare, clock),
      ...(fetchEvery === undefined
        ? []
        : [
            fetchRunsCheck({
              pipeline,
              every: fetchEvery,
              readRuns: () => readRuns(dynamo, stateTable, pipeline, RUNS_LOOKED_AT),
              clock,
            }),
          ]),
    ];
  });
  return [cassandraCheck(session, clock), ...perPipeline, failedBatchesCheck(s3, bucket, failedBatchHours, clock)];
}

function lastTwoHours(): Date[] {
  return [new Date(clock.now()), new Date(clock.now() - HOUR_MS)];
}

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AnalysisEnd, sumAnalysisTotals } from '../../core/analysis/batch/books.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { sumTotals } from '../../core/state/totals.ts';
import { readTallies } from '../../functions/clients/tally.ts';
import { readTotals } from '../../functions/clients/totals.ts';
import { readAlarms } from '../alarms/read-alarms.ts';
import { stageNames } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';
import type { MetricSample } from './families.ts';
import { functionFigures } from './function-figures.ts';
import { alarmSamples, analysisSamples, functionSamples, ingestSamples } from './samples.ts';

/** Reads the metrics of pipelines: from their books, from CloudWatch, and the state of the deployment's alarms. */
export async function readMetrics(pipelines: readonly Pipeline[], now: Date = new Date()): Promise<MetricSample[]> {
  const dayBegan = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  const dynamo = new DynamoDBClient({});
  const cloudWatch = new CloudWatchClient({});
  try {
    const [alarms, ...ofPipelines] = await Promise.all([
      readAlarms(stageNames().alarm('')),
      ...pipelines.map(async (pipeline) => [
        ...(await bookSamples(dynamo, pipeline, dayBegan, now)),
        ...(await functionFigures(cloudWatch, pipeline, dayBegan, now)).flatMap(functionSamples),
      ]),
    ]);
    return [...ofPipelines.flat(), ...alarms.flatMap(alarmSamples)];
  } finally {
    dynamo.destroy();
    cloudWatch.destroy();
  }
}

async function bookSamples(
  client: DynamoDBClient,
  { name, analysis }: Pipeline,
  dayBegan: Date,
  now: Date,
): Promise<MetricSample[]> {
  const { stateTable, ingestFunction, analyzeFunction } = stageNames();
  const hours = hoursBetween(dayBegan, now);
  const totals = sumTotals(await readTotals(client, stateTable, ingestFunction(name), hours), dayBegan);
  const ingested = ingestSamples(name, totals);
  if (!analysis) return ingested;
  const books = await readTallies<AnalysisEnd>(client, stateTable, analyzeFunction(name), hours);
  return [...ingested, ...analysisSamples(name, sumAnalysisTotals(books, dayBegan))];
}

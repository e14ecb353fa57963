import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import pipeline from '#pipeline';
import { openWire } from '#wire';
import { analysisEnds } from '../../core/analysis/batch/books.ts';
import { outputRows } from '../../core/analysis/batch/output-rows.ts';
import { createGroupFold } from '../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../core/analysis/fold/key-fold.ts';
import { analyzeBatches } from '../../core/analysis/operations/tables.ts';
import { requireAnalysis } from '../../core/analysis/require-analysis.ts';
import { environment } from '../../core/environment.ts';
import { dynamoClient, eventBridgeClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { openSession } from '../clients/cql/open-session.ts';
import { writeRow } from '../clients/cql/row-writer.ts';
import { publisher } from '../clients/publisher/publisher.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { StateStore } from '../clients/state/store.ts';
import { tallyCounter } from '../clients/tally.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { createAnalyze } from './analyze.ts';
import { writeNumbers } from './measure.ts';

/** Share of the function's memory for states remembered: what is left holds a batch, its rows and the code. */
const MEMORY_SHARE = 1 / 8;

const analyzedPipeline = requireAnalysis(pipeline);
const settings = analyzedPipeline.analysis.function;
const names = stageNames(process.env);
const functionName = names.analyzeFunction(pipeline.name);
const stateTable = required(process.env, environment.stateTable);
const log = openLog(functionName);
const figures = openFigures(functionName, { pipeline: pipeline.name });
const session = openSession(process.env, settings.timeoutSeconds * 1000);
const dynamo = dynamoClient();

const wire = openWire(pipeline.wire, process.env);

const handle = createAnalyze({
  pipeline: analyzedPipeline,
  decode: wire.decode,
  keyFold: createKeyFold(analyzedPipeline),
  groupFold: createGroupFold(analyzedPipeline),
  state: new StateStore({
    client: dynamo,
    table: stateTable,
    pipeline: pipeline.name,
    clock: systemClock,
    random: Math.random,
    memoryBytes: settings.memoryMb * 2 ** 20 * MEMORY_SHARE,
  }),
  publish: publisher({
    rows: outputRows(analyzedPipeline),
    session,
    events: eventBridgeClient(),
    bus: required(process.env, environment.alertBus),
    clock: systemClock,
  }),
  count: tallyCounter({ client: dynamo, table: stateTable, functionName, kinds: analysisEnds }),
  keepBatch: (row) => writeRow(session, analyzeBatches, row),
  now: Date.now,
  log,
  measure: (numbers) => writeNumbers(figures, numbers),
});
const analyze = wire.prepared(handle, log);

/** Applies a batch of the pipeline's stream to its windows and rules. See {@link createAnalyze}. */
export async function handler(
  event: KinesisStreamEvent,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<KinesisStreamBatchResponse> {
  session.beginInvocation(context.getRemainingTimeInMillis());
  return analyze(event, context.awsRequestId);
}

import pipeline from '#pipeline';
import type { AnalysisEnd } from '../../core/analysis/batch/books.ts';
import { outputRows } from '../../core/analysis/batch/output-rows.ts';
import { createGroupFold } from '../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../core/analysis/fold/key-fold.ts';
import { requireAnalysis } from '../../core/analysis/require-analysis.ts';
import { environment } from '../../core/environment.ts';
import { dynamoClient, eventBridgeClient, kinesisClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { openSession } from '../clients/cql/open-session.ts';
import { publisher } from '../clients/publisher/publisher.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { dueItems } from '../clients/state/due.ts';
import { StateStore } from '../clients/state/store.ts';
import { streamReader } from '../clients/stream-reader.ts';
import { readTallies } from '../clients/tally.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { arrivalTracker } from './arrived.ts';
import type { SweepReport } from './report.ts';
import { checkRequest } from './request.ts';
import { createSweep } from './sweep.ts';

/** Time for the CQL of a page of items; a sweep has a minute in all. */
const CQL_BUDGET_MS = 20_000;

const analyzedPipeline = requireAnalysis(pipeline);
const names = stageNames(process.env);
const functionName = names.sweepFunction(pipeline.name);
const stateTable = required(process.env, environment.stateTable);
const log = openLog(functionName);
const figures = openFigures(functionName, { pipeline: pipeline.name });
const dynamo = dynamoClient();
const session = openSession(process.env, CQL_BUDGET_MS);

const sweep = createSweep({
  pipelineName: pipeline.name,
  keyFold: createKeyFold(analyzedPipeline),
  groupFold: createGroupFold(analyzedPipeline),
  state: new StateStore({
    client: dynamo,
    table: stateTable,
    pipeline: pipeline.name,
    clock: systemClock,
    random: Math.random,
    // Between two sweeps batches write the items, so what is remembered would be wrong.
    memoryBytes: 0,
  }),
  publish: publisher({
    rows: outputRows(analyzedPipeline),
    session,
    events: eventBridgeClient(),
    bus: required(process.env, environment.alertBus),
    clock: systemClock,
  }),
  arrived: arrivalTracker({
    reader: streamReader(kinesisClient(), names.stream(pipeline.stream.name)),
    readBooks: (hour) => readTallies<AnalysisEnd>(dynamo, stateTable, names.analyzeFunction(pipeline.name), [hour]),
    clock: systemClock,
  }),
  due: (until) => dueItems(dynamo, stateTable, pipeline.name, until),
  now: Date.now,
});

/**
 * Lets time pass in the windows and rules of the pipeline. Invoked each minute by a rule, or by hand with `{}`.
 * See {@link createSweep}.
 *
 * @throws {SweepRequestError} naming the field of the payload that is wrong
 */
export async function handler(payload: unknown, context: { getRemainingTimeInMillis(): number }): Promise<SweepReport> {
  checkRequest(payload);
  session.beginInvocation(context.getRemainingTimeInMillis());
  const report = await sweep(() => context.getRemainingTimeInMillis());
  log(report.failed > 0 || !report.finished ? 'warn' : 'info', 'sweep', report);
  figures.add('ItemsDue', report.due);
  figures.add('WindowsClosed', report.closed);
  figures.add('AlertsPublished', report.alerts);
  figures.add('OutputsRepublished', report.republished);
  figures.add('OutputsRefused', report.refused);
  figures.add('ItemsFailed', report.failed);
  figures.add('AppliedLag', Math.max(0, Date.now() - Date.parse(report.arrived)));
  figures.publish();
  return report;
}

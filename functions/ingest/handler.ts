import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import pipeline from '#pipeline';
import { openWire } from '#wire';
import { environment } from '../../core/environment.ts';
import { ingestBatches } from '../../core/operations-tables.ts';
import { dynamoClient } from '../clients/aws.ts';
import { openSession } from '../clients/cql/open-session.ts';
import { keepInBucket } from '../clients/cql/oversized.ts';
import { writeRow } from '../clients/cql/row-writer.ts';
import { CassandraStore } from '../clients/cql/store.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { totalsCounter } from '../clients/totals.ts';
import { createIngest } from './ingest.ts';

const names = stageNames(process.env);
const functionName = names.ingestFunction(pipeline.name);
const log = openLog(functionName);
const figures = openFigures(functionName, { pipeline: pipeline.name });
const session = openSession(process.env, pipeline.ingest.timeoutSeconds * 1000);

const wire = openWire(pipeline.wire, process.env);

const handle = createIngest({
  pipeline,
  decode: wire.decode,
  store: new CassandraStore({
    pipeline,
    session,
    keepPayload: keepInBucket(required(process.env, environment.operationsBucket)),
  }),
  count: totalsCounter({
    client: dynamoClient(),
    table: required(process.env, environment.stateTable),
    functionName,
  }),
  keepBatch: (row) => writeRow(session, ingestBatches, row),
  now: Date.now,
  log,
  measure({ accepted, rejected, failed, bytes, latencies }) {
    figures.add('EndToEndLatency', latencies);
    figures.add('EventsStored', accepted);
    figures.add('EventsRejected', rejected);
    figures.add('RecordsFailed', failed);
    figures.add('BytesProcessed', bytes);
    figures.publish();
  },
});
const ingest = wire.prepared(handle, log);

/** Stores a batch of the pipeline's stream. See {@link createIngest}. */
export async function handler(
  event: KinesisStreamEvent,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<KinesisStreamBatchResponse> {
  session.beginInvocation(context.getRemainingTimeInMillis());
  return ingest(event, context.awsRequestId);
}

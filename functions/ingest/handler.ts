import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import pipeline from '#pipeline';
import { openWire } from '#wire';
import { environment } from '../../core/environment.ts';
import { names } from '../../core/names.ts';
import { ingestBatches } from '../../core/operations-tables.ts';
import { dynamoClient } from '../clients/aws.ts';
import { openSession } from '../clients/cql/open-session.ts';
import { keepInBucket } from '../clients/cql/oversized.ts';
import { writeRow } from '../clients/cql/row-writer.ts';
import { CassandraStore } from '../clients/cql/store.ts';
import { required } from '../clients/settings-error.ts';
import { totalsCounter } from '../clients/totals.ts';
import type { LogFields } from './batch-report.ts';
import { createIngest } from './ingest.ts';

const functionName = names.ingestFunction(pipeline.name);
const logger = new Logger({ serviceName: functionName });
const metrics = new Metrics({
  namespace: 'Caudal',
  serviceName: functionName,
  defaultDimensions: { pipeline: pipeline.name },
});
const session = openSession(process.env, pipeline.ingest.timeoutSeconds * 1000);

const wire = openWire(pipeline.wire, process.env);

const log = (level: 'info' | 'warn', message: string, fields: LogFields): void => logger[level](message, { ...fields });
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
  measure({ accepted, rejected, failed }) {
    metrics.addMetric('EventsStored', MetricUnit.Count, accepted);
    metrics.addMetric('EventsRejected', MetricUnit.Count, rejected);
    metrics.addMetric('RecordsFailed', MetricUnit.Count, failed);
    metrics.publishStoredMetrics();
  },
});
const ingest = wire.prepared(handle, log);

/** Stores a batch of the pipeline's stream. See {@link createIngest}. */
export async function handler(
  event: KinesisStreamEvent,
  context: { readonly awsRequestId: string },
): Promise<KinesisStreamBatchResponse> {
  return ingest(event, context.awsRequestId);
}

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import consumer from '#consumer';
import { openWire } from '#wire';
import { names } from '../../core/names.ts';
import { type ConsumePorts, createConsume } from './consume.ts';

const functionName = names.consumerFunction(consumer.pipeline.name, consumer.name);
const logger = new Logger({ serviceName: functionName });
const metrics = new Metrics({
  namespace: 'Caudal',
  serviceName: functionName,
  defaultDimensions: { pipeline: consumer.pipeline.name, consumer: consumer.name },
});
const wire = openWire(consumer.pipeline.wire, process.env);

const log: ConsumePorts<unknown>['log'] = (level, message, fields) => logger[level](message, { ...fields });
const consume = createConsume({
  consumer,
  decode: wire.decode,
  now: Date.now,
  log,
  measure({ handled, rejected, failed }) {
    metrics.addMetric('EventsHandled', MetricUnit.Count, handled);
    metrics.addMetric('EventsRejected', MetricUnit.Count, rejected);
    metrics.addMetric('RecordsFailed', MetricUnit.Count, failed);
    metrics.publishStoredMetrics();
  },
});

/** Hands a batch of the pipeline's stream to the consumer. See {@link createConsume}. */
export const handler = wire.prepared(consume, log);

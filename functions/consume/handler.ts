import consumer from '#consumer';
import { openWire } from '#wire';
import { stageNames } from '../clients/stage.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { createConsume } from './consume.ts';

const names = stageNames(process.env);
const functionName = names.consumerFunction(consumer.pipeline.name, consumer.name);
const log = openLog(functionName);
const figures = openFigures(functionName, { pipeline: consumer.pipeline.name });
const wire = openWire(consumer.pipeline.wire, process.env);

const consume = createConsume({
  consumer,
  decode: wire.decode,
  now: Date.now,
  log,
  measure({ handled, rejected, failed, bytes, latencies }) {
    figures.add('EndToEndLatency', latencies);
    figures.add('EventsHandled', handled);
    figures.add('EventsRejected', rejected);
    figures.add('RecordsFailed', failed);
    figures.add('BytesProcessed', bytes);
    figures.publish();
  },
});

/** Hands a batch of the pipeline's stream to the consumer. See {@link createConsume}. */
export const handler = wire.prepared(consume, log);

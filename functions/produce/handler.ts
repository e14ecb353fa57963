import { randomInt } from 'node:crypto';
import { environment } from '../../core/environment.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { parseProduceRequest } from '../../core/producer/request.ts';
import { pipelineNamed, pipelines } from '../../pipelines/index.ts';
import { acknowledgementWriter } from '../clients/acknowledgements.ts';
import { kinesisClient } from '../clients/aws.ts';
import { systemClock } from '../clients/clock.ts';
import { s3Client } from '../clients/s3.ts';
import { required } from '../clients/settings-error.ts';
import { streamWriter } from '../clients/stream.ts';
import { pipelineTargets } from '../clients/targets.ts';
import { type ProduceResult, runProducer } from './producer.ts';

const kinesis = kinesisClient(1);
const s3 = s3Client();

/** What must be left of the function's time for the last put and the last acknowledgements, in milliseconds. */
const RESERVE_MS = 15_000;

/** The largest seed that is drawn. */
const SEEDS = 2 ** 32;

/**
 * Sends test data into a pipeline's stream. Where the function's own time runs out first, it stops in good time and says
 * so in `stoppedBy`.
 *
 * @throws {ProduceRequestError} naming the field of the payload that is wrong
 */
export async function handler(
  payload: unknown,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<ProduceResult> {
  const asked = parseProduceRequest(payload, pipelines);
  const pipeline = deployed(pipelineNamed(asked.pipeline));
  const request = {
    ...asked,
    seed: asked.seed ?? randomInt(SEEDS),
    startAt: asked.startAt ?? new Date().toISOString(),
    runId: asked.runId ?? context.awsRequestId,
  };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort('deadline'), Math.max(0, context.getRemainingTimeInMillis() - RESERVE_MS));
  const clock = systemClock;
  try {
    return await runProducer(pipeline, request, {
      put: streamWriter({
        client: kinesis,
        stream: pipeline.stream.name,
        retries: request.retries,
        clock,
        random: Math.random,
        signal: stop.signal,
      }),
      acknowledge: acknowledgementWriter({
        client: s3,
        bucket: required(process.env, environment.operationsBucket),
        pipeline: pipeline.name,
        runId: request.runId,
        producer: request.producer,
        clock,
      }),
      clock,
      signal: stop.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The pipeline with the stream that it was deployed with. */
function deployed(pipeline: Pipeline): Pipeline {
  const target = pipelineTargets(process.env).find(({ pipeline: name }) => name === pipeline.name);
  if (!target) throw new Error(`pipeline ${pipeline.name} is known but not deployed; deploy and try again`);
  return { ...pipeline, stream: { ...pipeline.stream, name: target.stream } };
}

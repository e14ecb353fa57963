import { randomInt } from 'node:crypto';
import type { ProduceRequest } from '../../core/producer/request.ts';
import { acknowledgementWriter } from '../../functions/clients/acknowledgements.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { systemClock } from '../../functions/clients/clock.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import { streamWriter } from '../../functions/clients/stream.ts';
import { type ProduceResult, type ProducerPorts, runProducer } from '../../functions/produce/producer.ts';
import type { Progress } from '../../functions/produce/tally.ts';
import { pipelineNamed } from '../../pipelines/index.ts';
import { newRunId } from '../ledger/runs.ts';
import { stagePipeline } from '../stage.ts';

/** What several producers of one run came to. */
export interface ProducersResult {
  readonly pipeline: string;
  readonly runId: string;
  readonly seed: number;
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  readonly elapsedMs: number;
  /** `s3://bucket/prefix` of the acknowledgements. */
  readonly acknowledgements: string;
  readonly acknowledgementsMissing: number;
  readonly byFault: Readonly<Record<string, number>>;
  /** Why a producer ended before its plan did. */
  readonly stoppedBy?: string;
  /** Why records were not taken, or acknowledgements not kept. */
  readonly error?: string;
  readonly producers: readonly ProduceResult[];
}

interface ProducersOptions {
  readonly request: ProduceRequest;
  readonly producers: number;
  readonly bucket: string;
  readonly signal: AbortSignal;
  /** Puts a record into the form in which it is sent. @default JSON */
  readonly encode?: ProducerPorts['encode'];
  /** Called after each put with the sums over all producers. */
  readonly onProgress: (sums: { sent: number; failed: number; retried: number; elapsedMs: number }) => void;
}

/** Runs producers in this process: the same code as `caudal-produce` runs, one seed, an index each. */
export async function runLocalProducers(options: ProducersOptions): Promise<ProducersResult> {
  const { request, producers, bucket, signal } = options;
  const pipeline = stagePipeline(pipelineNamed(request.pipeline));
  const drawn = {
    ...request,
    seed: request.seed ?? randomInt(2 ** 32),
    startAt: request.startAt ?? new Date().toISOString(),
    runId: request.runId ?? newRunId(),
  };
  const client = kinesisClient(1);
  const s3 = s3Client();
  const clock = systemClock;
  const latest: Progress[] = [];
  try {
    const results = await Promise.all(
      Array.from({ length: producers }, (_, producer) =>
        runProducer(
          pipeline,
          { ...drawn, producer },
          {
            put: streamWriter({
              client,
              stream: pipeline.stream.name,
              retries: request.retries,
              clock,
              random: Math.random,
              signal,
            }),
            acknowledge: acknowledgementWriter({
              client: s3,
              bucket,
              pipeline: pipeline.name,
              runId: drawn.runId,
              producer,
              clock,
            }),
            clock,
            signal,
            ...(options.encode && { encode: options.encode }),
            onProgress: (progress) => {
              latest[producer] = progress;
              options.onProgress(sumOf(latest.filter(Boolean)));
            },
          },
        ),
      ),
    );
    return summary(results);
  } finally {
    client.destroy();
    s3.destroy();
  }
}

/** Adds the results of the producers of one run up. @throws {RangeError} for none */
export function summary(results: readonly ProduceResult[]): ProducersResult {
  const [first] = results;
  if (!first) throw new RangeError('a run has at least one producer');
  const byFault: Record<string, number> = {};
  for (const result of results) {
    for (const [fault, count] of Object.entries(result.byFault)) byFault[fault] = (byFault[fault] ?? 0) + count;
  }
  return {
    pipeline: first.pipeline,
    runId: first.runId,
    seed: first.seed,
    ...sumOf(results),
    acknowledgements: first.acknowledgements,
    acknowledgementsMissing: results.reduce((sum, { acknowledgementsMissing }) => sum + acknowledgementsMissing, 0),
    byFault,
    ...firstOf(results, 'stoppedBy'),
    ...firstOf(results, 'error'),
    producers: results,
  };
}

function firstOf<K extends 'error' | 'stoppedBy'>(results: readonly ProduceResult[], key: K): { [P in K]?: string } {
  const value = results.find((result) => result[key] !== undefined)?.[key];
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function sumOf(all: readonly Progress[]): { sent: number; failed: number; retried: number; elapsedMs: number } {
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    retried: all.reduce((sum, { retried }) => sum + retried, 0),
    elapsedMs: Math.max(0, ...all.map(({ elapsedMs }) => elapsedMs)),
  };
}

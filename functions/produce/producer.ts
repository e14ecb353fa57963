import { type Acknowledgement, payloadHash } from '../../core/acknowledgement.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { type PlannedRecord, planRecords } from '../../core/producer/plan.ts';
import type { ProduceRequest } from '../../core/producer/request.ts';
import type { Position } from '../../core/source.ts';
import type { AcknowledgementSink } from '../clients/acknowledgements.ts';
import type { Clock } from '../clients/clock.ts';
import type { Put, PutResult } from '../clients/stream.ts';
import { MAX_ENTRIES } from '../clients/stream-calls.ts';
import { dueRecords } from './schedule.ts';
import { type Progress, Tally } from './tally.ts';

/** A request with everything drawn that its caller may leave out. */
export type DrawnRequest = ProduceRequest & Required<Pick<ProduceRequest, 'seed' | 'startAt' | 'runId'>>;

/** What a producer needs of the world. */
export interface ProducerPorts {
  /** Puts into the pipeline's stream, retrying by itself. Never throws. */
  readonly put: Put;
  /** Puts a record into the form in which it is sent. @default its payload as it is */
  readonly encode?: (record: PlannedRecord) => Uint8Array;
  readonly acknowledge: AcknowledgementSink;
  readonly clock: Clock;
  /** Called after each put. @default nobody watches */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run after the put under way. Its reason, where it is text, is given back as `stoppedBy`. */
  readonly signal: AbortSignal;
}

/** What a run came to. */
export interface ProduceResult extends Progress {
  readonly pipeline: string;
  readonly runId: string;
  readonly producer: number;
  /** With `startAt` and `producer`, the same seed sends the same records again. */
  readonly seed: number;
  readonly startAt: string;
  /** Of the first and of the last record that the stream acknowledged. */
  readonly first?: Position;
  readonly last?: Position;
  /** `s3://bucket/prefix` of the acknowledgements. */
  readonly acknowledgements: string;
  /** Acknowledgements that could not be written to S3; the ledger can't find these records. */
  readonly acknowledgementsMissing: number;
  /** Acknowledged records by the fault that was put in. */
  readonly byFault: Readonly<Record<string, number>>;
  /** Why the run ended before its plan did. */
  readonly stoppedBy?: string;
  /** The last reason for which a record was not taken. */
  readonly error?: string;
}

/** Sends the records of a request's plan, each when it is due, and keeps what the stream acknowledged. */
export async function runProducer<E>(
  pipeline: Pipeline<E>,
  request: DrawnRequest,
  ports: ProducerPorts,
): Promise<ProduceResult> {
  const { put, encode = ({ payload }) => payload, acknowledge, clock, onProgress, signal } = ports;
  const tally = new Tally(pipeline.stream.name);
  const startedAt = clock.now();
  const plan = planRecords(pipeline, request);
  const schedule = { clock, startedAt, lingerMs: request.lingerMs, most: MAX_ENTRIES, signal };

  for await (const records of dueRecords(plan, schedule)) {
    const putAt = clock.now();
    const results = await put(records.map((record) => ({ partitionKey: record.partitionKey, data: encode(record) })));
    const acknowledgedAt = clock.now();
    const acknowledged: Acknowledgement[] = [];
    for (const [index, record] of records.entries()) {
      const result = results[index] ?? { error: new Error('the writer gave no answer'), attempts: 1 };
      tally.add(result, record.fault);
      if (!('error' in result)) acknowledged.push(acknowledgementOf(record, result, putAt, acknowledgedAt));
    }
    acknowledge.add(acknowledged);
    onProgress?.(tally.progress(clock.now() - startedAt));
  }

  const progress = tally.progress(clock.now() - startedAt);
  // Read here: what is aborted while the acknowledgements are written has cut nothing short.
  const stoppedBy = reasonOf(signal);
  const kept = await acknowledge.close();
  const { first, last, byFault, error } = tally;
  return {
    pipeline: pipeline.name,
    runId: request.runId,
    producer: request.producer,
    seed: request.seed,
    startAt: request.startAt,
    ...progress,
    ...(first && last ? { first, last } : {}),
    acknowledgements: kept.location,
    acknowledgementsMissing: kept.missing,
    byFault,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(error || kept.error ? { error: error?.message ?? kept.error } : {}),
  };
}

function reasonOf({ aborted, reason }: AbortSignal): string | undefined {
  if (!aborted) return undefined;
  return typeof reason === 'string' ? reason : 'signal';
}

function acknowledgementOf(
  { eventId, payload, fault }: PlannedRecord,
  { shard, sequence }: Exclude<PutResult, { error: Error }>,
  putAt: number,
  acknowledgedAt: number,
): Acknowledgement {
  const hash = payloadHash(payload);
  return { shard, sequence, eventId, hash, putAt, acknowledgedAt, ...(fault === undefined ? {} : { fault }) };
}

import type { Pipeline } from '../../core/pipeline.ts';
import { planRecords } from '../../core/producer/plan.ts';
import type { KinesisBatch } from '../../core/sources/kinesis.ts';

/** Events a second of the bench's producer, over the default of 50 devices: ten times that of `npm start`. */
const RATE = 50;

/** A position like those of Kinesis, so that the books are as long as theirs. */
const FIRST_SEQUENCE = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;

/** How long records are on their way, in milliseconds. */
const WAY_MS = 20;

/**
 * The envelopes of valid events of a pipeline, as Lambda gets them from one shard; the last one arrived just now.
 * @param count 1 or more
 * @param now in milliseconds since the epoch
 */
export function envelopes(pipeline: Pipeline, count: number, now: number): KinesisBatch['Records'] {
  const seconds = count / RATE;
  const startAt = new Date(now - seconds * 1000).toISOString();
  const request = {
    ...{ pipeline: pipeline.name, eventsPerSecond: RATE, durationSeconds: seconds, devices: 50, seed: 1, startAt },
    ...{ producer: 0, retries: 0, lingerMs: 0, faults: { invalid: 0, duplicate: 0, late: 0, outOfOrder: 0 } },
  };
  const start = Date.parse(startAt);
  return [...planRecords(pipeline, request)].slice(0, count).map(({ partitionKey, payload, offsetMs }, index) => {
    const sequenceNumber = String(FIRST_SEQUENCE + BigInt(index) * 1_000n);
    return {
      eventID: `shardId-000000000000:${sequenceNumber}`,
      eventSourceARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${pipeline.stream.name}`,
      kinesis: {
        partitionKey,
        sequenceNumber,
        data: Buffer.from(payload).toString('base64'),
        approximateArrivalTimestamp: (start + Math.round(offsetMs) + WAY_MS) / 1000,
      },
    };
  });
}

/** Batches of so many records, in order. */
export function batchesOf(records: KinesisBatch['Records'], size: number): KinesisBatch[] {
  return Array.from({ length: Math.floor(records.length / size) }, (_, n) => ({
    Records: records.slice(n * size, (n + 1) * size),
  }));
}

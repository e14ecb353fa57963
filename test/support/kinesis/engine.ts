import { expect, onTestFinished } from 'vitest';
import { createEngine } from '../../../localstack/kinesis/engine.ts';
import { KinesisError } from '../../../localstack/kinesis/errors.ts';
import { type Limits, noLimits, shardLimits } from '../../../localstack/kinesis/limits.ts';
import type { LogOptions } from '../../../localstack/kinesis/log/shard-log.ts';
import { streamMetrics } from '../../../localstack/kinesis/stream-metrics.ts';
import { StreamStore } from '../../../localstack/kinesis/streams/store.ts';
import { createMetricBuffer, type MetricBuffer } from '../../../localstack/metrics/buffer.ts';
import { temporaryFolder } from './folders.ts';

/** A time in the year of the tests. Epoch milliseconds. */
const start = Date.UTC(2026, 10, 22, 12);

/** A record as GetRecords gives it without HTTP. */
export interface GivenRecord {
  readonly SequenceNumber: string;
  readonly Data: Uint8Array;
  readonly PartitionKey: string;
  readonly ApproximateArrivalTimestamp: Date;
  readonly EncryptionType?: string;
}

/** What the tests read of answers. */
export interface Answer {
  readonly [name: string]: unknown;
  readonly Records: readonly GivenRecord[];
  readonly ShardIterator: string;
  readonly NextShardIterator: string | null;
  readonly MillisBehindLatest: number;
  readonly Shards: ReadonlyArray<{ ShardId: string; ParentShardId?: string; AdjacentParentShardId?: string }>;
}

/** An engine without HTTP, with a clock of its own. */
export interface TestEngine {
  readonly metrics: MetricBuffer;
  /** Calls an operation. */
  call(operation: string, input?: object, options?: CallOptions): Promise<Answer>;
  /** Expects an operation to fail, and gives the error as `type: message`. */
  failure(operation: string, input?: object, options?: CallOptions): Promise<string>;
  /** Makes a stream and waits until it is ACTIVE. */
  stream(name: string, shards?: number): Promise<void>;
  /** All records from an iterator on to the tip. */
  readAll(shard: string, iterator?: object): Promise<GivenRecord[]>;
  /** Moves the clock. Unit: ms. */
  pass(milliseconds: number): void;
  now(): number;
  /** Closes the files and opens them again, as a new process would. */
  restart(): Promise<void>;
  trim(): Promise<void>;
}

interface CallOptions {
  readonly waitMs?: number;
  readonly consumerArn?: string;
  readonly signal?: AbortSignal;
  readonly account?: string;
  readonly region?: string;
}

/** Opens an engine in a folder of its own. @param limited whether shards refuse what AWS' shards refuse */
export async function testEngine(options: { limited?: boolean; log?: LogOptions } = {}): Promise<TestEngine> {
  const folder = temporaryFolder();
  let time = start;
  const now = (): number => time;
  const metrics = createMetricBuffer(now);
  const limits: Limits = options.limited ? shardLimits(now) : noLimits;
  const open = async () => {
    const store = await StreamStore.open(folder, options.log);
    return { store, engine: createEngine({ store, metrics: streamMetrics(metrics), limits, now, transitionMs: 30 }) };
  };
  let current = await open();
  onTestFinished(() => current.store.close());

  const self: TestEngine = {
    metrics,
    now,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    async call(operation, input = {}, options = {}) {
      const { waitMs = 0, consumerArn, signal, account = '000000000000', region = 'us-east-1' } = options;
      const body = toWire(input);
      const request = { operation, body, wire: 'json', caller: { account, region }, waitMs, consumerArn } as const;
      return ((await current.engine.handle({ ...request, signal: signal ?? new AbortController().signal })) ??
        {}) as Answer;
    },
    async failure(operation, input, options) {
      const error = await self.call(operation, input, options).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(KinesisError);
      const { type, message } = error as KinesisError;
      return `${type}: ${message}`;
    },
    async stream(name, shards = 1) {
      await self.call('CreateStream', { StreamName: name, ShardCount: shards });
      self.pass(30);
    },
    async readAll(shard, iterator = { ShardIteratorType: 'TRIM_HORIZON' }) {
      const first = await self.call('GetShardIterator', { StreamName: 's', ShardId: shard, ...iterator });
      const records: GivenRecord[] = [];
      let next: string | null = first.ShardIterator;
      for (;;) {
        const answer = await self.call('GetRecords', { ShardIterator: next });
        records.push(...answer.Records);
        next = answer.NextShardIterator;
        if (next === null || answer.MillisBehindLatest === 0) return records;
      }
    },
    async restart() {
      await current.store.close();
      current = await open();
    },
    async trim() {
      for (const stream of current.store.all()) await stream.trim(now());
    },
  };
  return self;
}

/** Bytes and times as JSON has them. */
function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

/** Text of a record's data. */
export const textOf = ({ Data }: GivenRecord): string => Buffer.from(Data).toString();

/** An engine with the stream `s`. */
export async function withStream(shards = 1): Promise<TestEngine> {
  const engine = await testEngine();
  await engine.stream('s', shards);
  return engine;
}

/** The summary of the stream `s`. */
export async function summary(engine: TestEngine): Promise<Record<string, unknown>> {
  return (await engine.call('DescribeStreamSummary', { StreamName: 's' })).StreamDescriptionSummary as never;
}

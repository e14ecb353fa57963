import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceRecord } from '../../core/source.ts';
import { acknowledgementPrefix, readAcknowledgements } from '../../functions/clients/acknowledgements.ts';
import { kinesisClient } from '../../functions/clients/aws.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import type { RowSource } from '../cql.ts';
import { decodeOf } from '../decode-of.ts';
import { invokeFunction } from '../invoke.ts';
import { stageNames } from '../stage.ts';
import { readWholeStream } from '../stream/whole-stream.ts';
import { readBooks } from './books.ts';
import { type AnalyzedPipeline, expectationOf, positionName } from './expectation.ts';
import { type AnalysisReport, allDifferences, reportOn } from './report.ts';

const ASK_EVERY_MS = 700;
/** Clocks of producer and stream may differ a little. */
const CLOCK_MARGIN_MS = 5_000;
const SWEEP_HINT = './caudal sweep makes one by hand.';

/** How windows and alerts of a run are waited for. */
export interface SettleAnalysisOptions {
  /** Opens the tables. */
  readonly connect: () => Promise<RowSource>;
  readonly bucket: string;
  readonly pipeline: AnalyzedPipeline;
  readonly runId: string;
  /** How long to look again while something differs, in milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Compares what windows and rules made of a run with the reference, which reads the stream itself: first when the books say
 * that analyze has finished with the run, and while something differs again until the wait is over. Before the second look a
 * sweep is made, for what a crash has left it publishes.
 *
 * @throws {UserError} when the sweep function fails
 * @throws the reason of `signal` when that aborts
 */
export async function settleAnalysis(options: SettleAnalysisOptions): Promise<AnalysisReport> {
  const { connect, pipeline, waitMs, signal } = options;
  const run = await recordsOfRun(options);
  const until = Date.now() + waitMs;
  const kinesis = kinesisClient();
  const shell = await connect();
  try {
    for (let looks = 0; ; ) {
      const books = await readBooks(pipeline.name, run.from);
      const isLast = Date.now() >= until;
      if (isLast || run.positions.every(books.has)) {
        const stream = await readWholeStream(kinesis, pipeline.stream.name);
        const decode = await decodeOf(pipeline, stream.records);
        const expectation = expectationOf(pipeline, stream, run.has, Date.now(), decode);
        const report = await reportOn(shell, pipeline, expectation, books);
        if (isLast || allDifferences(report).length === 0) return report;
        if (looks === 0)
          await invokeFunction(stageNames().sweepFunction(pipeline.name), {}, { hint: SWEEP_HINT, signal });
        looks += 1;
      }
      await sleep(ASK_EVERY_MS, undefined, { signal });
    }
  } finally {
    kinesis.destroy();
    await shell.close();
  }
}

/** Which records are of the run, by what its producers wrote down. */
async function recordsOfRun({ bucket, pipeline, runId }: SettleAnalysisOptions) {
  const s3 = s3Client();
  try {
    const acknowledged = await readAcknowledgements(s3, bucket, acknowledgementPrefix(pipeline.name, runId));
    const positions = acknowledged.map(({ shard, sequence }) => ({ stream: pipeline.stream.name, shard, sequence }));
    const known = new Set(positions.map((position) => positionName({ position })));
    return {
      positions,
      /** Before the first of them arrived. */
      from: acknowledged.reduce((first, { putAt }) => Math.min(first, putAt), Date.now()) - CLOCK_MARGIN_MS,
      has: (record: SourceRecord) => known.has(positionName(record)),
    };
  } finally {
    s3.destroy();
  }
}

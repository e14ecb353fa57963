import { missedBetween } from '../../core/pull/missed-runs.ts';
import type { PullOutcome, PullRun } from '../../core/pull/pull-run.ts';
import type { WireWriter } from '../../core/pull/wire-entry.ts';
import type { AcknowledgementSink } from '../clients/acknowledgements.ts';
import { asError } from '../clients/aws-errors.ts';
import type { Clock } from '../clients/clock.ts';
import type { PositionStore } from '../clients/pull/position.ts';
import type { Put } from '../clients/stream.ts';
import type { FetchedPage, PageReader } from './page.ts';
import { putPage } from './put-page.ts';
import { RunCount } from './run-count.ts';

/** What a run needs of the world. */
export interface FetchPorts {
  readonly pipeline: string;
  readonly stream: string;
  readonly every: { readonly text: string; readonly minutes: number };
  readonly positions: PositionStore;
  readonly writer: WireWriter;
  /** Puts into the pipeline's stream, retrying by itself. Never throws. */
  readonly put: Put;
  /** Keeps the run. */
  readonly record: (run: PullRun) => Promise<void>;
  readonly clock: Clock;
}

/** A run that is asked for. */
export interface FetchRequest {
  readonly runId: string;
  /** When the schedule asked for it, in milliseconds since the epoch; undefined: somebody did by hand. */
  readonly scheduledAt: number | undefined;
  /** Instant by which the run has to be done, in milliseconds since the epoch. */
  readonly deadline: number;
  /** Instant by which it has certainly ended, done or not. */
  readonly endsBy: number;
  /** Opens the source. */
  readonly open: () => PageReader;
  readonly acknowledge: AcknowledgementSink;
}

/** What must be left of the time for another page. */
const RESERVE_MS = 5_000;

/**
 * Makes the function that fetches: page by page from the source into the stream, and after each page the position is kept, if
 * the stream has all of it. A run that fails goes no further; the next one begins where the position is. So a record may go
 * into the stream twice, with one id, and none is passed over.
 *
 * A run that is asked for while another is under way does nothing and says so. Runs that the schedule asked for and that never
 * began are reported by the next that does; what they would have fetched is not made up.
 *
 * @returns the run, also where it failed
 * @throws what keeping the run throws
 */
export function createFetch(ports: FetchPorts): (request: FetchRequest) => Promise<PullRun> {
  return async (request) => {
    const count = new RunCount(ports.clock.now());
    const outcome = await attempt(ports, request, count);
    const kept = await request.acknowledge.close();
    const run = count.run({
      pipeline: ports.pipeline,
      runId: request.runId,
      ...(request.scheduledAt === undefined
        ? { trigger: 'manual' }
        : { trigger: 'schedule', scheduledAt: new Date(request.scheduledAt).toISOString() }),
      outcome,
      now: ports.clock.now(),
      acknowledgements: kept,
    });
    await ports.record(run);
    return run;
  };
}

async function attempt(ports: FetchPorts, request: FetchRequest, count: RunCount): Promise<PullOutcome> {
  const { positions, every, clock } = ports;
  const { runId, scheduledAt } = request;
  try {
    if (scheduledAt !== undefined) {
      const { repeated, before } = await positions.schedule(scheduledAt, every.text);
      if (before !== undefined) count.missed = missedBetween(before, scheduledAt, every.minutes);
      if (repeated) return count.notDone('repeated', 'the schedule handed this moment over before');
    }
    const claim = await positions.claim(runId, clock.now(), request.endsBy);
    if (!claim.claimed) {
      const until = new Date(claim.until).toISOString();
      return count.notDone('overlapped', `run ${claim.runId} is under way, until ${until} at the latest`);
    }
    try {
      await readPages(ports, request, claim.position, count);
      return 'done';
    } finally {
      await positions.release(runId);
    }
  } catch (error) {
    return count.notDone('failed', asError(error).message);
  }
}

async function readPages(
  { positions, writer, put, stream, clock }: FetchPorts,
  { runId, deadline, open, acknowledge }: FetchRequest,
  kept: string | undefined,
  count: RunCount,
): Promise<void> {
  const reader = open();
  let position = kept;
  try {
    for (let more = true; more; ) {
      if (deadline - clock.now() < RESERVE_MS) {
        count.finished = false;
        return;
      }
      const page: FetchedPage = await reader.next(position, () => count.retry());
      const { acknowledged, error } = await putPage(page.records, { stream, writer, put, acknowledge, clock });
      count.add(page, acknowledged);
      if (error) throw new Error(`the stream took ${acknowledged} of ${page.records.length} records: ${error.message}`);
      if (page.position !== undefined && page.position !== position) await positions.keep(runId, page.position);
      position = page.position ?? position;
      more = page.more;
    }
  } finally {
    await reader.close();
  }
}

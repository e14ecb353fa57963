import type { OutcomeInput } from '../protocol.ts';
import type { Verdict } from '../rules/response.ts';
import { discard } from './discard.ts';
import type { Batch, Lane } from './state.ts';
import { results, type Turn } from './turn.ts';

/** What becomes of a lane whose invocation has ended. */
export function settleOutcome(turn: Turn, lane: Lane, outcome: OutcomeInput): Lane {
  const batch = lane.work[0];
  if (!batch) return lane;
  if (outcome.type === 'unavailable') {
    turn.report(results.failed);
    return retryLater(turn, lane, outcome.id, batch);
  }
  const { requestId, statusCode, executedVersion } = outcome;
  const functionError = outcome.type === 'failed' ? outcome.functionError : undefined;
  const tried: Batch = {
    ...batch,
    invocations: batch.invocations + 1,
    lastFailure: { requestId, statusCode, executedVersion, functionError },
  };
  const records = batch.records.map(({ record }) => record);
  const verdict =
    outcome.type === 'returned' ? turn.rules.readResponse(turn.settings, outcome.payload, records) : undefined;
  turn.report(verdict?.done === records.length ? results.ok : results.failed);
  return verdict
    ? settleProgress(turn, lane, outcome.id, tried, verdict)
    : settleFailure(turn, lane, outcome.id, tried);
}

/** All or the first records are done. Progress starts the count of attempts anew. */
function settleProgress(turn: Turn, lane: Lane, id: string, batch: Batch, verdict: Verdict): Lane {
  const rest = lane.work.slice(1);
  const after: Lane = { ...lane, ...windowAfter(lane, batch, verdict), work: rest, activity: { type: 'idle' } };
  if (verdict.done === batch.records.length) return after;
  const records = batch.records.slice(verdict.done);
  // With bisect the batch was split at the record reported, which uses up no retry; without it that record failed once.
  const attempts = turn.settings.bisectBatchOnFunctionError ? 0 : 1;
  const remaining: Batch = { ...batch, records, attempts, failures: 0 };
  const waiting: Lane = { ...after, work: [remaining, ...rest] };
  if (!turn.rules.mayRetry(turn.settings, attempts)) return discard(turn, waiting, remaining, 'RetryAttemptsExhausted');
  return retryLater(turn, waiting, id, remaining);
}

/** Nothing is done: halves where that is wished and possible, else another attempt, or the end of them. */
function settleFailure(turn: Turn, lane: Lane, id: string, batch: Batch): Lane {
  const rest = lane.work.slice(1);
  if (turn.settings.bisectBatchOnFunctionError && batch.records.length > 1) {
    const [first, second] = turn.rules.bisect(batch.records);
    const halves = [first, second].map((records): Batch => ({ ...batch, records, failures: 0 }));
    return { ...lane, work: [...halves, ...rest], activity: { type: 'idle' } };
  }
  if (batch.purpose !== 'records') return retryLater(turn, lane, id, batch);
  const failed: Batch = { ...batch, attempts: batch.attempts + 1 };
  const after: Lane = { ...lane, work: [failed, ...rest] };
  if (!turn.rules.mayRetry(turn.settings, failed.attempts))
    return discard(turn, after, failed, 'RetryAttemptsExhausted');
  return retryLater(turn, after, id, failed);
}

/** Puts the batch, as it is now, first and waits. */
function retryLater(turn: Turn, lane: Lane, id: string, batch: Batch): Lane {
  const failures = batch.failures + 1;
  const work = [{ ...batch, failures }, ...lane.work.slice(1)];
  return { ...lane, work, activity: { type: 'waiting', until: turn.now + turn.rules.backoff(failures, id) } };
}

/** A window goes on with the state returned, begins anew when it was terminated early, and is gone when it is over. */
function windowAfter(lane: Lane, { purpose }: Batch, { state }: Verdict): Pick<Lane, 'window' | 'windowFloor'> {
  const { window, windowFloor } = lane;
  if (!window) return { window, windowFloor };
  if (purpose === 'window-end') return { window: undefined, windowFloor: window.end };
  return { window: { ...window, state: purpose === 'window-overflow' ? {} : state }, windowFloor };
}

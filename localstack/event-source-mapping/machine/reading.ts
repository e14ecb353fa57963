import type { Position, ShardCheckpoint } from '../model.ts';
import type { ReadCommand, ReadFailedInput, RecordsInput } from '../protocol.ts';
import { windowEndsAt } from './lane.ts';
import type { Lane, Pending, ShardState } from './state.ts';
import { results, type Turn } from './turn.ts';

/** Records that are kept open for each lane at most: four batches, and no less than this. */
const READ_AHEAD_RECORDS = 1_000;
/** Bytes that are kept open for each lane, about. */
const READ_AHEAD_BYTES = 12 * 1024 * 1024;
/** What `GetRecords` gives at most. */
const READ_LIMIT = { kinesis: 10_000, dynamodb: 1_000 } as const;

/** Takes in the records of an answer: filters them and gives each to its lane. Those filtered out are done at once. */
export function takeRecords(turn: Turn, state: ShardState, answer: RecordsInput): ShardState {
  const { since } = readUnderWay(state);
  const queues = state.lanes.map((): Pending[] => []);
  let { position: previous, order } = state;
  for (const record of answer.records) {
    order += 1;
    // DynamoDB has no iterator for a time: its shard is read from the horizon, and what came earlier passed over.
    const skipped = previous.type === 'timestamp' && record.arrivedAt < previous.at;
    if (!skipped && turn.rules.matchesFilters(state.settings, record)) {
      const lane = turn.rules.laneOf(record.partitionKey, state.settings.parallelizationFactor);
      queues[lane]?.push({ record, previous, order, receivedAt: turn.now });
    }
    previous = skipped ? previous : { type: 'after', sequenceNumber: record.sequenceNumber };
  }
  return {
    ...state,
    position: previous,
    order,
    continues: true,
    reading: { type: 'idle' },
    readFailures: 0,
    closed: answer.closed,
    behindMs: answer.behindMs,
    caughtUpTo: answer.behindMs === 0 ? Math.max(state.caughtUpTo, since) : state.caughtUpTo,
    lanes: state.lanes.map((lane, index) => ({ ...lane, queue: [...lane.queue, ...(queues[index] ?? [])] })),
  };
}

/** Waits before the next read; goes on at the trim horizon when the position is behind it. */
export function takeReadFailure(turn: Turn, state: ShardState, { reason }: ReadFailedInput): ShardState {
  readUnderWay(state);
  const readFailures = state.readFailures + 1;
  const until = turn.now + turn.rules.backoff(readFailures, state.shardId);
  const after: ShardState = { ...state, continues: false, readFailures, reading: { type: 'waiting', until } };
  if (reason !== 'trimmed') return after;
  turn.report(results.trimmed);
  const again = state.position.type === 'trim-horizon';
  return { ...after, position: { type: 'trim-horizon' }, reading: again ? after.reading : { type: 'idle' } };
}

/** The read that is due, if one is: none is under way, the shard goes on, and no more than half of the read-ahead is open. */
export function nextRead(turn: Turn, state: ShardState): ReadCommand | undefined {
  const { reading, settings, lanes } = state;
  if (state.closed || reading.type === 'reading' || (reading.type === 'waiting' && reading.until > turn.now))
    return undefined;
  const open = countOpen(lanes);
  const most = Math.max(4 * settings.batchSize, READ_AHEAD_RECORDS) * lanes.length;
  if (open > most / 2 || bytesOpen(lanes) > (READ_AHEAD_BYTES * lanes.length) / 2) return undefined;
  const ends = lanes.map((lane) => windowEndsAt(turn, lane)).filter((end) => end !== undefined);
  return {
    type: 'read',
    position: state.position,
    continues: state.continues,
    limit: Math.min(READ_LIMIT[settings.source], most - open),
    answerBy: ends.length > 0 ? Math.max(turn.now, Math.min(...ends)) : undefined,
  };
}

function readUnderWay({ reading, shardId }: ShardState): { readonly since: number } {
  if (reading.type === 'reading') return reading;
  throw new RangeError(`no read is under way in ${shardId}: answer each once`);
}

/** Records that are not done. */
export function countOpen(lanes: readonly Lane[]): number {
  return sumOver(lanes, ({ length }) => length);
}

function bytesOpen(lanes: readonly Lane[]): number {
  return sumOver(lanes, (records) => records.reduce((sum, { record }) => sum + record.bytes, 0));
}

function sumOver(lanes: readonly Lane[], amount: (records: readonly Pending[]) => number): number {
  let sum = 0;
  for (const { work, queue } of lanes) {
    for (const { records } of work) sum += amount(records);
    sum += amount(queue);
  }
  return sum;
}

/** The place before the first record that is not done. */
export function donePosition({ lanes, position }: ShardState): Position {
  let first: Pending | undefined;
  for (const lane of lanes) {
    const head = headOf(lane);
    if (head && (!first || head.order < first.order)) first = head;
  }
  return first ? first.previous : position;
}

function headOf({ work, queue }: Lane): Pending | undefined {
  return work.find(({ records }) => records.length > 0)?.records[0] ?? queue[0];
}

/** How far the shard has come. */
export function checkpointOf(state: ShardState): ShardCheckpoint {
  const [lane] = state.lanes;
  return {
    version: 1,
    position: donePosition(state),
    finished: state.phase === 'finished',
    ...(lane?.window ? { window: lane.window } : {}),
    ...(lane && lane.windowFloor > 0 ? { windowFloor: lane.windowFloor } : {}),
  };
}

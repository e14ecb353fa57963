import { jsonBytes } from '../json.ts';
import type { OpenWindow } from '../model.ts';
import type { WindowView } from '../protocol.ts';
import { deliver, discard } from './discard.ts';
import { type Batch, type Lane, newBatch, type Pending } from './state.ts';
import type { Turn } from './turn.ts';

/** Does all that a lane can do now: sends what waited, gives up what is too old, invokes. */
export function advanceLane(turn: Turn, lane: Lane): Lane {
  let current = lane;
  for (;;) {
    const { activity } = current;
    if (activity.type === 'invoking' || activity.type === 'delivering') return current;
    if (activity.type !== 'idle' && activity.until > turn.now) return current;
    if (activity.type === 'redelivering') return deliver(turn, current, activity.delivery);
    current = withOverflow(turn, current.work.length > 0 ? current : withNextBatch(turn, current));
    const batch = current.work[0];
    if (!batch) return current;
    const fresh = freshPart(turn, batch);
    if (fresh === batch.records.length) return invoke(turn, current, batch);
    current = splitByAge(turn, current, batch, fresh);
  }
}

/** Time at which a lane wants to be looked at again, if it does. */
export function laneWakesAt(turn: Turn, lane: Lane): number | undefined {
  const { activity } = lane;
  if (activity.type === 'waiting' || activity.type === 'redelivering') return activity.until;
  if (activity.type !== 'idle' || lane.work.length > 0) return undefined;
  const cut = turn.rules.cutBatch(turn.settings, offer(turn, lane), turn.now);
  return 'waitUntil' in cut ? cut.waitUntil : undefined;
}

/** When the last tumbling window of the lane ends, if more may still come into it. */
export function windowEndsAt(turn: Turn, lane: Lane): number | undefined {
  const window = lane.queue.length > 0 ? windowFor(turn, lane, lane.queue.at(-1)) : lane.window;
  return window && window.end > turn.caughtUpTo ? window.end : undefined;
}

function invoke(turn: Turn, lane: Lane, batch: Batch): Lane {
  const id = turn.nextId();
  const records = batch.records.map(({ record }) => record);
  turn.emit({ type: 'invoke', id, records, window: lane.window && viewOf(lane.window, batch) });
  return { ...lane, activity: { type: 'invoking', id } };
}

function viewOf({ start, end, state }: OpenWindow, { purpose }: Batch): WindowView {
  return { start, end, state, final: purpose === 'window-end', terminatedEarly: purpose === 'window-overflow' };
}

/** Records from the front that are not too old; those of a window's end are none. */
function freshPart(turn: Turn, { records }: Batch): number {
  const old = records.findIndex(({ record }) => turn.rules.isTooOld(turn.settings, record, turn.now));
  return old === -1 ? records.length : old;
}

/** Gives up the old records at the front of a batch, or has the fresh ones before them go first. */
function splitByAge(turn: Turn, lane: Lane, batch: Batch, fresh: number): Lane {
  const rest = lane.work.slice(1);
  const idle: Lane = { ...lane, activity: { type: 'idle' } };
  if (fresh > 0) return { ...idle, work: [...partsOf(batch, fresh), ...rest] };
  const after = batch.records.findIndex(({ record }) => !turn.rules.isTooOld(turn.settings, record, turn.now));
  const [old = batch, ...young] = after === -1 ? [batch] : partsOf(batch, after);
  return discard(turn, { ...idle, work: [old, ...young, ...rest] }, old, 'RecordAgeExceeded');
}

/** A batch in two. The second begins its attempts anew: it was not its own first record that failed. */
function partsOf(batch: Batch, at: number): readonly Batch[] {
  return [
    { ...batch, records: batch.records.slice(0, at) },
    { ...batch, records: batch.records.slice(at), attempts: 0, failures: 0 },
  ];
}

/** The end of a window before all else when its state has grown too large. */
function withOverflow(turn: Turn, lane: Lane): Lane {
  const next = lane.work[0]?.purpose;
  if (!lane.window || next === 'window-overflow' || !turn.rules.isOverflowing(lane.window.state)) return lane;
  return { ...lane, work: [newBatch('window-overflow', []), ...lane.work] };
}

/** Cuts a batch from the queue, or ends the window, when it is time for either. */
function withNextBatch(turn: Turn, lane: Lane): Lane {
  const { window } = lane;
  if (window && isOver(turn, lane, window)) return { ...lane, work: [newBatch('window-end', [])] };
  const cut = turn.rules.cutBatch(turn.settings, offer(turn, lane), turn.now);
  if (!('take' in cut) || cut.take === 0) return lane;
  return {
    ...lane,
    window: window ?? nextWindow(turn, lane),
    work: [newBatch('records', lane.queue.slice(0, cut.take))],
    queue: lane.queue.slice(cut.take),
  };
}

/** The window of the next record. */
function nextWindow(turn: Turn, lane: Lane): OpenWindow | undefined {
  return windowFor(turn, lane, lane.queue[0]);
}

function windowFor(turn: Turn, { windowFloor, window }: Lane, pending: Pending | undefined): OpenWindow | undefined {
  const { tumblingWindowMs } = turn.settings;
  if (!pending || tumblingWindowMs === 0) return undefined;
  return turn.rules.windowOf(pending.record, tumblingWindowMs, window ? window.start : windowFloor);
}

/** A window is over when a record of a later one waits, or when none of its own can come any more. */
function isOver(turn: Turn, lane: Lane, window: OpenWindow): boolean {
  const next = nextWindow(turn, lane);
  return next ? next.start >= window.end : turn.closed || turn.caughtUpTo >= window.end;
}

function offer(turn: Turn, lane: Lane) {
  const window = lane.window ?? nextWindow(turn, lane);
  const available = window ? beforeEnd(lane.queue, window) : lane.queue;
  const windowOver = window !== undefined && (available.length < lane.queue.length || turn.caughtUpTo >= window.end);
  const stateBytes = lane.window ? jsonBytes(lane.window.state) : 0;
  return { available, complete: turn.closed || windowOver, stateBytes };
}

function beforeEnd(queue: readonly Pending[], { end }: OpenWindow): readonly Pending[] {
  const next = queue.findIndex(({ record }) => record.arrivedAt >= end);
  return next === -1 ? queue : queue.slice(0, next);
}

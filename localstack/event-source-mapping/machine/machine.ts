import type { MappingSettings, ShardCheckpoint } from '../model.ts';
import type { Command, Input } from '../protocol.ts';
import { awsRules, type Rules } from '../rules/index.ts';
import { settleDelivery } from './discard.ts';
import { advanceLane, laneWakesAt } from './lane.ts';
import { newShard } from './new-shard.ts';
import { settleOutcome } from './outcome.ts';
import { checkpointOf, nextRead, takeReadFailure, takeRecords } from './reading.ts';
import { sameCheckpoint } from './same-checkpoint.ts';
import type { Lane, ShardState } from './state.ts';
import { openTurn, type Turn } from './turn.ts';

/** A shard's new state, and what it wants done. */
export interface Step {
  readonly state: ShardState;
  readonly commands: readonly Command[];
}

/** The machine of a shard. */
export interface Machine {
  /**
   * Takes a shard up where its checkpoint ends. The first checkpoint of a shard comes from `planShards`.
   *
   * @param now milliseconds since 1970; must never go back from call to call
   */
  readonly createShard: (settings: MappingSettings, shardId: string, checkpoint: ShardCheckpoint, now: number) => Step;
  /**
   * Tells a shard what happened. Pure: the state given stays as it is.
   *
   * @throws {RangeError} when an answer has no question: no such read, invocation or delivery is under way
   */
  readonly step: (state: ShardState, input: Input, now: number) => Step;
}

/** A machine with some of AWS's rules replaced; none are for real use. */
export function createMachine(changed: Partial<Rules> = {}): Machine {
  const rules: Rules = { ...awsRules, ...changed };
  return {
    createShard: (settings, shardId, checkpoint, now) =>
      run(rules, newShard(settings, shardId, checkpoint), undefined, now),
    step: (state, input, now) => run(rules, state, input, now),
  };
}

function run(rules: Rules, state: ShardState, input: Input | undefined, now: number): Step {
  if (state.phase === 'stopped' || state.phase === 'finished') return { state, commands: [] };
  const { turn, commands, gathered } = openTurn(rules, state, now);
  const told = input ? take(turn, state, input) : state;
  const after = settle({ ...turn, caughtUpTo: told.caughtUpTo, closed: told.closed }, told);
  const { ids, result } = gathered();
  if (result !== state.result) turn.emit({ type: 'result', text: result });
  if (after.phase === 'finished' || after.phase === 'stopped') turn.emit({ type: after.phase });
  return { state: { ...after, ids, result }, commands };
}

function take(turn: Turn, state: ShardState, input: Input): ShardState {
  switch (input.type) {
    case 'records':
      return state.phase === 'running' ? takeRecords(turn, state, input) : state;
    case 'read-failed':
      return state.phase === 'running' ? takeReadFailure(turn, state, input) : state;
    case 'delivered':
      return changeLane(state, input.id, ({ activity, ...lane }) =>
        activity.type === 'delivering'
          ? settleDelivery(turn, { ...lane, activity }, input.id, activity.delivery, input.ok)
          : undefined,
      );
    case 'tick':
      // A timer may go off a little early: what is still wanted is asked for again.
      return { ...state, wakeAt: undefined };
    case 'stop':
      return { ...state, phase: 'stopping' };
    default:
      return changeLane(state, input.id, (lane) =>
        lane.activity.type === 'invoking' ? settleOutcome(turn, lane, input) : undefined,
      );
  }
}

/** Changes the lane that waits for an id. */
function changeLane(state: ShardState, id: string, change: (lane: Lane) => Lane | undefined): ShardState {
  const index = state.lanes.findIndex(({ activity }) => 'id' in activity && activity.id === id);
  const lane = state.lanes[index];
  const changed = lane && change(lane);
  if (!changed)
    throw new RangeError(`no invocation or delivery "${id}" is under way in ${state.shardId}: answer each once`);
  return { ...state, lanes: state.lanes.with(index, changed) };
}

/** Starts all that can be started, and says what has changed. */
function settle(turn: Turn, told: ShardState): ShardState {
  let state = told;
  if (state.phase === 'running') {
    state = { ...state, lanes: state.lanes.map((lane) => advanceLane(turn, lane)) };
    const read = nextRead(turn, state);
    if (read) {
      turn.emit(read);
      state = { ...state, reading: { type: 'reading', since: turn.now } };
    }
  }
  state = { ...state, phase: nextPhase(state) };
  const checkpoint = checkpointOf(state);
  if (!sameCheckpoint(state.checkpoint, checkpoint)) {
    turn.emit({ type: 'checkpoint', checkpoint });
    state = { ...state, checkpoint };
  }
  const wakeAt = state.phase === 'running' ? wakesAt(turn, state) : undefined;
  if (wakeAt !== state.wakeAt) turn.emit({ type: 'wake', at: wakeAt });
  return { ...state, wakeAt };
}

function nextPhase(state: ShardState): ShardState['phase'] {
  const underWay = state.lanes.some(({ activity }) => activity.type === 'invoking' || activity.type === 'delivering');
  if (state.phase === 'stopping') return underWay ? 'stopping' : 'stopped';
  const empty = state.lanes.every(({ work, queue, window }) => work.length === 0 && queue.length === 0 && !window);
  return state.closed && empty ? 'finished' : state.phase;
}

function wakesAt(turn: Turn, { lanes, reading }: ShardState): number | undefined {
  const times = lanes.map((lane) => laneWakesAt(turn, lane));
  if (reading.type === 'waiting') times.push(reading.until);
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

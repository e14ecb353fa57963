import { isObject, parseJson } from './json.ts';
import type { MappingProgress, OpenWindow, Position, ShardCheckpoint } from './model.ts';

/** A stored checkpoint that cannot be read. */
export class InvalidCheckpointError extends Error {
  override readonly name = 'InvalidCheckpointError';
}

/**
 * Stored progress of a mapping.
 *
 * @throws {InvalidCheckpointError} naming the place
 */
export function readProgress(text: string): MappingProgress {
  const value = parseJson(text);
  if (!isObject(value)) throw new InvalidCheckpointError(`progress is not a JSON object: ${text.slice(0, 80)}`);
  checkVersion(value.version, 'progress');
  const { shards, starts } = value;
  if (!isObject(shards)) throw wrong('shards', shards, 'an object');
  return {
    version: 1,
    shards: Object.fromEntries(
      Object.entries(shards).map(([shardId, shard]) => [shardId, checkpointIn(shard, shardId)]),
    ),
    ...(starts === undefined ? {} : { starts: startsIn(starts) }),
  };
}

function startsIn(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) throw wrong('starts', value, 'an object');
  return Object.fromEntries(
    Object.entries(value).map(([shardId, start]) => {
      if (typeof start !== 'string') throw wrong(`starts.${shardId}`, start, 'a sequence number');
      return [shardId, start];
    }),
  );
}

/**
 * A stored checkpoint of a shard.
 *
 * @throws {InvalidCheckpointError} naming the field
 */
export function readCheckpoint(text: string): ShardCheckpoint {
  return checkpointIn(parseJson(text), 'checkpoint');
}

function checkpointIn(value: unknown, place: string): ShardCheckpoint {
  if (!isObject(value)) throw wrong(place, value, 'an object');
  checkVersion(value.version, place);
  const { position, finished, window, windowFloor } = value;
  if (typeof finished !== 'boolean') throw wrong(`${place}.finished`, finished, 'true or false');
  return {
    version: 1,
    position: positionIn(position, `${place}.position`),
    finished,
    ...(window === undefined ? {} : { window: windowIn(window, `${place}.window`) }),
    ...(windowFloor === undefined ? {} : { windowFloor: timeIn(windowFloor, `${place}.windowFloor`) }),
  };
}

function positionIn(value: unknown, place: string): Position {
  const { type, at, sequenceNumber } = isObject(value) ? value : {};
  if (type === 'trim-horizon') return { type };
  if (type === 'timestamp') return { type, at: timeIn(at, `${place}.at`) };
  if (type !== 'after') throw wrong(place, value, 'a position: trim-horizon, timestamp or after');
  if (typeof sequenceNumber === 'string' && /^\d+$/.test(sequenceNumber)) return { type, sequenceNumber };
  throw wrong(`${place}.sequenceNumber`, sequenceNumber, 'decimal digits');
}

function windowIn(value: unknown, place: string): OpenWindow {
  const { start, end, state } = isObject(value) ? value : {};
  if (!isObject(state)) throw wrong(`${place}.state`, state, 'an object');
  return { start: timeIn(start, `${place}.start`), end: timeIn(end, `${place}.end`), state };
}

function timeIn(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(place, value, 'milliseconds since 1970');
}

function checkVersion(version: unknown, place: string): void {
  if (version !== 1) throw wrong(`${place}.version`, version, '1; it was written by another version of Caudal');
}

function wrong(place: string, value: unknown, wanted: string): InvalidCheckpointError {
  const received = (JSON.stringify(value) ?? 'nothing').slice(0, 80);
  return new InvalidCheckpointError(`${place} is ${received}, which should be ${wanted}`);
}

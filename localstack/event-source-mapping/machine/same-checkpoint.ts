import type { OpenWindow, Position, ShardCheckpoint } from '../model.ts';

/** Whether storing the second would change nothing. */
export function sameCheckpoint(one: ShardCheckpoint, other: ShardCheckpoint): boolean {
  return (
    one.finished === other.finished &&
    one.windowFloor === other.windowFloor &&
    samePosition(one.position, other.position) &&
    sameWindow(one.window, other.window)
  );
}

function samePosition(one: Position, other: Position): boolean {
  if (one.type === 'after') return other.type === 'after' && one.sequenceNumber === other.sequenceNumber;
  if (one.type === 'timestamp') return other.type === 'timestamp' && one.at === other.at;
  return other.type === one.type;
}

/** States are compared by identity: the machine makes a new one only when a function has returned one. */
function sameWindow(one: OpenWindow | undefined, other: OpenWindow | undefined): boolean {
  return one === other || (one?.start === other?.start && one?.state === other?.state && one?.end === other?.end);
}

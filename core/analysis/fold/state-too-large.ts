import { Buffer } from 'node:buffer';
import type { ItemState } from './item-state.ts';
import { partNamed } from './part-names.ts';

/** Bytes of UTF-8 that the state of an item may have: DynamoDB bills a write by the KB. */
export const MAX_STATE_BYTES = 65_536;

/** Size of a state, in bytes of UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** An event would make the state of its key larger than {@link MAX_STATE_BYTES}. Its message is the reason of the failed event. */
export class StateTooLargeError extends Error {
  override readonly name = 'StateTooLargeError';

  /**
   * @param item how the message names the item
   * @param state the state as it would be
   * @param bytes its size
   */
  constructor(pipeline: string, item: string, state: ItemState, bytes: number) {
    const [part, size] = largestPart(state);
    super(
      `Pipeline ${pipeline}: with this event the state of ${item} would have ${bytes} bytes, over the bound of ` +
        `${MAX_STATE_BYTES}; the largest part is ${part} with ${size}. Fewer groups, a smaller window, a larger hop, a ` +
        'shorter lateness or dedupe horizon, or a finer partition key make it smaller',
    );
  }
}

function largestPart(state: ItemState): readonly [name: string, bytes: number] {
  const sizes: [string, number][] = Object.entries(state.parts).map(([name, part]) => [partNamed(name), sizeOf(part)]);
  sizes.push(
    ['the outbox', sizeOf(state.outbox) + sizeOf(state.decisions ?? [])],
    ['the event ids', state.ids?.length ?? 0],
  );
  sizes.push(['the positions', sizeOf(state.shards)]);
  return sizes.reduce((a, b) => (b[1] > a[1] ? b : a));
}

function sizeOf(value: unknown): number {
  return bytesOf(JSON.stringify(value));
}

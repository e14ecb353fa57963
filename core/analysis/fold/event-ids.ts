import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** Ids remembered at the most. */
export const MAX_IDS = 1024;

const HASH_BYTES = 9;
const TIME_BYTES = 6;
const ENTRY_BYTES = HASH_BYTES + TIME_BYTES;

/** Times are stored as unsigned numbers of 48 bits, so up to 4,459 years on either side of 1970. */
const TIME_OFFSET = 2 ** 47;

/** The ids of the events applied to a key within the dedupe horizon. */
export interface EventIds {
  /** Whether the id was applied with an event time of `horizon` or later. */
  has(id: string, horizon: number): boolean;
  /** Remembers an id. Where there is no room, the one of the lowest time goes, ties by hash, and is counted. */
  add(id: string, time: number, horizon: number): void;
  /** Ids that went for want of room. */
  readonly overflowed: number;
  /** For the state: what lies before the horizon is left out; undefined where nothing is left. */
  encode(horizon: number): string | undefined;
}

/**
 * Reads the ids of a state: base64 of 15 bytes an id, the first nine of the SHA-256 of the id, and the event time. Two of
 * 1,024 ids share these 72 bits with a probability of 10⁻¹⁶.
 */
export function readEventIds(encoded = ''): EventIds {
  const times = decode(encoded);
  let overflowed = 0;

  function forget(horizon: number): void {
    for (const [hash, time] of times) if (time < horizon) times.delete(hash);
  }

  function dropLowest(): void {
    let lowest: [hash: string, time: number] | undefined;
    for (const entry of times) {
      if (!lowest || entry[1] < lowest[1] || (entry[1] === lowest[1] && entry[0] < lowest[0])) lowest = entry;
    }
    if (lowest) times.delete(lowest[0]);
    overflowed += 1;
  }

  return {
    has(id, horizon) {
      const time = times.get(hashOf(id));
      return time !== undefined && time >= horizon;
    },
    add(id, time, horizon) {
      times.set(hashOf(id), Math.min(Math.max(Math.floor(time), -TIME_OFFSET), TIME_OFFSET - 1));
      if (times.size > MAX_IDS) forget(horizon);
      if (times.size > MAX_IDS) dropLowest();
    },
    get overflowed() {
      return overflowed;
    },
    encode(horizon) {
      forget(horizon);
      if (times.size === 0) return undefined;
      const bytes = Buffer.allocUnsafe(times.size * ENTRY_BYTES);
      let offset = 0;
      for (const [hash, time] of times) {
        bytes.write(hash, offset, 'latin1');
        bytes.writeUIntBE(time + TIME_OFFSET, offset + HASH_BYTES, TIME_BYTES);
        offset += ENTRY_BYTES;
      }
      return bytes.toString('base64');
    },
  };
}

function decode(encoded: string): Map<string, number> {
  const bytes = Buffer.from(encoded, 'base64');
  const times = new Map<string, number>();
  for (let offset = 0; offset + ENTRY_BYTES <= bytes.length; offset += ENTRY_BYTES) {
    const hash = bytes.toString('latin1', offset, offset + HASH_BYTES);
    times.set(hash, bytes.readUIntBE(offset + HASH_BYTES, TIME_BYTES) - TIME_OFFSET);
  }
  return times;
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest().toString('latin1', 0, HASH_BYTES);
}

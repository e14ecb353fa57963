import { Buffer } from 'node:buffer';
import { hash as digest } from 'node:crypto';

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
  /**
   * Remembers an id that is not there, and forgets those before the horizon. Where there is no room, the one of the lowest
   * time goes, ties by hash, and is counted.
   */
  add(id: string, time: number, horizon: number): void;
  /** Ids that went for want of room. */
  readonly overflowed: number;
  /** For the state: what lies before the horizon is left out; undefined where nothing is left. */
  encode(horizon: number): string | undefined;
}

interface Entry {
  readonly hash: string;
  readonly time: number;
}

/**
 * Reads the ids of a state: base64 of 15 bytes an id, the first nine of the SHA-256 of the id, and the event time. Two of
 * 1,024 ids share these 72 bits with a probability of 10⁻¹⁶.
 */
export function readEventIds(encoded = ''): EventIds {
  // In order of time, so the next to go is the first, and a new one comes near the end.
  const entries = decode(encoded);
  const times = new Map(entries.map(({ hash, time }) => [hash, time]));
  const hashOf = rememberLast((id: string) => digest('sha256', id, 'buffer').toString('latin1', 0, HASH_BYTES));
  let overflowed = 0;

  function forget(count: number): void {
    for (const { hash } of entries.splice(0, count)) times.delete(hash);
  }

  function forgetBefore(horizon: number): void {
    const live = entries.findIndex(({ time }) => time >= horizon);
    forget(live === -1 ? entries.length : live);
  }

  return {
    has(id, horizon) {
      const time = times.get(hashOf(id));
      return time !== undefined && time >= horizon;
    },
    add(id, at, horizon) {
      forgetBefore(horizon);
      const entry = { hash: hashOf(id), time: Math.min(Math.max(Math.floor(at), -TIME_OFFSET), TIME_OFFSET - 1) };
      times.set(entry.hash, entry.time);
      entries.splice(entries.findLastIndex((other) => isBefore(other, entry)) + 1, 0, entry);
      if (entries.length <= MAX_IDS) return;
      forget(1);
      overflowed += 1;
    },
    get overflowed() {
      return overflowed;
    },
    encode(horizon) {
      forgetBefore(horizon);
      if (entries.length === 0) return undefined;
      const bytes = Buffer.allocUnsafe(entries.length * ENTRY_BYTES);
      for (const [index, { hash, time }] of entries.entries()) {
        const offset = index * ENTRY_BYTES;
        bytes.write(hash, offset, 'latin1');
        bytes.writeUIntBE(time + TIME_OFFSET, offset + HASH_BYTES, TIME_BYTES);
      }
      return bytes.toString('base64');
    },
  };
}

function decode(encoded: string): Entry[] {
  const bytes = Buffer.from(encoded, 'base64');
  return Array.from({ length: Math.floor(bytes.length / ENTRY_BYTES) }, (_, index) => {
    const offset = index * ENTRY_BYTES;
    return {
      hash: bytes.toString('latin1', offset, offset + HASH_BYTES),
      time: bytes.readUIntBE(offset + HASH_BYTES, TIME_BYTES) - TIME_OFFSET,
    };
  });
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.hash < b.hash);
}

/** An id is asked for, and then added. */
function rememberLast(compute: (id: string) => string): (id: string) => string {
  let last: readonly [id: string, value: string] | undefined;
  return (id) => {
    if (last?.[0] !== id) last = [id, compute(id)];
    return last[1];
  };
}

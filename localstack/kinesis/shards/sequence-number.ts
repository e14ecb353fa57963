import { type Shard, shardNumber } from './shard.ts';

/** What a sequence number says. */
export interface SequenceParts {
  /** Second since 1970 in which the shard was made. */
  readonly shardSecond: number;
  /** Number in the shard's id. */
  readonly shard: number;
  /** Position in the shard; 0 is its beginning, before the first record. */
  readonly index: number;
  /** Second since 1970 in which the record arrived. */
  readonly second: number;
}

/** Version that both ends of the number carry. */
const version = 2n;
/** Position of the end of a closed shard: behind every record. */
const endIndex = (1n << 63n) - 1n;

/**
 * Writes a sequence number: 56 digits, as on AWS. From the highest bits down: version (4 bits), second of the shard
 * (36), its number's last digit (4), position (64), nothing (8), second of the record (36), the shard's number (32),
 * version (4). So numbers rise within a shard, and those of a child shard are above its parents'.
 */
function compose(shardSecond: number, shard: number, index: bigint, second: number): string {
  let value = (version << 36n) | BigInt(shardSecond);
  value = (value << 4n) | BigInt(shard & 15);
  value = (value << 64n) | index;
  value = (value << 44n) | BigInt(second);
  value = (value << 32n) | BigInt(shard);
  return String((value << 4n) | version);
}

/** Writes the sequence numbers of one shard: what they have in common is computed once. */
export function sequenceNumbers(shard: Shard): (index: number, arrival: number) => string {
  const base = BigInt(startingSequenceNumber(shard)) - (BigInt(shard.second) << 36n);
  return (index, arrival) => String(base + (BigInt(index) << 80n) + (BigInt(Math.floor(arrival / 1000)) << 36n));
}

/** Lower end of a shard's sequence numbers. */
export function startingSequenceNumber(shard: Shard): string {
  return compose(shard.second, shardNumber(shard.id), 0n, shard.second);
}

/** Upper end of a closed shard's sequence numbers. @param closedAt epoch milliseconds */
export function endingSequenceNumber(shard: Shard, closedAt: number): string {
  return compose(shard.second, shardNumber(shard.id), endIndex, Math.floor(closedAt / 1000));
}

/** Takes a sequence number apart; undefined for a number that is none. */
export function parseSequenceNumber(text: string): SequenceParts | undefined {
  const value = BigInt(text);
  const bits = (shift: bigint, width: bigint): bigint => (value >> shift) & ((1n << width) - 1n);
  const shard = Number(bits(4n, 32n));
  if (value >> 184n !== version || bits(0n, 4n) !== version || bits(72n, 8n) !== 0n) return undefined;
  if (Number(bits(144n, 4n)) !== (shard & 15)) return undefined;
  const index = bits(80n, 64n);
  return {
    shardSecond: Number(bits(148n, 36n)),
    shard,
    index: Math.min(Number(index), Number.MAX_SAFE_INTEGER),
    second: Number(bits(36n, 36n)),
  };
}

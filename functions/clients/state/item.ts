import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { StateWrite } from '../../../core/analysis/fold/types.ts';
import { bucketOf } from '../../../core/keys.ts';
import type { ItemId } from './subject.ts';

/** What is known of an item. */
export interface Kept {
  /** Counts the writes; 0 where there is no item. */
  readonly version: number;
  /** JSON; undefined where there is no item, or an expired one. */
  readonly state: string | undefined;
  /** When a sweep has to come, in milliseconds; undefined: not before the next event. */
  readonly due: number | undefined;
  /** In seconds since the epoch. */
  readonly expiresAt: number;
}

/** Partitions of the index of due items: each takes 1,000 writes a second, and a sweep asks for all of them. */
export const DUE_BUCKETS = 8;

/** No item. */
export const nothingKept: Kept = { version: 0, state: undefined, due: undefined, expiresAt: 0 };

/** The partition of the index in which a pipeline's due items lie. */
export function duePartition(pipeline: string, bucket: number): string {
  return `${pipeline}#${bucket}`;
}

/** The item as DynamoDB takes it. Without a due time it is not in the index. */
export function toItem(
  pipeline: string,
  id: ItemId,
  version: number,
  next: StateWrite,
): Record<string, AttributeValue> {
  return {
    pk: { S: id.pk },
    sk: { S: id.sk },
    version: { N: String(version) },
    state: { S: next.state },
    expires_at: { N: String(next.expiresAt) },
    ...(id.hashed && { subject: { S: JSON.stringify(id.subject) } }),
    ...(next.due !== undefined && {
      due: { S: duePartition(pipeline, bucketOf(id.pk, DUE_BUCKETS)) },
      due_at: { N: String(next.due) },
    }),
  };
}

/**
 * What an item holds. One that has expired holds nothing, though DynamoDB may take days to delete it; its version still
 * counts for the next write.
 * @param now in milliseconds since the epoch
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function fromItem(item: Readonly<Record<string, AttributeValue>>, now: number): Kept {
  const kept = {
    version: Number(item.version?.N),
    state: item.state?.S,
    due: item.due_at?.N === undefined ? undefined : Number(item.due_at.N),
    expiresAt: Number(item.expires_at?.N),
  };
  return unexpired(kept, now);
}

/** The same without its state where that has expired by `now`, in milliseconds since the epoch. */
export function unexpired(kept: Kept, now: number): Kept {
  return kept.expiresAt * 1_000 <= now ? { ...kept, state: undefined } : kept;
}

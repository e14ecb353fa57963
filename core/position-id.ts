import type { Position } from './source.ts';

/**
 * An id for an event that brings none: `<shard>:<sequence number>`, as Lambda makes the `eventID` of a Kinesis record. The
 * same at every try of a record and of no other record of the stream; but an event sent twice has two.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export function positionId({ shard, sequence }: Position): string {
  return `${shard}:${sequence}`;
}

import type { Fact, Moment } from '../../../../../core/analysis/parts.ts';

/** What the windows of these tests are of. */
export interface Reading {
  readonly value: number;
  readonly group?: string;
}

/** An event of that time (ms) and value, applied. Its id is the time and the value unless another is given. */
export function fact(time: number, value = 1, more: { group?: string; id?: string } = {}): Fact<Reading> {
  const { group, id = `${time}:${value}` } = more;
  return {
    event: { value, ...(group !== undefined && { group }) },
    id,
    time,
    arrivedAt: time,
    partitionKey: 'k',
    position: { stream: 's', shard: 'shardId-000000000000', sequence: '1' },
  };
}

/** Nothing is out, nothing has passed, unless it is said. */
export function moment(given: Partial<Moment> = {}): Moment {
  const watermark = given.watermark ?? given.keyWatermark ?? Number.NEGATIVE_INFINITY;
  return { stamp: 1, published: 0, keyWatermark: watermark, arrived: 0, ...given, watermark };
}

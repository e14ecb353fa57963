import { describe, expect, it } from 'vitest';
import { positionId } from '../../../core/position-id.ts';

describe('positionId', () => {
  it('names shard and sequence number, within the bound of an id', () => {
    const id = positionId({ stream: 's', shard: 'shardId-000000000003', sequence: '4'.repeat(56) });
    expect(id).toBe(`shardId-000000000003:${'4'.repeat(56)}`);
    expect(id.length).toBeLessThan(128);
  });
});

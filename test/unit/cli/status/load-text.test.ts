import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { loadText } from '../../../../cli/status/load-text.ts';

const times = { from: '2026-11-22T11:59:00.000Z', to: '2026-11-22T12:00:10.000Z' };
const shard = (number: number, recordsPerSecond: number) => ({
  shard: `shardId-00000000000${number}`,
  recordsPerSecond,
  bytesPerSecond: recordsPerSecond * 512,
  utilization: recordsPerSecond / 1000,
});

it('shows a row a shard, with its share of the limit, and the skew of the stream', () => {
  const text = loadText([
    { name: 'sensors', load: { ...times, skew: 1.5, shards: [shard(0, 900), shard(1, 300)] } },
    { name: 'users', load: { ...times, skew: null, shards: [shard(0, 0)] } },
  ]);
  expect(
    stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.trimEnd()),
  ).toEqual([
    'load (1 to 2 min)  shard                 rec/s  KB/s   of 1000 rec/s, 1024 KB/s  skew',
    'sensors            shardId-000000000000  900.0  450.0  90.0 %                    1.50',
    'sensors            shardId-000000000001  300.0  150.0  30.0 %',
    'users              shardId-000000000000  0.0    0.0    0.0 %',
  ]);
});

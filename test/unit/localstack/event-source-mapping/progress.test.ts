import { describe, expect, it } from 'vitest';
import {
  InvalidCheckpointError,
  type MappingProgress,
  readCheckpoint,
  readProgress,
} from '../../../../localstack/event-source-mapping/index.ts';
import { NOW, record, records, Shard } from './support/shard.ts';

const progress: MappingProgress = {
  version: 1,
  shards: {
    a: { version: 1, position: { type: 'after', sequenceNumber: '123' }, finished: true },
    b: { version: 1, position: { type: 'timestamp', at: NOW }, finished: false },
    c: {
      version: 1,
      position: { type: 'trim-horizon' },
      finished: false,
      window: { start: NOW, end: NOW + 1, state: { sum: 1 } },
      windowFloor: NOW,
    },
  },
  starts: { a: '100' },
};

describe('progress', () => {
  it('is read back as it was stored', () => {
    expect(readProgress(JSON.stringify(progress))).toEqual(progress);
    expect(readCheckpoint(JSON.stringify(progress.shards.c))).toEqual(progress.shards.c);
  });

  it.each([
    ['', 'progress is not a JSON object'],
    ['{"version":2,"shards":{}}', 'progress.version is 2'],
    ['{"version":1}', 'shards is nothing'],
    ['{"version":1,"shards":{"a":null}}', 'a is null'],
    ['{"version":1,"shards":{},"starts":[]}', 'starts is []'],
    ['{"version":1,"shards":{},"starts":{"a":5}}', 'starts.a is 5'],
    ['{"version":1,"shards":{"a":{"version":1,"finished":1}}}', 'a.finished is 1'],
    [
      '{"version":1,"shards":{"a":{"version":1,"finished":true,"position":{"type":"x"}}}}',
      'a.position is {"type":"x"}',
    ],
    [
      '{"version":1,"shards":{"a":{"version":1,"finished":true,"position":{"type":"after","sequenceNumber":"5x"}}}}',
      'a.position.sequenceNumber is "5x"',
    ],
    [
      '{"version":1,"shards":{"a":{"version":1,"finished":true,"position":{"type":"timestamp"}}}}',
      'a.position.at is nothing',
    ],
    [
      '{"version":1,"shards":{"a":{"version":1,"finished":true,"position":{"type":"trim-horizon"},"window":{"start":1,"end":2}}}}',
      'a.window.state is nothing',
    ],
  ])('that reads %s is refused by name', (text, message) => {
    expect(() => readProgress(text)).toThrow(InvalidCheckpointError);
    expect(() => readProgress(text)).toThrow(message);
  });

  it('of a shard is one small line for each change', () => {
    const shard = new Shard({ BatchSize: 2 })
      .give(records(1, 2, 3))
      .returns()
      .fails();
    expect(shard.all('checkpoint')).toHaveLength(1);
    expect(JSON.stringify(shard.last('checkpoint').checkpoint).length).toBeLessThan(150);
  });

  it('lets a shard go on where it was, through text', () => {
    const shard = new Shard({ BatchSize: 2 }).give(records(1, 2, 3)).returns();
    const checkpoint = readCheckpoint(JSON.stringify(shard.last('checkpoint').checkpoint));
    const { sequenceNumber } = record(2);
    expect(new Shard({}, checkpoint).last('read').position).toEqual({ type: 'after', sequenceNumber });
  });

  it('of a finished shard finishes at once', () => {
    expect(new Shard({}, { finished: true }).commands).toEqual([{ type: 'finished' }]);
  });
});

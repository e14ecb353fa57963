import { describe, expect, it } from 'vitest';
import { FetchWorld, pagesOf, sale } from './support.ts';

const failing = () => new Error('the source broke');

describe('a run', () => {
  it('puts page after page, and keeps after each how far the source is read', async () => {
    const world = new FetchWorld();
    const run = await world.run(() => pagesOf([[sale(1), sale(2)], [sale(3)]]));
    expect(run).toMatchObject({
      outcome: 'done',
      trigger: 'manual',
      records: 3,
      pages: 2,
      finished: true,
      from: 'source',
    });
    expect(world.stream.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect([world.position, world.claim]).toEqual(['2', undefined]);
    expect(world.runs).toEqual([run]);
  });

  it('writes down what the stream acknowledged, by the ids of the events', async () => {
    const world = new FetchWorld();
    await world.run(() => pagesOf([[sale(7), { ...sale(8), key: '' }]]));
    expect(world.acknowledgements).toMatchObject([
      { eventId: '7', sequence: '1', shard: 'shardId-000000000000' },
      { eventId: expect.stringMatching(/^[0-9a-f]{64}$/), sequence: '2' },
    ]);
  });

  it('that loses its source half-way fails, and the next goes on behind the last page that went in', async () => {
    const world = new FetchWorld();
    const run = await world.run(() => pagesOf([[sale(1)], failing()]));
    expect(run).toMatchObject({ outcome: 'failed', records: 1, finished: false, error: 'the source broke' });
    await world.run(() => pagesOf([[sale(1)], [sale(2)]]));
    expect(world.stream.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('of which the stream takes a part keeps nothing of that page: it is put again, whole', async () => {
    const world = new FetchWorld();
    world.takes = (place) => place === 0;
    const run = await world.run(() => pagesOf([[sale(1), sale(2)]]));
    expect(run).toMatchObject({ outcome: 'failed', records: 1, error: 'the stream took 1 of 2 records: throttled' });
    expect(world.position).toBeUndefined();
    expect(world.acknowledgements.map(({ eventId }) => eventId)).toEqual(['1']);
    world.takes = () => true;
    await world.run(() => pagesOf([[sale(1), sale(2)]]));
    expect(world.stream.map(({ id }) => id)).toEqual([1, 1, 2]);
  });

  it('that runs out of time says so, and the next goes on', async () => {
    const world = new FetchWorld();
    const pages = [[sale(1)], [sale(2)], [sale(3)]];
    const slow = () => {
      const source = pagesOf(pages);
      return {
        ...source,
        next: async (...args: Parameters<typeof source.next>) => {
          world.clock.pass(30_000);
          return source.next(...args);
        },
      };
    };
    expect(await world.run(slow)).toMatchObject({ outcome: 'done', records: 2, finished: false });
    expect(await world.run(slow)).toMatchObject({ outcome: 'done', records: 1, finished: true });
    expect(world.stream.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('asked for while another is under way does nothing, and says so', async () => {
    const world = new FetchWorld();
    world.claim = { runId: 'other', until: world.clock.now() + 1_000 };
    const run = await world.run(() => pagesOf([[sale(1)]]));
    expect(run).toMatchObject({
      outcome: 'overlapped',
      records: 0,
      error: expect.stringMatching(/^run other is under way, until 2026/),
    });
    expect(world.stream).toEqual([]);
    world.clock.pass(1_001);
    expect(await world.run(() => pagesOf([[sale(1)]]))).toMatchObject({ outcome: 'done', records: 1 });
  });

  it('that lost the source to another does not set the position back', async () => {
    const world = new FetchWorld();
    const run = await world.run(() => {
      const source = pagesOf([[sale(1)], [sale(2)]]);
      return {
        ...source,
        next: async (...args: Parameters<typeof source.next>) => {
          if (args[0] === '1')
            Object.assign(world, { claim: { runId: 'other', until: Number.MAX_SAFE_INTEGER }, position: '9' });
          return source.next(...args);
        },
      };
    });
    expect([run.outcome, world.position]).toEqual(['failed', '9']);
  });
});

describe('runs of the schedule', () => {
  it('tell of those between them that never began, and make nothing up', async () => {
    const world = new FetchWorld();
    await world.run(() => pagesOf([[sale(1)]]), { scheduledAt: '2026-01-01T00:00:00Z' });
    const run = await world.run(() => pagesOf([[sale(1)], [sale(2)]]), { scheduledAt: '2026-01-01T00:20:03Z' });
    expect(run.missed).toEqual({ runs: 3, from: '2026-01-01T00:05:00.000Z', to: '2026-01-01T00:15:00.000Z' });
    expect([run.scheduledAt, run.records, world.stream.length]).toEqual(['2026-01-01T00:20:03.000Z', 1, 2]);
  });

  it('are done once, where the schedule hands one moment over twice', async () => {
    const world = new FetchWorld();
    const scheduledAt = '2026-01-01T00:00:00Z';
    await world.run(() => pagesOf([[sale(1)]]), { scheduledAt });
    const run = await world.run(() => pagesOf([[sale(1)], [sale(2)]]), { scheduledAt });
    expect([run.outcome, run.records, world.stream.length]).toEqual(['repeated', 0, 1]);
  });

  it('that fail are no missed ones', async () => {
    const world = new FetchWorld();
    await world.run(() => pagesOf([failing()]), { scheduledAt: '2026-01-01T00:00:00Z' });
    const run = await world.run(() => pagesOf([[sale(1)]]), { scheduledAt: '2026-01-01T00:05:00Z' });
    expect(world.runs.map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
    expect(run.missed).toBeUndefined();
  });
});

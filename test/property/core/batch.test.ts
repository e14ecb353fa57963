import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/producer/random.ts';
import { compareSequence } from '../../../core/source.ts';
import { byHour, foldTally } from '../../../core/state/tally.ts';
import { finishedOf, ingestEnds, sumTotals, type Totals } from '../../../core/state/totals.ts';
import sensors from '../../../pipelines/sensors.ts';
import { deliver, UnreliableStore } from '../../support/delivery.ts';
import { ARRIVED_AT, reading, recordOf } from '../../support/records.ts';

type Fate = 'stored' | 'rejected' | 'refused';

const fates = fc.array(fc.constantFrom<Fate>('stored', 'stored', 'stored', 'rejected', 'refused'), {
  minLength: 1,
  maxLength: 60,
});
const isRefused = ({ device_id }: { device_id: string }) => device_id === 'refused';

/** Records whose sequence numbers pass a change of length, and whose arrival passes an hour. */
function recordsOf(planned: readonly Fate[]) {
  return planned.map((fate, index) => {
    const options = { sequence: 10n ** 55n - 20n + BigInt(index), arrivedAt: ARRIVED_AT + index * 61_000 };
    if (fate === 'rejected') return recordOf('garbage', options);
    const device_id = fate === 'refused' ? 'refused' : reading.device_id;
    return recordOf({ ...reading, event_id: `e${index}`, device_id }, options);
  });
}

describe('a shard that is delivered at least once to a store that fails at random', () => {
  it('ends with every record stored or rejected, none lost, none both', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.integer(), async (planned, seed) => {
        const random = createRandom('delivery', seed);
        const store = new UnreliableStore(sensors, random, isRefused);
        const records = recordsOf(planned);
        await deliver(sensors, records, store, random, () => {});
        const truth = planned.map((fate, index) => ({
          fate,
          id: `e${index}`,
          sequence: records[index]?.position.sequence,
        }));
        expect([...store.rows.keys()].sort()).toEqual(
          truth
            .filter(({ fate }) => fate === 'stored')
            .map(({ id }) => id)
            .sort(),
        );
        expect(Object.fromEntries(store.rejected)).toEqual(
          Object.fromEntries(
            truth
              .filter(({ fate }) => fate !== 'stored')
              .map(({ fate, sequence }) => [sequence, fate === 'refused' ? 'store-refused' : 'not-json']),
          ),
        );
      }),
    );
  });

  it('counts each record once, in the hour of its arrival', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.integer(), async (planned, seed) => {
        const random = createRandom('totals', seed);
        const items = new Map<string, Totals>();
        const records = recordsOf(planned);
        const store = new UnreliableStore(sensors, random, isRefused);
        await deliver(sensors, records, store, random, (outcome) => {
          for (const { hour, finished } of byHour(finishedOf(outcome))) {
            const key = hour.toISOString();
            items.set(key, foldTally(ingestEnds, items.get(key), finished, outcome.writtenAt));
          }
        });
        const stored = planned.filter((fate) => fate === 'stored').length;
        const sum = sumTotals([...items.values()]);
        expect(sum).toMatchObject({ records: planned.length, stored, rejected: planned.length - stored });
        expect(sum.latency.reduce((total, count) => total + count, 0)).toBe(planned.length);
        expect(sum.lastArrivedAt).toBe(records.at(-1)?.arrivedAt);
        for (const [hour, { minutes }] of items) {
          expect(Object.keys(minutes).length).toBeLessThanOrEqual(60);
          expect(Object.keys(minutes).every((minute) => minute.startsWith(hour.slice(0, 13)))).toBe(true);
        }
      }),
    );
  });

  it('never calls finished what lies at or after the failed position', async () => {
    await fc.assert(
      fc.asyncProperty(fates, fc.integer(), async (planned, seed) => {
        const random = createRandom('failed', seed);
        const store = new UnreliableStore(sensors, random, isRefused);
        await deliver(sensors, recordsOf(planned), store, random, ({ records, stored, rejected, failed }) => {
          const finished = [...stored, ...rejected].map(({ record }) => record.position);
          const before = failed
            ? records.filter(({ position }) => compareSequence(position, failed.position) < 0)
            : records;
          expect(finished.sort(compareSequence)).toEqual(before.map(({ position }) => position));
        });
      }),
    );
  });
});

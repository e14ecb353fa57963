import { describe, expect, it } from 'vitest';
import { processBatch } from '../../../core/batch.ts';
import type { SourceRecord } from '../../../core/source.ts';
import type { EventStore } from '../../../core/store.ts';
import sensors from '../../../pipelines/sensors.ts';
import { reading, recordOf, ScriptedStore } from '../../support/records.ts';

const timeout = new Error('time-out');
const valid = (sequence: string | number) => recordOf({ ...reading, event_id: `e${sequence}` }, { sequence });
const invalid = (sequence: string | number) => recordOf('garbage', { sequence });

function clock(): () => number {
  let now = 100;
  return () => now++;
}

function sequences(items: readonly { readonly record: SourceRecord }[]): string[] {
  return items.map(({ record }) => record.position.sequence);
}

async function run(records: readonly SourceRecord[], store: EventStore<unknown>) {
  const outcome = await processBatch(sensors, records, store, clock());
  return {
    outcome,
    stored: sequences(outcome.stored),
    rejected: sequences(outcome.rejected),
    failedAt: outcome.failed?.position.sequence,
  };
}

describe('processBatch', () => {
  it('writes what is valid and what is not in one go, in order', async () => {
    const store = new ScriptedStore();
    const records = [valid(1), invalid(2), valid(3), invalid(4)];
    const { outcome, ...result } = await run(records, store);
    expect(result).toEqual({ stored: ['1', '3'], rejected: ['2', '4'], failedAt: undefined });
    expect(outcome).toMatchObject({ records, receivedAt: 100, judgedAt: 101, writtenAt: 102 });
    expect(store.writes.map(({ accepted, rejected }) => [sequences(accepted), sequences(rejected)])).toEqual([
      [
        ['1', '3'],
        ['2', '4'],
      ],
    ]);
  });

  it('takes an empty batch', async () => {
    expect((await run([], new ScriptedStore())).outcome).toMatchObject({ records: [], stored: [], rejected: [] });
  });

  it('stops at the lowest sequence number that failed, compared as a number of any length', async () => {
    const [low, mid, high] = ['9', '10', '100000000000000000000000000000000000000000000000000000000'].map(valid);
    if (!low || !mid || !high) throw new Error('three records');
    const store = new ScriptedStore([{ failed: [high, mid].map((record) => ({ record, error: timeout })) }]);
    const { outcome, ...result } = await run([low, mid, high], store);
    expect(result).toEqual({ stored: ['9'], rejected: [], failedAt: '10' });
    expect(outcome.failed?.error).toBe(timeout);
  });

  it('counts neither events nor rejections from the failed position on', async () => {
    const records = [invalid(1), valid(2), valid(3), invalid(4), valid(5)];
    const failed = [{ record: records[2] ?? valid(3), error: timeout }];
    const { outcome, ...result } = await run(records, new ScriptedStore([{ failed }]));
    expect(result).toEqual({ stored: ['2'], rejected: ['1'], failedAt: '3' });
    expect(outcome.records).toHaveLength(5);
  });

  it('takes a rejected row that was not written for a passing failure as well', async () => {
    const records = [valid(1), invalid(2), valid(3)];
    const failed = [{ record: records[1] ?? invalid(2), error: timeout }];
    expect(await run(records, new ScriptedStore([{ failed }]))).toMatchObject({
      stored: ['1'],
      rejected: [],
      failedAt: '2',
    });
  });

  it('turns a row that the store refuses into a rejection, and writes that', async () => {
    const records = [invalid(1), valid(2), valid(3), invalid(4)];
    const refused = [{ record: records[1] ?? valid(2), message: 'Key may not be empty' }];
    const store = new ScriptedStore([{ refused }]);
    const { outcome, ...result } = await run(records, store);
    expect(result).toEqual({ stored: ['3'], rejected: ['1', '2', '4'], failedAt: undefined });
    expect(outcome.rejected[1]?.reasons).toEqual([{ code: 'store-refused', message: 'Key may not be empty' }]);
    expect(store.writes[1]).toEqual({ accepted: [], rejected: [outcome.rejected[1]] });
  });

  it('makes one rejection of a row that two tables refuse, also of a copy of the record', async () => {
    const record = valid(1);
    const refused = ['no key', 'too large'].map((message) => ({ record: structuredClone(record), message }));
    const { outcome, ...result } = await run([record], new ScriptedStore([{ refused }]));
    expect(result).toEqual({ stored: [], rejected: ['1'], failedAt: undefined });
    expect(outcome.rejected[0]?.reasons.map(({ message }) => message)).toEqual(['no key', 'too large']);
  });

  it('leaves a refused row alone where a record before it failed, for it comes again', async () => {
    const records = [valid(1), valid(2)];
    const store = new ScriptedStore([
      {
        refused: [{ record: records[1] ?? valid(2), message: 'no' }],
        failed: [{ record: records[0] ?? valid(1), error: timeout }],
      },
    ]);
    expect(await run(records, store)).toMatchObject({ stored: [], rejected: [], failedAt: '1' });
    expect(store.writes).toHaveLength(1);
  });

  it('takes a record that is both refused and failed for failed', async () => {
    const record = valid(1);
    const store = new ScriptedStore([{ refused: [{ record, message: 'no' }], failed: [{ record, error: timeout }] }]);
    expect(await run([record], store)).toMatchObject({ stored: [], rejected: [], failedAt: '1' });
  });

  it('fails at a refused row whose rejection can’t be written', async () => {
    const records = [valid(1), valid(2), valid(3)];
    const record = records[1] ?? valid(2);
    const store = new ScriptedStore([
      { refused: [{ record, message: 'no' }] },
      { failed: [{ record, error: timeout }] },
    ]);
    expect(await run(records, store)).toMatchObject({ stored: ['1'], rejected: [], failedAt: '2' });
  });

  it('fails at a rejection that the store refuses, so that it is not lost', async () => {
    const records = [valid(1), invalid(2)];
    const refused = [{ record: records[1] ?? invalid(2), message: 'row too large' }];
    const { outcome, ...result } = await run(records, new ScriptedStore([{ refused }]));
    expect(result).toEqual({ stored: ['1'], rejected: [], failedAt: '2' });
    expect(outcome.failed?.error.message).toContain('row too large');
  });

  it('takes a store that throws for the failure of all, from the lowest on', async () => {
    const records = [invalid(8), valid(9), valid(10)];
    const { outcome, ...result } = await run(records, new ScriptedStore([new TypeError('bug')]));
    expect(result).toEqual({ stored: [], rejected: [], failedAt: '8' });
    expect(outcome.failed?.error.message).toBe('bug');
  });
});

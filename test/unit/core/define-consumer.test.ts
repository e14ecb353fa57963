import { describe, expect, it } from 'vitest';
import type { Consumer, ConsumerDefinition } from '../../../core/consumer.ts';
import { defineConsumer, distinctConsumers } from '../../../core/define-consumer.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import sensors from '../../../pipelines/sensors.ts';

const pipeline = sensors as Pipeline;
const handle = async (): Promise<void> => undefined;
const make = (over: Partial<ConsumerDefinition<unknown>> = {}): Consumer =>
  defineConsumer({ name: 'archive', pipeline, handle, ...over });

describe('a consumer', () => {
  it('begins with the oldest record and may do nothing, unless it says otherwise', () => {
    const consumer = make();
    expect(consumer).toMatchObject({
      description: 'Reads sensors.events: archive',
      startingPosition: 'TRIM_HORIZON',
      batchSize: 500,
      batchingWindowSeconds: 0,
      memoryMb: 512,
      timeoutSeconds: 60,
    });
    expect(consumer.permissions({ operationsBucket: 'b', of: () => '' })).toEqual([]);
  });

  it.each(['LATEST', 'TRIM_HORIZON', { timestamp: '2026-11-22T12:00:00Z' }] as const)('may begin at %j', (position) => {
    expect(make({ startingPosition: position }).startingPosition).toEqual(position);
  });

  it.each([
    [{ name: 'Archive' }, 'name must be 2 to 20 lower-case letters, digits and hyphens'],
    [{ name: 'ingest' }, 'functions of Caudal are called so (received "ingest")'],
    [{ name: 'eu-sweep' }, 'name must not be, or end with, ingest, analyze, sweep, fetch'],
    [{ batchSize: 0 }, 'batchSize must be a whole number from 1 to 10000 (received 0)'],
    [{ timeoutSeconds: 901 }, 'timeoutSeconds must be a whole number from 1 to 900 (received 901)'],
    [{ startingPosition: 'latest' as 'LATEST' }, "startingPosition must be 'TRIM_HORIZON', 'LATEST' or { timestamp:"],
    [{ startingPosition: { timestamp: 'yesterday' } }, '(received "yesterday")'],
    [{ startingPosition: { timestamp: '2026-13-01T00:00:00Z' } }, '(received "2026-13-01T00:00:00Z")'],
  ] satisfies [Partial<ConsumerDefinition<unknown>>, string][])('is refused with %j', (over, words) => {
    expect(() => make(over)).toThrow(words);
  });

  it('is refused where its function would be another one', () => {
    expect(() => make({ name: 'health', pipeline: { ...pipeline, name: 'check' } })).toThrow('functions of Caudal');
    const two = [make({ name: 'b-c', pipeline: { ...pipeline, name: 'aa' } })];
    two.push(make({ name: 'c1', pipeline: { ...pipeline, name: 'aa-b' } }));
    expect(distinctConsumers(two)).toBe(two);
    const same = [make(), make()];
    expect(() => distinctConsumers(same)).toThrow('two consumers are the function "caudal-sensors-archive"');
    const alike = [
      make({ name: 'b-c1', pipeline: { ...pipeline, name: 'aa' } }),
      make({ name: 'c1', pipeline: { ...pipeline, name: 'aa-b' } }),
    ];
    expect(() => distinctConsumers(alike)).toThrow('"b-c1" of "aa" and "c1" of "aa-b"; rename one');
  });
});

import { describe, expect, it } from 'vitest';
import { pipelineNamed, pipelines } from '../../../pipelines/index.ts';
import sensors from '../../../pipelines/sensors.ts';

describe('pipelines', () => {
  it('have names, streams and tables of their own', () => {
    for (const of of [
      pipelines.map(({ name }) => name),
      pipelines.map(({ stream }) => stream.name),
      pipelines.flatMap(({ record, queries }) =>
        [record, ...queries].map(({ table }) => `${table.keyspace}.${table.name}`),
      ),
    ]) {
      expect(new Set(of).size).toBe(of.length);
    }
  });

  it('are found by name', () => {
    expect(pipelineNamed('sensors')).toBe(sensors);
    expect(() => pipelineNamed('sensor')).toThrow(/There is no pipeline "sensor"; there are: .*sensors/);
  });
});

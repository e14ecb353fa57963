import { describe, expect, it, test } from 'vitest';
import { namesOf } from '../../../core/names.ts';
import { latestValues } from '../../../core/operations-tables.ts';
import { pipelineIn, requirePrefix, tablesIn } from '../../../core/stage.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';

describe('requirePrefix', () => {
  it.each(['d', 'dev', 'team7', 'a23456789012'])('takes %j', (prefix) => {
    expect(requirePrefix('prefix', prefix)).toBe(prefix);
  });

  it.each(['', 'Dev', '7up', 'a-b', 'a_b', 'a234567890123', 'aws1', 'ssm', 'systems', 'caudal', true, 7, undefined])(
    'refuses %j, and says why',
    (prefix) => {
      expect(() => requirePrefix('Context "prefix"', prefix)).toThrow(
        /^Context "prefix" must be 1 to 12 lower-case letters and digits.*\(received .*\)$/,
      );
    },
  );
});

/** Every text in the names of a stage, those that hang on a pipeline too. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [value('sensors', 'archive') as string];
  return Object.values(value as object).flatMap(texts);
}

test('no name of a stage is one of another stage, but outputs, which are named within their stack', () => {
  const stages = ['', 'dev', 'prod'].map((prefix) => {
    const {
      prefix: _,
      metricNamespace,
      operationsBucketOutput,
      pipelinesOutput,
      registryOutput,
      ...names
    } = namesOf(prefix);
    return new Set(texts(names));
  });
  for (const [index, names] of stages.entries()) {
    for (const other of stages.slice(index + 1)) expect([...names].filter((name) => other.has(name))).toEqual([]);
  }
  expect([...(stages[1] ?? [])].filter((name) => !/^(\/aws\/events\/|\/)?dev[-._/]/.test(name))).toEqual([]);
});

describe('a stage', () => {
  const dev = tablesIn('dev');

  it('has tables in keyspaces of its own, the same each time', () => {
    expect(dev(latestValues)).toEqual({ ...latestValues, keyspace: 'dev_ops' });
    expect(dev(latestValues)).toBe(dev(latestValues));
    expect(dev(dev(latestValues))).toBe(dev(latestValues));
  });

  it('has pipelines with a stream and tables of its own', () => {
    const { stream, record, queries, analysis, ...rest } = pipelineIn('dev', pipelineNamed('payments'));
    const tables = [record, ...queries, analysis?.alertTable, ...(analysis?.windows ?? []).map(({ table }) => table)];
    const keyspaces = tables.flatMap((one) => (one ? [one.table.keyspace] : []));
    expect(stream.name).toBe('dev.payments.events');
    expect(keyspaces.length).toBeGreaterThan(2);
    expect(new Set(keyspaces)).toEqual(new Set(['dev_payments']));
    expect(rest.id).toBe(pipelineNamed('payments').id);
  });

  it('without a prefix has everything as it is declared', () => {
    expect(tablesIn('')(latestValues)).toBe(latestValues);
    expect(pipelineIn('', pipelineNamed('payments'))).toBe(pipelineNamed('payments'));
  });
});

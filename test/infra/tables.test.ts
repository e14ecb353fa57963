import { describe, expect, it } from 'vitest';
import { latestValues, operationsTables } from '../../core/operations-tables.ts';
import { distinctTables } from '../../infra/tables.ts';

describe('tables of several pipelines', () => {
  it('are made once where they are shared', () => {
    expect(distinctTables(operationsTables, [latestValues])).toEqual(operationsTables);
  });

  it('are refused where two definitions claim one name', () => {
    const other = { ...latestValues, answers: 'Something else?' };
    expect(() => distinctTables(operationsTables, [other])).toThrow(
      'ops.latest_values is defined twice ("What did each device report last?" and "Something else?")',
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { PipelineStatus } from '../../../cli/status/pipelines.ts';
import { consumersText } from '../../../cli/status/text.ts';

/** What of a pipeline's status is looked at. */
const sensors = (consumers: PipelineStatus['consumers']) => [{ name: 'sensors', consumers } as PipelineStatus];

describe('further consumers in caudal status', () => {
  it('are a row each, by pipeline and name', () => {
    const text = consumersText(
      sensors([
        { name: 'archive', consumer: 'Enabled', lastResult: 'OK', iteratorAgeMs: 1240 },
        { name: 'mirror', consumer: 'Disabled', lastResult: 'No records processed', iteratorAgeMs: null },
      ]),
    );
    const rows = text?.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows?.slice(1)).toEqual([
      ['sensors archive', 'Enabled', '1.2 s', 'OK'],
      ['sensors mirror', 'Disabled', 'nothing came', 'No records processed'],
    ]);
  });

  it('are left out where there are none', () => {
    expect(consumersText(sensors([]))).toBeUndefined();
  });
});

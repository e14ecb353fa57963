import { describe, expect, it } from 'vitest';
import { count } from '../../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../../core/analysis/analysis.ts';
import type { Decider } from '../../../core/analysis/decision.ts';
import { defineAnalysis } from '../../../core/define-analysis.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';
import sensors from '../../../pipelines/sensors.ts';

const window = { name: 'minute', kind: 'tumbling', sizeSeconds: 60, aggregates: { n: count() } } as const;
const decider = {
  name: 'gate',
  where: () => true,
  windows: ['minute'],
  decide: () => ({ decision: 'allow', reasons: [] }),
} satisfies Decider<unknown>;
const rule = { name: 'quiet', kind: 'silence', afterSeconds: 60 } as const;
const table = { ...sensors.record.table, clientTimestamps: true } as const;
const bad = { ...table, name: 'Bad' } as const;

describe('defineAnalysis', () => {
  it('fills the defaults in', () => {
    expect(defineAnalysis({})).toEqual({
      latenessSeconds: 60,
      dedupeSeconds: 60,
      windows: [],
      rules: [],
      function: { batchSize: 500, batchingWindowSeconds: 0, memoryMb: 512, timeoutSeconds: 60 },
    });
    expect(defineAnalysis({ latenessSeconds: 300 }).dedupeSeconds).toBe(300);
  });

  it('keeps what is given', () => {
    const given: AnalysisDefinition<unknown> = {
      latenessSeconds: 0,
      dedupeSeconds: 604_800,
      windows: [window],
      rules: [rule],
      decider,
      alertTable: { table, toRow: () => undefined },
      alertStream: 'alerts',
      function: { batchSize: 10_000, batchingWindowSeconds: 300, memoryMb: 10_240, timeoutSeconds: 900 },
    };
    expect(defineAnalysis(given)).toEqual(given);
  });

  it('is called by definePipeline', () => {
    const { analysis, ...rest } = sensors;
    expect(definePipeline({ ...rest, analysis: { windows: [window] } }).analysis).toMatchObject({
      latenessSeconds: 60,
    });
    expect(definePipeline(rest)).not.toHaveProperty('analysis');
    expect(() => definePipeline({ ...rest, analysis: { latenessSeconds: -1 } })).toThrow(/analysis.latenessSeconds/);
  });

  it.each<[AnalysisDefinition<unknown>, RegExp]>([
    [{ latenessSeconds: 86_401 }, /latenessSeconds must be a whole number from 0 to 86400 \(received 86401\)/],
    [
      { latenessSeconds: 60, dedupeSeconds: 59 },
      /dedupeSeconds must be a whole number from 60 to 604800 \(received 59\)/,
    ],
    [{ function: { batchSize: 0 } }, /analysis.function.batchSize/],
    [{ function: { batchingWindowSeconds: 301 } }, /analysis.function.batchingWindowSeconds/],
    [{ function: { memoryMb: 64 } }, /analysis.function.memoryMb/],
    [{ function: { timeoutSeconds: 901 } }, /analysis.function.timeoutSeconds/],
    [{ windows: [window, window] }, /analysis.windows must have names of their own \(received "minute" twice\)/],
    [{ rules: [rule, rule] }, /analysis.rules must have names of their own \(received "quiet" twice\)/],
    [{ windows: [{ ...window, sizeSeconds: 0 }] }, /Window minute: sizeSeconds must be/],
    [{ windows: [{ ...window, table: { table: bad, toRow: () => undefined } }] }, /Table rt.Bad: a name must be/],
    [{ rules: [{ ...rule, afterSeconds: 1 }] }, /Rule quiet: afterSeconds must be/],
    [{ alertTable: { table: bad, toRow: () => undefined } }, /Table rt.Bad: a name must be/],
    [{ decider }, /Decider gate: windows must be of the pipeline's: the pipeline has none \(received "minute"\)/],
    [{ alertStream: 'a b' }, /alertStream must be 1 to 128 letters, digits and _.- \(received "a b"\)/],
  ])('refuses %j', (wrong, message) => {
    expect(() => defineAnalysis(wrong)).toThrow(message);
  });
});

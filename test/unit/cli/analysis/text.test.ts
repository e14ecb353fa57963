import { describe, expect, it } from 'vitest';
import type { AnalysisReport } from '../../../../cli/analysis/report.ts';
import { analysisText } from '../../../../cli/analysis/text.ts';

const report: AnalysisReport = {
  counts: { accepted: 3, applied: 2, duplicate: 0, late: 1, failed: 0 },
  bookDifferences: [],
  windows: [{ window: 'minute', key: 'anna', start: 0, end: 60_000, events: 2, final: false, values: { spent: 72 } }],
  windowsCompared: 1,
  windowDifferences: [],
  alerts: [
    {
      ...{ id: 'f', pipeline: 'trades', rule: 'large', severity: 'warning', key: 'anna', at: 1, message: 'e2' },
      ...{ values: {}, events: ['e2'], raisedAt: 1 },
    },
  ],
  alertsCompared: 1,
  alertDifferences: [],
  decisionDifferences: [],
  latency: { measured: 1, p50: 250, p95: 250, p99: 250, max: 250 },
};

describe('what a person reads about windows and alerts of a run', () => {
  it('is short when all is equal', () => {
    const text = analysisText(report);
    for (const part of ['equal to the reference', '1 compared', 'spent 72', 'large', 'warning', 'p99 250 ms'])
      expect(text).toContain(part);
    expect(text).not.toContain('differs');
  });

  it('shows the newest result of each window, whichever began last', () => {
    const result = { key: 'anna', end: 60_000, events: 1, final: false };
    const windows = [
      { ...result, window: 'minute', start: 0, values: { spent: 1 } },
      { ...result, window: 'minute', start: 1, values: { spent: 2 } },
      { ...result, window: 'hour', start: 2, values: { spent: 3 } },
      { ...result, window: 'hour', start: 3, values: { spent: 4 } },
    ];
    const text = analysisText({ ...report, windows });
    for (const part of ['spent 2', 'spent 4']) expect(text).toContain(part);
    for (const part of ['spent 1', 'spent 3']) expect(text).not.toContain(part);
  });

  it('names what differs, up to ten, without control characters', () => {
    const windowDifferences = Array.from({ length: 12 }, (_, index) => ({
      of: `window ${index} of a\u001b[2Jb`,
      what: 'is missing',
    }));
    const text = analysisText({ ...report, windowDifferences });
    expect(text).toContain('12 not as the reference has it');
    expect(text).toContain('differs window 0 of a·[2Jb is missing');
    expect(text).toContain('and 2 more');
    expect(text).toContain('caudal reset');
  });

  it('says so when there was nothing to alert about', () => {
    const { latency, ...quiet } = { ...report, alerts: [], alertsCompared: 0 };
    expect(analysisText(quiet)).toContain('0 compared');
  });
});

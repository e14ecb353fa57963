import { describe, expect, it } from 'vitest';
import { sweepText } from '../../../cli/sweep-text.ts';

const report = {
  ...{ pipeline: 'sensors', due: 3, closed: 1, alerts: 0, republished: 2, failed: 0, refused: 0, stateWrites: 3 },
  ...{ arrived: '2026-11-22T17:00:00.000Z', finished: true, durationMs: 41 },
};

describe('answer of a sweep', () => {
  it('is two sentences when all is well', () => {
    expect(sweepText(report)).toBe(
      'Swept sensors in 41 ms, up to what had arrived by 2026-11-22T17:00:00.000Z.\n' +
        '3 items due, 1 window closed, 0 alerts raised, 2 sent out again.',
    );
  });

  it('says what went wrong, on a line each and without control characters', () => {
    const wrong = { ...report, finished: false, failed: 1, refused: 2, error: 'Error: \u001b[31mtime-out' };
    expect(sweepText(wrong).split('\n').slice(2)).toEqual([
      'Time ran out; the next sweep goes on.',
      '1 item failed; the next sweep comes to them again.',
      '2 rows or alerts will never be taken.',
      'Error: ·[31mtime-out',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tradeStreams } from '../../../../support/analysis/trade-streams.ts';
import { trial, trialOfSlowEvents, trialWithSweeps } from '../../../../support/analysis/trials.ts';

/** A stream goes through some hundred invocations: a failure is shown as it is, for making it smaller takes minutes. */
const options = { numRuns: 25, endOnFailure: true };

describe('analysis of a stream, in whatever batches, through crashes, failures, replays and two reshardings', () => {
  it('ends with what the reference works out of the whole list', () => {
    fc.assert(
      fc.property(tradeStreams, fc.integer(), (stream, seed) => {
        expect(trial(stream, seed)).toEqual([]);
      }),
      options,
    );
  });

  it('does so with sweeps at any moment', () => {
    fc.assert(
      fc.property(tradeStreams, fc.integer(), (stream, seed) => {
        expect(trialWithSweeps(stream, seed)).toEqual([]);
      }),
      options,
    );
  });

  it('has the same numbers and decisions even where a sweep came before a slow event', () => {
    fc.assert(
      fc.property(tradeStreams, fc.integer(), (stream, seed) => {
        expect(trialOfSlowEvents(stream, seed)).toEqual([]);
      }),
      options,
    );
  });
});

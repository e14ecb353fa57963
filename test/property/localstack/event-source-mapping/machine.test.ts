import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violations } from './invariants/index.ts';
import type { Scenario } from './simulation/scenario.ts';
import { behaviours, configurations, crashes, scenarios, settingsOf, sound, streams } from './simulation/scenarios.ts';
import { simulate } from './simulation/world.ts';

/** Runs until all is done, and finds what must not have happened. */
function judge(scenario: Scenario): readonly string[] {
  return violations(scenario, simulate(scenario));
}

const seed = fc.integer();
const TumblingWindowInSeconds = fc.constantFrom(1, 4, 30);

describe('a mapping whose function, stream, destination and runner fail at random', () => {
  it('loses no record, keeps order, counts attempts and ages right, and survives any death', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(judge(scenario)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('tells the sums of tumbling windows, those given up and those cut short included', () => {
    const random = fc.record({ stream: streams, behaviour: behaviours, overflowing: fc.boolean(), seed });
    fc.assert(
      fc.property(
        configurations,
        TumblingWindowInSeconds,
        random,
        (configuration, windows, { overflowing, ...rest }) => {
          const settings = settingsOf({ ...configuration, ParallelizationFactor: 1, TumblingWindowInSeconds: windows });
          const behaviour = { ...rest.behaviour, overflowing };
          expect(judge({ ...rest, settings, behaviour, crashes: [], undelivered: 0.2, storingMs: 0 })).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells the sums of tumbling windows across deaths', () => {
    const random = fc.record({ stream: streams, behaviour: behaviours, crashes, seed });
    fc.assert(
      fc.property(configurations, TumblingWindowInSeconds, random, (configuration, windows, { behaviour, ...rest }) => {
        const settings = settingsOf({
          ...configuration,
          ParallelizationFactor: 1,
          TumblingWindowInSeconds: windows,
          // A record that is given up and, after a death, processed would be in two accounts: none is given up.
          MaximumRetryAttempts: -1,
          MaximumRecordAgeInSeconds: -1,
        });
        const patient = { ...behaviour, poison: () => false };
        expect(judge({ ...rest, settings, behaviour: patient, undelivered: 0, storingMs: 3_000 })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a mapping whose function fails for poison alone', () => {
  it('gives up the poison and nothing else when it bisects', () => {
    fc.assert(
      fc.property(configurations, streams, seed, (configuration, stream, seed) => {
        const settings = settingsOf({
          ...configuration,
          BisectBatchOnFunctionError: true,
          MaximumRecordAgeInSeconds: -1,
        });
        const behaviour = { ...sound, style: 'mixed' as const, poison: (value: number) => value >= 800 };
        const scenario = { settings, stream, behaviour, crashes: [], seed, undelivered: 0, storingMs: 0 };
        const happenings = simulate(scenario);
        const given = happenings.flatMap((happening) => (happening.type === 'discarded' ? happening.records : []));
        const innocent = given.filter(({ data }) => data === 'garbage' || data.value < 800);
        expect([...judge(scenario), ...innocent]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

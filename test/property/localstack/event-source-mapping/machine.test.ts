import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violations } from './invariants/index.ts';
import { behaviours, configurations, crashes, scenarios, settingsOf, sound, streams } from './simulation/scenarios.ts';
import { type Scenario, simulate } from './simulation/world.ts';

/** Runs until all is done, and finds what must not have happened. */
function judge(scenario: Scenario): readonly string[] {
  return violations(scenario, simulate(scenario));
}

const seed = fc.integer();

describe('a mapping whose function, stream, destination and runner fail at random', () => {
  it('keeps every invariant', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(judge(scenario)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps them with tumbling windows', () => {
    const windows = fc.record({ TumblingWindowInSeconds: fc.constantFrom(1, 4, 30), overflowing: fc.boolean() });
    fc.assert(
      fc.property(
        configurations,
        windows,
        streams,
        behaviours,
        crashes,
        seed,
        (configuration, window, stream, behaviour, dies, seed) => {
          const { TumblingWindowInSeconds, overflowing } = window;
          const settings = settingsOf({ ...configuration, ParallelizationFactor: 1, TumblingWindowInSeconds });
          // A record that is given up and, after a crash, processed would be in two accounts.
          const crashes = behaviour.poison(999) || configuration.MaximumRecordAgeInSeconds > 0 ? [] : dies;
          const retries = {
            ...settings,
            maximumRetryAttempts: crashes.length > 0 ? -1 : settings.maximumRetryAttempts,
          };
          const scenario = {
            settings: retries,
            stream,
            behaviour: { ...behaviour, overflowing },
            crashes,
            seed,
            undelivered: 0.2,
          };
          expect(judge(scenario)).toEqual([]);
        },
      ),
      { numRuns: 300 },
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
        const happenings = simulate({ settings, stream, behaviour, crashes: [], seed, undelivered: 0 });
        const given = happenings.flatMap((happening) => (happening.type === 'discarded' ? happening.records : []));
        const innocent = given.filter(({ data }) => data === 'garbage' || data.value < 800);
        expect(innocent).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

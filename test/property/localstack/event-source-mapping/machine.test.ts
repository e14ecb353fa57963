import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violations } from './invariants/index.ts';
import { scenarios } from './simulation/scenarios.ts';
import { simulate } from './simulation/world.ts';

describe('a mapping whose function, stream, destination and runner fail at random', () => {
  it('keeps every invariant', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(violations(scenario, simulate(scenario))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

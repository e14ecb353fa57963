import type { Happening } from '../simulation/history.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { batchViolations } from './batches.ts';
import { ageViolations, attemptViolations } from './giving-up.ts';
import { lossViolations, orderViolations } from './records.ts';
import { windowViolations } from './windows.ts';

/** What may never happen, each with what did happen. They know AWS's rules, and nothing of the machine. */
const invariants = {
  'a record is handled, filtered, or told as given up': lossViolations,
  'records of a key are handled in order, children after parents': orderViolations,
  'batches are as large, as many and as long as allowed': batchViolations,
  'attempts are counted right': attemptViolations,
  'no record is handed over too old, none given up too young': ageViolations,
  "windows' sums are right": windowViolations,
} as const satisfies Record<string, (scenario: Scenario, happenings: readonly Happening[]) => readonly string[]>;

/** Name of an invariant. */
export type InvariantName = keyof typeof invariants;

/** All violations of a run, each with its invariant's name. */
export function violations(scenario: Scenario, happenings: readonly Happening[]): readonly string[] {
  return Object.entries(invariants).flatMap(([name, check]) =>
    check(scenario, happenings).map((what) => `${name}: ${what}`),
  );
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const LATENESS = 10;
const numberOf = ({ value }: Happening) => value;
const groupOf = ({ group = '' }: Happening) => group;
const isA = ({ type }: Happening) => type === 'a';
const isB = ({ type }: Happening) => type === 'b';

/** One of each kind that lives in a key's item, and variants that keep more. */
const rules: readonly Rule<Happening>[] = [
  {
    kind: 'threshold',
    name: 'threshold',
    where: ({ value }) => (value ?? 0) > 0,
    values: ({ value = null }) => ({ value }),
    message: ({ id }) => id,
    groupBy: groupOf,
    cooldownSeconds: 5,
  },
  { kind: 'model', name: 'model', model: 'm', score: ({ value }) => value ?? undefined, threshold: 1 },
  { kind: 'change', name: 'change', of: numberOf, groupBy: groupOf, drop: 0.5, rise: 0.5, cooldownSeconds: 2 },
  { kind: 'anomaly', name: 'anomaly', of: numberOf, groupBy: groupOf, warmUp: 3, deviations: 1, weight: 0.3 },
  { kind: 'silence', name: 'silence', afterSeconds: 10 },
  {
    kind: 'sequence',
    name: 'relaxed',
    steps: [
      { name: 'a', where: isA },
      { name: 'b', where: isB },
    ],
    withinSeconds: 20,
    cooldownSeconds: 3,
    values: ([first, second]) => ({ ratio: Number(first?.value) / Number(second?.value), nothing: null }),
    message: (events) => events.map(({ id, value }) => `${id} ${value}`).join(),
  },
  {
    kind: 'sequence',
    name: 'eager',
    steps: [
      { name: 'a', where: isA },
      { name: 'b', where: isB },
    ],
    withinSeconds: 20,
    eager: true,
    message: (events) => events.map(({ id }) => id).join(),
  },
  {
    kind: 'sequence',
    name: 'negation',
    succession: 'strict',
    steps: [{ name: 'a', where: isA }],
    withinSeconds: 1,
    notFollowedBy: { where: isB, withinSeconds: 5 },
    values: ([first]) => ({ value: first?.value ?? null }),
    message: () => 'alone',
  },
];

const events = (groups: number) =>
  fc.array(
    fc.record({
      gap: fc.constantFrom(0, 1, 1, 2, 15),
      back: fc.integer({ min: 0, max: LATENESS + 2 }),
      type: fc.constantFrom('a', 'b', 'x'),
      group: fc.integer({ min: 1, max: groups }).map((group) => `g${group}`),
      value: fc.oneof(fc.constantFrom(0, -0, 1, -1), fc.double(), fc.constant(null)),
    }),
    { minLength: 20, maxLength: 80 },
  );

/** Out of order, some of it late; a sweep where an event is of type x. */
function run(driver: RuleDriver, drawn: readonly { gap: number; back: number; type: string }[]): RuleDriver {
  let clock = 0;
  for (const [index, { gap, back, ...event }] of drawn.entries()) {
    clock += gap;
    driver.given({ ...event, id: `e${index}`, at: clock - back, arrives: clock });
    if (event.type === 'x') driver.sweep(clock);
  }
  return driver.sweep(clock + 1000);
}

describe.each(rules)('a rule like $name', (rule) => {
  it('finds the same with its state kept as JSON between any two events, as between two batches', () => {
    fc.assert(
      fc.property(events(3), (drawn) => {
        const inMemory = run(new RuleDriver(rule, { latenessSeconds: LATENESS, inMemory: true }), drawn);
        const asJson = run(new RuleDriver(rule, { latenessSeconds: LATENESS }), drawn);
        expect(asJson.findings).toEqual(inMemory.findings);
        expect(asJson.stateBytes).toBe(inMemory.stateBytes);
      }),
    );
  });

  it('finds each cause once', () => {
    fc.assert(
      fc.property(events(3), (drawn) => {
        const { causes } = run(new RuleDriver(rule, { latenessSeconds: LATENESS }), drawn);
        expect(new Set(causes).size).toBe(causes.length);
      }),
    );
  });

  it('keeps its state bounded, however many events and groups', () => {
    const driver = new RuleDriver(rule, { latenessSeconds: 3600, inMemory: true });
    for (let index = 0; index < 1000; index += 1) {
      const type = index % 3 === 0 ? 'a' : 'x';
      driver.given({ id: `e${index}`, at: index, type, group: `g${index}`, value: index / 3 });
    }
    expect(driver.stateBytes).toBeLessThan(40_000);
  });
});

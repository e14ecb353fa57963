import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SequenceRule } from '../../../../../core/analysis/rule.ts';
import { type Happening, RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const LATENESS = 3;
const TYPES = ['a', 'b', 'c', 'x'] as const;

const step = (name: string) => ({ name, where: ({ type }: Happening) => type === name });
/** Either of two types: events that match two steps. */
const either = (name: string, one: string, other: string) => ({
  name,
  where: ({ type }: Happening) => type === one || type === other,
});

const stepLists = fc.constantFrom<SequenceRule<Happening>['steps']>(
  [step('a'), step('b')],
  [step('a'), step('b'), step('c')],
  [step('a'), either('b', 'a', 'b'), step('c')],
  [step('a'), step('a'), either('last', 'b', 'a')],
);

const rules = fc
  .record({
    steps: stepLists,
    succession: fc.constantFrom('strict' as const, 'relaxed' as const),
    withinSeconds: fc.integer({ min: 1, max: 9 }),
    cooldownSeconds: fc.constantFrom(0, 4),
    notFollowedBy: fc.option(
      fc.record({ withinSeconds: fc.integer({ min: 1, max: 9 }), type: fc.constantFrom(...TYPES) }),
      { nil: undefined },
    ),
  })
  .map(
    ({ notFollowedBy, ...rest }): SequenceRule<Happening> => ({
      ...rest,
      kind: 'sequence',
      name: 'sequence',
      message: (events) => events.map(({ id }) => id).join(),
      ...(notFollowedBy && {
        notFollowedBy: {
          withinSeconds: notFollowedBy.withinSeconds,
          where: ({ type }: Happening) => type === notFollowedBy.type,
        },
      }),
    }),
  );

/** In order of time and id, with many equal times. Each has the delay with which it comes, within the lateness. */
const happenings = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 1, 1, 2, 5),
      type: fc.constantFrom(...TYPES),
      delay: fc.integer({ min: 0, max: LATENESS }),
    }),
    { maxLength: 60 },
  )
  .map((drawn) => {
    let at = 0;
    return drawn.map(({ gap, type, delay }, index) => {
      at += gap;
      return { delay, event: { id: `e${String(index).padStart(3, '0')}`, at, type } };
    });
  });

const inOrder = (drawn: readonly { event: Happening }[]): Happening[] => drawn.map(({ event }) => event);

/** As they arrive: none later than its time plus the lateness, so no event before it is beyond it by more than that. */
const disordered = (drawn: readonly { event: Happening; delay: number }[]): Happening[] =>
  drawn
    .map(({ event, delay }) => ({ ...event, arrives: event.at + delay }))
    .sort((one, other) => one.arrives - other.arrives);

/** All that was raised, when everything is decided. */
const raised = (rule: SequenceRule<Happening>, events: readonly Happening[]) =>
  new RuleDriver(rule, { latenessSeconds: LATENESS }).given(...events).sweep(1_000_000).findings;

/** The definition, read aloud over the whole list. */
function expected(rule: SequenceRule<Happening>, events: readonly Happening[]): string[][] {
  const chains = events.flatMap((last, index) => {
    if (!rule.steps.at(-1)?.where(last)) return [];
    const chain = [last];
    let until = index;
    for (const { where } of rule.steps.slice(0, -1).reverse()) {
      const before = events.slice(0, until);
      until = rule.succession === 'strict' ? until - 1 : before.findLastIndex(where);
      const found = events[until];
      if (!found || !where(found)) return [];
      chain.unshift(found);
    }
    if (last.at - (chain[0]?.at ?? 0) > rule.withinSeconds) return [];
    const { where = () => false, withinSeconds = 0 } = rule.notFollowedBy ?? {};
    const follows = events.slice(index + 1).some((event) => where(event) && event.at <= last.at + withinSeconds);
    return follows ? [] : [chain];
  });
  let quietUntil = Number.NEGATIVE_INFINITY;
  const audible = chains.filter((chain) => {
    const at = chain.at(-1)?.at ?? 0;
    if (at < quietUntil) return false;
    quietUntil = at + (rule.cooldownSeconds ?? 0);
    return true;
  });
  return audible.map((chain) => chain.map(({ id }) => id));
}

describe('a sequence', () => {
  it('raises what its definition says of the whole list', () => {
    fc.assert(
      fc.property(rules, happenings, (rule, drawn) => {
        const findings = raised(rule, inOrder(drawn));
        expect(findings.map(({ events }) => events)).toEqual(expected(rule, inOrder(drawn)));
        expect(findings.map(({ message }) => message)).toEqual(findings.map(({ events }) => events.join()));
      }),
      { numRuns: 500 },
    );
  });

  it('raises the same alerts under disorder within the lateness, strict, relaxed and with negation', () => {
    fc.assert(
      fc.property(rules, happenings, (rule, drawn) => {
        expect(raised(rule, disordered(drawn))).toEqual(raised(rule, inOrder(drawn)));
      }),
      { numRuns: 500 },
    );
  });

  it('raises the same alerts however often a sweep comes between', () => {
    fc.assert(
      fc.property(rules, happenings, fc.infiniteStream(fc.boolean()), (rule, drawn, sweeps) => {
        const driver = new RuleDriver(rule, { latenessSeconds: LATENESS });
        for (const event of disordered(drawn)) {
          driver.given(event);
          if (sweeps.next().value) driver.sweep(event.arrives ?? event.at);
        }
        const bySweeps = driver.sweep(1_000_000).findings;
        expect(bySweeps).toEqual(raised(rule, inOrder(drawn)));
      }),
      { numRuns: 500 },
    );
  });

  it('eager: the same last events raise, whatever the disorder', () => {
    fc.assert(
      fc.property(stepLists, fc.integer({ min: 1, max: 9 }), happenings, (steps, withinSeconds, drawn) => {
        const ordered: SequenceRule<Happening> = {
          kind: 'sequence',
          name: 's',
          steps,
          withinSeconds,
          message: () => '',
        };
        const causes = raised({ ...ordered, eager: true }, disordered(drawn)).map(({ cause }) => cause);
        expect(causes.sort()).toEqual(raised(ordered, inOrder(drawn)).map(({ cause }) => cause));
      }),
    );
  });

  it('has nothing due when nothing is left to decide', () => {
    fc.assert(
      fc.property(rules, happenings, (rule, drawn) => {
        const driver = new RuleDriver(rule, { latenessSeconds: LATENESS }).given(...disordered(drawn));
        const { due } = driver;
        const before = driver.findings.length;
        if (due?.watermark !== undefined) driver.sweep(due.watermark / 1000 + LATENESS - 0.001);
        expect(driver.findings.length).toBe(before);
        expect(driver.sweep(1_000_000).due).toBeUndefined();
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsRules } from '../../../../localstack/event-source-mapping/rules/index.ts';
import { type InvariantName, violations } from './invariants/index.ts';
import type { Faults, Scenario } from './simulation/scenario.ts';
import { scenarios, settingsOf, sound, streams } from './simulation/scenarios.ts';
import { START } from './simulation/timeline.ts';
import { simulate } from './simulation/world.ts';

const loss: InvariantName = 'a record is handled, filtered, or told as given up';
const order: InvariantName = 'records of a key are handled in order, children after parents';
const batches: InvariantName = 'batches are as large, as many and as long as allowed';
const attempts: InvariantName = 'attempts are counted right';
const age: InvariantName = 'no record is handed over too old, none given up too young';
const sums: InvariantName = "windows' sums are right";

const { readResponse, bisect, mayRetry, isTooOld, cutBatch, windowOf } = awsRules;
let turns = 0;

const faults: readonly { readonly what: string; readonly seenAs: InvariantName; readonly faults: Faults }[] = [
  {
    what: 'a response that makes no sense counts as success',
    seenAs: loss,
    faults: {
      rules: {
        readResponse: (settings, payload, records) =>
          readResponse(settings, payload, records) ?? { done: records.length, state: {} },
      },
    },
  },
  {
    what: 'the last record reported counts, not the lowest',
    seenAs: loss,
    faults: {
      rules: {
        readResponse: (settings, payload, records) => {
          const verdict = readResponse(settings, payload, records);
          return verdict && verdict.done < records.length ? { ...verdict, done: records.length - 1 } : verdict;
        },
      },
    },
  },
  {
    what: 'the odd record is lost in bisect',
    seenAs: loss,
    faults: {
      rules: { bisect: (records) => [bisect(records)[0], bisect(records)[1].slice(0, bisect(records)[0].length)] },
    },
  },
  {
    what: 'the second half goes first',
    seenAs: order,
    faults: { rules: { bisect: (records) => [bisect(records)[1], bisect(records)[0]] } },
  },
  {
    what: 'one retry is missing',
    seenAs: attempts,
    faults: { rules: { mayRetry: (settings, failed) => mayRetry(settings, failed + 1) } },
  },
  {
    what: 'one retry is too many',
    seenAs: attempts,
    faults: { rules: { mayRetry: (settings, failed) => mayRetry(settings, failed - 1) } },
  },
  {
    what: 'a throttle uses up an attempt',
    seenAs: attempts,
    faults: {
      input: (input) =>
        input.type === 'unavailable'
          ? {
              ...input,
              type: 'failed',
              requestId: '',
              statusCode: 429,
              executedVersion: '',
              functionError: 'Unhandled',
            }
          : input,
    },
  },
  { what: 'age is not looked at', seenAs: age, faults: { rules: { isTooOld: () => false } } },
  {
    what: 'age is judged a minute early',
    seenAs: age,
    faults: { rules: { isTooOld: (settings, record, now) => isTooOld(settings, record, now + 60_000) } },
  },
  { what: 'a key changes its lane', seenAs: order, faults: { rules: { laneOf: (_, factor) => turns++ % factor } } },
  {
    what: 'a batch has a record too many',
    seenAs: batches,
    faults: {
      rules: {
        cutBatch: (settings, offer, now) => cutBatch({ ...settings, batchSize: settings.batchSize + 1 }, offer, now),
      },
    },
  },
  { what: 'what is filtered out comes', seenAs: loss, faults: { rules: { matchesFilters: () => true } } },
  { what: 'a message to the destination is forgotten', seenAs: loss, faults: { forgetsMessages: true } },
  {
    what: 'a checkpoint is ahead of the work',
    seenAs: loss,
    faults: {
      checkpoint: ({ position, ...rest }) => ({
        ...rest,
        position:
          position.type === 'after'
            ? { type: 'after', sequenceNumber: String(BigInt(position.sequenceNumber) + 1n) }
            : position,
      }),
    },
  },
  {
    what: 'children run beside their parents',
    seenAs: order,
    faults: {
      plan: (plan) => ({
        ...plan,
        start: Object.keys(plan.progress.shards).filter((shardId) => !plan.progress.shards[shardId]?.finished),
      }),
    },
  },
  {
    what: 'a child begins at the latest',
    seenAs: loss,
    faults: {
      plan: (plan) => ({
        ...plan,
        progress: {
          version: 1,
          shards: Object.fromEntries(
            Object.entries(plan.progress.shards).map(([shardId, checkpoint]) => [
              shardId,
              shardId.includes('.') && checkpoint.position.type === 'trim-horizon'
                ? { ...checkpoint, position: { type: 'timestamp', at: START + 20_000 } }
                : checkpoint,
            ]),
          ),
        },
      }),
    },
  },
  {
    what: 'windows are shifted',
    seenAs: sums,
    faults: {
      rules: {
        windowOf: (record, length, floor) => windowOf({ ...record, arrivedAt: record.arrivedAt + 500 }, length, floor),
      },
    },
  },
  {
    what: "a window's state is dropped",
    seenAs: sums,
    faults: {
      rules: {
        readResponse: (settings, payload, records) => {
          const verdict = readResponse(settings, payload, records);
          return verdict && { ...verdict, state: {} };
        },
      },
    },
  },
];

describe('the invariants see that', () => {
  const runs: readonly Scenario[] = fc.sample(scenarios, { numRuns: 250, seed: 11 });
  const windows: readonly Scenario[] = fc.sample(streams, { numRuns: 60, seed: 11 }).map((stream, seed) => ({
    settings: settingsOf({ TumblingWindowInSeconds: 2 }),
    stream,
    behaviour: sound,
    crashes: [],
    seed,
    undelivered: 0,
    storingMs: 0,
  }));

  it.each(faults)('$what', ({ seenAs, faults }) => {
    const seen = (seenAs === sums ? windows : runs).some((scenario) =>
      violations(scenario, simulate({ ...scenario, faults })).some((violation) => violation.startsWith(seenAs)),
    );
    expect(seen).toBe(true);
  });

  it('nothing is wrong without a fault', () => {
    expect([...runs, ...windows].flatMap((scenario) => violations(scenario, simulate(scenario)))).toEqual([]);
  });
});

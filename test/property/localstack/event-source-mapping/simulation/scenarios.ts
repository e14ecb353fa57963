import fc from 'fast-check';
import { type MappingConfiguration, readSettings } from '../../../../../localstack/event-source-mapping/index.ts';
import type { Behaviour } from './function.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedStream } from './stream.ts';
import { START } from './timeline.ts';

/** Values from here on are poison, where there is any. */
const POISON_FROM = 900;

/** A function that always does well. */
export const sound: Behaviour = {
  style: 'throws',
  failing: 0,
  throttled: 0,
  garbage: 0,
  outage: undefined,
  poison: () => false,
  durationMs: 200,
  overflowing: false,
};

/** Something that happens to a stream. */
const moves = fc.array(
  fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 8_000 })),
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    value: fc.integer({ min: 0, max: 999 }),
    wanted: fc.boolean(),
    what: fc.constantFrom('put', 'put', 'put', 'put', 'put', 'put', 'put', 'put', 'garbage', 'split', 'merge'),
  }),
  { minLength: 1, maxLength: 60 },
);

/** A stream with some shards, some of its records older than the mapping, which is made at `START`. */
export const streams = fc
  .record({ shards: fc.integer({ min: 1, max: 3 }), moves, before: fc.integer({ min: 0, max: 20_000 }) })
  .map(({ shards, moves, before }) => {
    const stream = new SimulatedStream(shards);
    let at = START - before;
    for (const { after, key, value, wanted, what } of moves) {
      at += after;
      if (what === 'split' || what === 'merge') {
        if (at > START) stream.reshard(what, at);
      } else stream.put({ at, key, data: what === 'garbage' ? 'garbage' : { value, wanted } });
    }
    return stream;
  });

/** How a function may misbehave. */
export const behaviours = fc
  .record({
    style: fc.constantFrom('throws', 'reports', 'mixed'),
    failing: fc.constantFrom(0, 0, 0.1, 0.3),
    throttled: fc.constantFrom(0, 0, 0.2),
    garbage: fc.constantFrom(0, 0, 0.15),
    outage: fc.option(
      fc.record({
        after: fc.integer({ min: 0, max: 5_000 }),
        lasts: fc.integer({ min: 0, max: 90_000 }),
        as: fc.constantFrom('failed', 'throttled'),
      }),
      { nil: undefined },
    ),
    poisoned: fc.boolean(),
    durationMs: fc.constantFrom(1, 50, 3_000),
  })
  .map(
    ({ poisoned, outage, ...rest }): Behaviour => ({
      ...rest,
      outage: outage && { from: START + outage.after, to: START + outage.after + outage.lasts, as: outage.as },
      poison: (value) => poisoned && value >= POISON_FROM,
      overflowing: false,
    }),
  );

/** Settings of every kind under which poison cannot block a shard for ever. */
export const configurations = fc.record({
  StartingPosition: fc.constantFrom('TRIM_HORIZON', 'TRIM_HORIZON', 'LATEST'),
  BatchSize: fc.constantFrom(1, 2, 7, 100),
  MaximumBatchingWindowInSeconds: fc.constantFrom(0, 0, 1, 5),
  ParallelizationFactor: fc.constantFrom(1, 1, 2, 10),
  MaximumRecordAgeInSeconds: fc.constantFrom(-1, -1, 60, 120),
  BisectBatchOnFunctionError: fc.boolean(),
  MaximumRetryAttempts: fc.constantFrom(0, 1, 3),
  FunctionResponseTypes: fc.constantFrom([], ['ReportBatchItemFailures']),
  FilterCriteria: fc.constantFrom({}, {}, { Filters: [{ Pattern: '{"data":{"wanted":[true]}}' }] }),
  DestinationConfig: fc.constantFrom({}, { OnFailure: { Destination: 'arn:aws:s3:::failures' } }),
});

/** Times at which the runner dies. */
export const crashes = fc.array(fc.integer({ min: START + 1, max: START + 30_000 }), { maxLength: 4 });

/** A run's settings: what every mapping needs, and what the test wants. */
export function settingsOf(configuration: MappingConfiguration) {
  return readSettings({
    UUID: '2b733cdc-8ac3-4df5-af3a-1827b3b11284',
    EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/simulated',
    FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:simulated',
    StartingPosition: 'TRIM_HORIZON',
    ...configuration,
  });
}

/** A run of any kind. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    configuration: configurations,
    stream: streams,
    behaviour: behaviours,
    crashes,
    seed: fc.integer(),
    undelivered: fc.constantFrom(0, 0.3),
    storingMs: fc.constantFrom(0, 500, 5_000),
  })
  .map(({ configuration, ...rest }) => ({ ...rest, settings: settingsOf(configuration) }));

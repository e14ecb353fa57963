import { describe, expect, it } from 'vitest';
import { judgeBatch } from '../../../../core/analysis/batch/judge-batch.ts';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { processBatch } from '../../../../core/batch.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { createJudge } from '../../../../core/judge.ts';
import { payloadOf } from '../../../../core/producer/payload.ts';
import { recordOf, ScriptedStore } from '../../../support/records.ts';
import { type Order, orders, wire } from '../../../support/schema/orders.ts';

const judge = createJudge(orders);

function judged(payload: object) {
  const judgement = judge(recordOf(payload));
  return 'accepted' in judgement ? judgement.accepted.event : judgement.rejected.reasons;
}

/** The order in every way in which it may be sent. */
const sent = [
  wire[1],
  { ...wire[1], schema_version: null },
  { schema_version: 1, ...wire[1] },
  { ...wire[2], schema_version: 2 },
  { ...wire[3], schema_version: 3 },
];

describe('an event of an older version', () => {
  it.each(sent)('is the event of the newest that it stands for: %j', (payload) => {
    expect(judged(payload)).toEqual(wire[3]);
  });

  it('flows through ingest and analyze as one', async () => {
    const records = [...sent, { ...wire[3], schema_version: 4 }].map((payload, sequence) =>
      recordOf(payload, { sequence }),
    );
    const store = new ScriptedStore<Order>();
    const { stored, rejected } = await processBatch(orders, records, store, () => 0);
    const analyzed = judgeBatch(judge, records);
    expect(stored.map(({ event }) => event)).toEqual(sent.map(() => wire[3]));
    expect(analyzed.keys.flatMap((key) => key.records)).toEqual(stored);
    expect(analyzed.rejected).toEqual(rejected.map(({ record }) => record));
  });

  it('raises the alerts of the newest', () => {
    testKit(orders)
      .given(wire[1])
      .expectAlerts([{ rule: 'large', key: 'ana', events: ['o-1'] }]);
  });

  it('is judged by the schema of the newest, with the value that the upcast made', () => {
    expect(judged({ ...wire[1], amount: -1 })).toEqual([
      { code: 'schema', field: 'amount_cents', message: 'must be an integer of at least 0 (received -100)' },
    ]);
  });

  it('is rejected alone where its upcast throws or gives no object', () => {
    const broken = (upcast: () => never) => ({ ...orders, upcasts: { ...orders.upcasts, 1: upcast } });
    const throwing = createJudge(
      broken(() => {
        throw new TypeError('no such field');
      }),
    );
    const empty = createJudge(broken((() => []) as unknown as () => never));
    expect(throwing(recordOf(wire[1]))).toMatchObject({ rejected: { reasons: [{ code: 'internal' }] } });
    expect(throwing(recordOf(sent[4] ?? {}))).toHaveProperty('accepted');
    expect(empty(recordOf(wire[1]))).toMatchObject({
      rejected: {
        reasons: [{ message: expect.stringMatching(/upcasts\[1\] must give an object \(it gave an array/) }],
      },
    });
  });
});

describe('a version that the pipeline does not take', () => {
  it.each([
    [4, '4'],
    [0, '0'],
    [1.5, '1.5'],
    ['2', '"2"'],
    [{}, 'an object'],
  ])('is a reason of its own: %j', (version, shown) => {
    expect(judged({ ...wire[3], schema_version: version })).toEqual([
      {
        code: 'unknown-schema-version',
        field: 'schema_version',
        message: `must be a version that the pipeline takes: 1 to 3 (received ${shown})`,
      },
    ]);
  });

  it('is that of an event without one, when version 1 is not taken any more', () => {
    const { 2: last } = orders.upcasts ?? {};
    const later = createJudge(
      definePipeline({ ...orders, oldestSchemaVersion: 2, upcasts: { ...(last && { 2: last }) } }),
    );
    expect(later(recordOf(wire[1]))).toMatchObject({
      rejected: { reasons: [{ message: expect.stringMatching(/2 to 3 \(received 1, for the field is missing\)/) }] },
    });
  });
});

describe('the field schema_version', () => {
  it('is not asked where the version can be told by the looks of an event', () => {
    const unversioned = (raw: Readonly<Record<string, unknown>>) =>
      'amount_cents' in raw ? 3 : 'channel' in raw ? 2 : 1;
    const telling = createJudge(definePipeline({ ...orders, unversioned }));
    for (const payload of Object.values(wire)) {
      expect(telling(recordOf(payload))).toMatchObject({ accepted: { event: wire[3] } });
    }
  });

  it('is a field like any other where any JSON object is an event', () => {
    const any = createJudge(definePipeline({ name: 'any', stream: { name: 'any' } }));
    expect(any(recordOf({ schema_version: 'blue' }))).toMatchObject({
      accepted: { event: { schema_version: 'blue' } },
    });
  });

  it('goes with what a producer sends, once there is a second version', () => {
    expect(payloadOf(orders, wire[3])).toBe(JSON.stringify({ ...wire[3], schema_version: 3 }));
    expect(payloadOf(orders, { ...wire[3], schema_version: 9 })).toBe(
      JSON.stringify({ ...wire[3], schema_version: 9 }),
    );
    const silent = { ...orders, generator: { event: () => wire[3], invalid: {}, saysVersion: false } };
    expect(payloadOf(silent, wire[3])).toBe(JSON.stringify(wire[3]));
    expect(payloadOf({ ...orders, schemaVersion: 1, upcasts: {} }, wire[3])).toBe(JSON.stringify(wire[3]));
  });
});

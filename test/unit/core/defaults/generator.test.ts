import Type, { type TObject } from 'typebox';
import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { createJudge } from '../../../../core/judge.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';
import { planRecords } from '../../../../core/producer/plan.ts';

const START = '2026-11-22T12:00:00.000Z';
const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  ts: Type.Integer(),
  plant: Type.String({ minLength: 12, maxLength: 14 }),
  short: Type.String({ maxLength: 3 }),
  level: Type.Union([Type.Literal('low'), Type.Literal('high')]),
  celsius: Type.Number({ minimum: -5, maximum: 45 }),
  above: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  negative: Type.Integer({ maximum: -1 }),
  tens: Type.Integer({ minimum: 11, multipleOf: 10 }),
  open: Type.Boolean(),
  nothing: Type.Null(),
  measured: Type.String({ format: 'instant' }),
  address: Type.String({ format: 'ip' }),
  tags: Type.Record(Type.String(), Type.String()),
  readings: Type.Array(Type.Number(), { minItems: 1, maxItems: 3 }),
  where: Type.Object({ id: Type.String(), row: Type.Optional(Type.Integer()) }),
});

function plan(pipeline: Pipeline, invalid: number) {
  const request = {
    ...{ pipeline: pipeline.name, eventsPerSecond: 100, durationSeconds: 3, devices: 5, producer: 0, retries: 0 },
    ...{ lingerMs: 0, seed: 1, startAt: START, faults: { invalid, duplicate: 0, late: 0, outOfOrder: 0 } },
  };
  const judge = createJudge(pipeline);
  return [...planRecords(pipeline, request)].map((planned, n) => ({
    planned,
    judged: judge({
      position: { stream: 's', shard: 'shardId-000000000000', sequence: String(n) },
      partitionKey: planned.partitionKey,
      arrivedAt: Date.parse(START) + planned.offsetMs,
      data: Buffer.from(planned.payload).toString('base64'),
    }),
  }));
}

const define = (name: string, more: object): Pipeline =>
  definePipeline({ name, stream: { name }, ...more }) as Pipeline;

describe('generator that nobody wrote', () => {
  const pipelines = [
    define('anything', {}),
    define('typed', { schema, partitionKey: ({ plant }: { plant: string }) => plant }),
    define('unnamed', { schema: Type.Object({ value: Type.Number() }) }),
    define('ordered', {
      schema: Type.Object({ order: Type.String(), ts: Type.String() }),
      id: ({ order }: { order: string }) => order,
    }),
  ];

  it.each(pipelines.map((pipeline) => [pipeline.name, pipeline] as const))(
    'makes events that %s accepts, each with its id, and rows that give the payload back to the byte',
    (_, pipeline) => {
      const all = plan(pipeline, 0);
      for (const { planned, judged } of all) {
        if (!('accepted' in judged)) throw new Error(JSON.stringify(judged.rejected.reasons));
        const { event } = judged.accepted;
        expect(pipeline.id(event)).toBe(planned.eventId);
        expect(Math.abs(pipeline.eventTime(event) - Date.parse(START) - planned.offsetMs)).toBeLessThan(1);
        expect(JSON.stringify(pipeline.record.toEvent(pipeline.record.toRow(event)))).toBe(
          Buffer.from(planned.payload).toString(),
        );
      }
      expect(new Set(all.map(({ planned }) => planned.eventId)).size).toBe(300);
    },
  );

  it.each(pipelines.map((pipeline) => [pipeline.name, pipeline] as const))(
    'and invalid ones that %s rejects',
    (_, pipeline) => {
      const all = plan(pipeline, 1);
      expect(all.filter(({ judged }) => 'accepted' in judged)).toEqual([]);
      expect(new Set(all.map(({ planned }) => planned.fault))).toEqual(
        new Set(Object.keys(pipeline.generator?.invalid ?? {}).map((kind) => `invalid:${kind}`)),
      );
    },
  );

  it('draws as many keys as there are devices', () => {
    expect(new Set(plan(define('anything', {}), 0).map(({ planned }) => planned.partitionKey)).size).toBe(5);
    const typed = define('typed', { schema, partitionKey: ({ plant }: { plant: string }) => plant });
    expect(new Set(plan(typed, 0).map(({ planned }) => planned.partitionKey)).size).toBe(5);
  });

  it.each<[string, TObject]>([
    ['the pattern ^[A-Z]{3}$', Type.Object({ code: Type.String({ pattern: '^[A-Z]{3}$' }) })],
    ['the format "email"', Type.Object({ code: Type.String({ format: 'email' }) })],
    ['the type nothing', Type.Object({ code: Type.Unknown() })],
    ['a number from 2 to 1', Type.Object({ code: Type.Number({ minimum: 2, maximum: 1 }) })],
  ])('says that it can draw nothing for %s', (what, unknown) => {
    expect(() => plan(define('odd', { schema: unknown }), 0)).toThrow(
      `Nothing can be drawn for the field "code", ${what}: give the pipeline a generator`,
    );
  });
});

import Type, { type Static } from 'typebox';
import { expect, test } from 'vitest';
import { count, sum } from '../../../../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../../../../core/analysis/analysis.ts';
import { testKit } from '../../../../../core/analysis/testing/test-kit.ts';
import { definePipeline } from '../../../../../core/define-pipeline.ts';

const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  user: Type.String(),
  city: Type.String(),
  amount: Type.Number(),
  ts: Type.String({ format: 'instant' }),
});
type Sale = Static<typeof schema>;

const define = (analysis?: AnalysisDefinition<Sale>) =>
  definePipeline<Sale>({
    name: 'sales',
    stream: { name: 'sales' },
    schema,
    partitionKey: ({ user }) => user,
    ...(analysis && { analysis }),
  });

const pipeline = define({
  latenessSeconds: 60,
  windows: [
    { kind: 'session', name: 'visits', gapSeconds: 60, aggregates: { n: count() } },
    {
      kind: 'tumbling',
      name: 'cities',
      sizeSeconds: 60,
      scope: 'stream',
      groupBy: ({ city }) => city,
      aggregates: { total: sum(({ amount }) => amount) },
    },
  ],
  rules: [
    {
      kind: 'threshold',
      name: 'large',
      where: ({ amount }) => amount > 100,
      values: ({ amount }) => ({ amount }),
      message: ({ user, amount }) => `${user} paid ${amount}`,
    },
    { kind: 'silence', name: 'gone', afterSeconds: 600 },
    {
      kind: 'window',
      name: 'busy-city',
      window: 'cities',
      when: ({ values }) => Number(values.total) > 150,
      message: ({ key }) => `busy: ${key}`,
    },
  ],
});

let ids = 0;
function sale(second: number, amount: number, more: Partial<Sale> = {}): Sale {
  ids += 1;
  const ts = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  return { event_id: `s${ids}`, user: 'ana', city: 'lima', amount, ts, ...more };
}
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

test('the clock follows the events and the test, and nothing else', () => {
  const kit = testKit(pipeline).given(sale(5, 1));
  expect(kit.now).toBe(Date.parse(at(5)));
  expect(kit.given(sale(3, 1)).now).toBe(Date.parse(at(5)));
  expect(kit.advance('1.5m').now).toBe(Date.parse(at(95)));
  expect(kit.advance(500).now).toBe(Date.parse(at(95.5)));
  expect(kit.advanceTo(at(100)).now).toBe(Date.parse(at(100)));
  expect(kit.given(sale(90, 1), { arrivedAt: at(110) }).now).toBe(Date.parse(at(110)));
  expect(() => kit.advanceTo(at(109))).toThrow(
    'Time cannot go back to 2026-01-01T00:01:49.000Z: it is 2026-01-01T00:01:50.000Z already',
  );
});

test('the clock may begin before the first event', () => {
  expect(testKit(pipeline, { now: at(0) }).given(sale(-30, 101)).alerts[0]?.raisedAt).toBe(Date.parse(at(0)));
  expect(() => testKit(pipeline).advance('1s')).toThrow('The clock has not begun');
});

test('an alert counts for the expectation that comes after it, once', () => {
  const kit = testKit(pipeline).given(sale(0, 101));
  kit.expectAlerts([{ rule: 'large' }]).expectAlerts([]);
  expect(kit.alerts).toHaveLength(1);
});

test('time alone raises what is due on its way, at the moment at which it is due', () => {
  const [alert] = testKit(pipeline).given(sale(0, 1)).advance('1d').alerts;
  expect(alert).toMatchObject({ rule: 'gone', at: Date.parse(at(0)), raisedAt: Date.parse(at(610)) });
});

test('settle: time passes until nothing is left to decide', () => {
  const kit = testKit(pipeline)
    .given(sale(0, 1))
    .settle()
    .expectAlerts([{ rule: 'gone' }]);
  expect(kit.rows('visits')).toMatchObject([{ final: true }]);
  const { now } = kit;
  expect(kit.settle().now).toBe(now);
});

test('rows are the results of a window as the table has them: merged sessions have one row', () => {
  const kit = testKit(pipeline).given([sale(0, 1), sale(70, 1)]);
  expect(kit.rows('visits').map(({ start, values }) => [start, values.n])).toEqual([
    [Date.parse(at(0)), 1],
    [Date.parse(at(70)), 1],
  ]);
  expect(
    kit
      .given(sale(30, 1))
      .rows('visits')
      .map(({ start, values }) => [start, values.n]),
  ).toEqual([[Date.parse(at(0)), 3]]);
  expect(() => kit.rows('visitors')).toThrow('Pipeline sales has no window "visitors"; it has visits, cities');
});

test('a window of scope stream takes events of all keys', () => {
  const kit = testKit(pipeline)
    .given([sale(0, 90, { user: 'ana' }), sale(1, 90, { user: 'berta' }), sale(2, 90, { city: 'quito' })])
    .expectAlerts([{ rule: 'busy-city', key: 'lima', message: 'busy: lima', window: { name: 'cities', start: at(0) } }])
    .advance('2m');
  expect(kit.rows('cities')).toMatchObject([
    { key: 'lima', values: { total: 180 }, final: true },
    { key: 'quito', values: { total: 90 }, final: true },
  ]);
});

test('an event that the pipeline rejects is an error that says why', () => {
  const { ts, ...timeless } = sale(0, 1);
  expect(() => testKit(pipeline).given({ ...timeless, ts: 'yesterday', amount: '?' })).toThrow(
    /^Pipeline sales rejects \{"event_id".*\}: .*amount.*ts/,
  );
});

test('an event over which a function of a rule throws is an error that says which', () => {
  const oops = define({
    rules: [
      {
        kind: 'threshold',
        name: 'broken',
        where: () => {
          throw new TypeError('no such field');
        },
        values: () => ({}),
        message: () => '',
      },
    ],
  });
  expect(() => testKit(oops).given(sale(0, 1, { event_id: 'bad' }))).toThrow(
    /^Event bad failed: .*broken.*no such field/,
  );
});

test('late and duplicate events are named, since they may be why an alert is missing', () => {
  const twice = sale(100, 1);
  const kit = testKit(pipeline).given([twice, twice, sale(39, 500, { event_id: 'old' })]);
  expect(kit.unapplied).toMatchObject([
    { disposition: 'duplicate' },
    { disposition: 'late', event: { event_id: 'old' } },
  ]);
  expect(() => kit.expectAlerts([{ rule: 'large' }])).toThrow('note        event old was not applied: late');
});

test('a pipeline without analysis has nothing to test', () => {
  expect(() => testKit(define())).toThrow('Pipeline sales has no analysis, so there are no windows and rules to test');
});

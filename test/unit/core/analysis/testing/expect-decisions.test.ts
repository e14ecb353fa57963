import { expect, test } from 'vitest';
import { count } from '../../../../../core/analysis/aggregate.ts';
import { testKit } from '../../../../../core/analysis/testing/test-kit.ts';
import { definePipeline } from '../../../../../core/define-pipeline.ts';

interface Payment {
  readonly event_id: string;
  readonly key: string;
  readonly amount: number;
  readonly ts: string;
}

const pipeline = definePipeline<Payment>({
  name: 'payments',
  stream: { name: 'payments' },
  id: ({ event_id }) => event_id,
  eventTime: ({ ts }) => Date.parse(ts),
  partitionKey: ({ key }) => key,
  analysis: {
    latenessSeconds: 10,
    windows: [{ kind: 'tumbling', name: 'minute', sizeSeconds: 60, aggregates: { n: count() } }],
    decider: {
      name: 'gate',
      where: ({ amount }) => amount > 0,
      windows: ['minute'],
      decide: ({ event: { amount }, windows: { minute } }) =>
        Number(minute?.values.n) > 2
          ? { decision: 'block', score: amount / 3, reasons: [`${minute?.values.n} within a minute`] }
          : { decision: 'allow', reasons: [] },
    },
  },
});

const pay = (second: number, amount = 1): Payment => ({
  ...{ event_id: `p${second}`, key: 'ana', amount },
  ts: new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString(),
});

test('decisions are asked for as alerts are: each once, those since the last time', () => {
  const kit = testKit(pipeline)
    .given([pay(1), pay(2, 0)])
    .expectDecisions([{ decision: 'allow', event: 'p1', key: 'ana', reasons: [] }])
    .expectDecisions([])
    .given(pay(3))
    .expectDecisions([{ decision: 'block', score: 0.333333333333, reasons: [/^3 within/] }])
    .given(pay(1))
    .advance('10m')
    .expectDecisions([]);
  expect(kit.decisions.map(({ eventId, decision }) => `${eventId} ${decision}`)).toEqual(['p1 allow', 'p3 block']);
});

test('what is missing, what came near, what was not expected, and what may be why', () => {
  const kit = testKit(pipeline).given([pay(1), pay(2), pay(30), pay(3)]);
  const expecting = () =>
    kit.expectDecisions([
      { decision: 'allow', event: 'p1' },
      { decision: 'allow', event: 'p2', key: 'eva', reasons: ['old friend'] },
      { decision: 'review', event: 'p30', score: 0.5, reasons: [/4 within/] },
    ]);
  expect(expecting).toThrow(
    [
      'Expected 3 decisions, made 3.',
      '  missing     allow of event p2 · reasons old friend',
      '                but key is "ana", not "eva"; reasons are [], not like old friend',
      '  missing     review of event p30 · score 0.5 · reasons /4 within/',
      '                but decision is "block", not "review"; score is 0.3333333333333333, not 0.5; ' +
        'reasons are ["3 within a minute"], not like /4 within/',
      '  unexpected  allow of event p2 · reasons none',
      '  unexpected  block of event p30 · score 0.3333333333333333 · reasons 3 within a minute',
      '  note        event p3 was not applied: late',
    ].join('\n'),
  );
});

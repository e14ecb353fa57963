import { describe, expect, it } from 'vitest';
import { addUsage, billOf, DAYS_A_MONTH } from '../../../../core/cost/bill.ts';
import { billTable } from '../../../../core/cost/bill-table.ts';
import { pricedResources } from '../../../../core/cost/resources.ts';
import { sensorsFigures } from '../../../../core/cost/sensors-figures.ts';
import { usEast1 } from '../../../../core/cost/us-east-1.ts';
import { idleUsage, loadUsage } from '../../../../core/cost/usage.ts';

const template = {
  Resources: {
    Long: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 3, RetentionPeriodHours: 168 } },
    Short: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
    OnDemand: { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } } },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Share: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
    Sweep: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)' } },
    Daily: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'cron(0 0 * * ? *)' } },
    Traced: { Type: 'AWS::Lambda::Function', Properties: { TracingConfig: { Mode: 'Active' } } },
    Key: { Type: 'AWS::KMS::Key' },
  },
};
const resources = pricedResources([template, {}]);

describe('what a deployment costs', () => {
  it('counts what is paid for in its templates; an expression is billed for each of its metrics', () => {
    expect(resources).toEqual({
      ...{ shards: 4, longKeptShards: 3, alarmMetrics: 3, dashboards: 0 },
      ...{ keys: 1, everyMinute: 1, tracedFunctions: 1 },
    });
  });

  it('has a day of shards and a thirtieth of a month', () => {
    const usage = idleUsage(resources, sensorsFigures);
    expect(usage['kinesis.shard-hour']).toBe(96);
    expect(usage['kinesis.extended-retention-shard-hour']).toBe(72);
    expect(usage['lambda.request']).toBe(1440);
    expect((usage['cloudwatch.alarm-month'] ?? 0) * DAYS_A_MONTH).toBeCloseTo(3);
  });

  it('makes one batch a second and shard of many events, and one an event of few', () => {
    const batches = (eventsPerSecond: number) =>
      (loadUsage({ eventsPerSecond, devices: 50 }, resources, sensorsFigures)['lambda.request'] ?? 0) / 2 / 86_400;
    expect(batches(400)).toBeCloseTo(4);
    expect(batches(0.01)).toBeCloseTo(0.01, 4);
    expect(loadUsage({ eventsPerSecond: 0, devices: 1 }, resources, sensorsFigures)).toEqual({});
  });

  it('costs more with every event and device', () => {
    const usd = (eventsPerSecond: number, devices: number) =>
      billOf(loadUsage({ eventsPerSecond, devices }, resources, sensorsFigures), usEast1).usd;
    expect(usd(100, 50)).toBeGreaterThan(usd(50, 50));
    expect(usd(50, 500)).toBeGreaterThan(usd(50, 50));
    expect(usd(50, 1)).toBeGreaterThan(0);
  });

  it('multiplies quantities by prices, the dearest line first', () => {
    const bill = billOf(
      addUsage({ 'kms.key-month': 1 }, { 'kms.key-month': 1, 'lambda.request': 1e6, 's3.put': 1 }),
      usEast1,
    );
    expect(bill.lines.map(({ item, usd }) => [item, usd])).toEqual([
      ['kms.key-month', 2],
      ['lambda.request', expect.closeTo(0.2)],
      ['s3.put', 5e-6],
    ]);
    expect(billTable(bill).split('\n').at(-1)).toBe('| **sum** | | | **2.20** |');
  });

  it('refuses a quantity that is none', () => {
    expect(() => billOf({ 'lambda.request': -1 }, usEast1)).toThrow(/lambda\.request must be a number of 0 or more/);
  });

  it('names a page of AWS for every price, and where and when it was read', () => {
    for (const price of Object.values(usEast1.prices)) {
      expect(price.page).toMatch(/^https:\/\/aws\.amazon\.com\//);
      expect(price.readIn).not.toBe('');
      expect(price.asOf).toMatch(/^\d{4}(-\d\d){0,2}$|^not dated$/);
    }
  });
});

import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { reservedConcurrencies, shortName } from '../../infra/concurrency.ts';
import { logRetention, logRetentionPeriods } from '../../infra/log-retention.ts';
import { tracing } from '../../infra/tracing.ts';
import { caudalStacks, propertiesOf, templatesFrom } from './support/synth.ts';

const node = (key: string, value: unknown) => ({
  tryGetContext: (asked: string) => (asked === key ? value : undefined),
});

describe('the context key logRetentionDays', () => {
  it('takes the periods that CloudWatch has, as number or text', () => {
    const known = Object.values(RetentionDays).filter(
      (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
    );
    expect(logRetentionPeriods).toEqual(known);
    expect(logRetention(node('logRetentionDays', 30))).toBe(30);
    expect(logRetention(node('logRetentionDays', '365'))).toBe(365);
    expect(logRetention(node('other', 1))).toBe(14);
  });

  it.each(['0', '10', 'never', true])('refuses %j, and says which there are', (value) => {
    expect(() => logRetention(node('logRetentionDays', value))).toThrow(
      `Context "logRetentionDays" must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (received ${JSON.stringify(value)})`,
    );
  });
});

describe('the context key tracing', () => {
  it('is on unless it is false', () => {
    expect(tracing(node('other', false))).toBe(true);
    expect(tracing(node('tracing', 'false'))).toBe(false);
    expect(() => tracing(node('tracing', 'no'))).toThrow('Context "tracing" must be true or false (received "no")');
  });
});

describe('the context key concurrency', () => {
  it('gives functions shares by their names, without what all begin with', () => {
    expect(reservedConcurrencies(node('concurrency', 'sensors-ingest:5, produce:1'))).toEqual(
      new Map([
        ['sensors-ingest', 5],
        ['produce', 1],
      ]),
    );
    expect(reservedConcurrencies(node('other', ''))).toEqual(new Map());
    expect(shortName('caudal-sensors-ingest', '')).toBe('sensors-ingest');
    expect(shortName('dev-caudal-check-health', 'dev')).toBe('check-health');
    expect(shortName('caudal-caudal-x-ingest', '')).toBe('caudal-x-ingest');
  });

  it.each([
    [
      'sensors-ingest',
      'must be functions with a number from 1 to 1000, such as sensors-ingest:5,produce:1 (received "sensors-ingest")',
    ],
    ['sensors-ingest:0', '(received "sensors-ingest:0")'],
    ['sensors-ingest:1001', '(received "sensors-ingest:1001")'],
    ['sensors-ingest:1,', '(received "")'],
    [5, '(received 5)'],
    ['produce:1,produce:2', 'names produce twice'],
  ])('refuses %j', (value, words) => {
    expect(() => reservedConcurrencies(node('concurrency', value))).toThrow(words);
  });

  it('refuses a function that the deployment does not have, naming those that it has', () => {
    expect(() => caudalStacks({ concurrency: 'sensor-ingest:5' })).toThrow(
      'Context "concurrency" names "sensor-ingest", and this deployment has no such function; it has check-health, measure-load, produce, registry, sensors-analyze, sensors-ingest, sensors-sweep',
    );
  });
});

describe('a deployment with another context', () => {
  const stacks = caudalStacks({
    concurrency: 'sensors-ingest:2',
    tracing: 'false',
    logRetentionDays: '90',
    'sensors.shards': '3',
  });
  const { processing, operations } = templatesFrom(stacks);

  it('reserves for that function and no other', () => {
    const reserved = Object.values(processing.findResources('AWS::Lambda::Function')).map(({ Properties }) => [
      Properties.FunctionName,
      Properties.ReservedConcurrentExecutions,
    ]);
    expect(Object.fromEntries(reserved)).toMatchObject({ 'caudal-sensors-ingest': 2, 'caudal-produce': undefined });
  });

  it('warns that fewer executions than shards hold shards up', () => {
    const warnings = stacks.processing.node
      .findAll()
      .flatMap((each) => each.node.metadata.map(({ data }) => String(data)));
    expect(warnings.filter((text) => text.includes('reserved concurrency'))).toEqual([
      expect.stringContaining('sensors-ingest has a reserved concurrency of 2 for 3 shards'),
    ]);
  });

  it('sends no traces and asks for no leave to, and keeps logs so long', () => {
    for (const template of [processing, operations]) {
      expect(JSON.stringify(template.toJSON())).not.toMatch(/xray:|"TracingConfig"/);
    }
    const kept = propertiesOf(operations, 'AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/caudal-check-health' });
    expect(kept.RetentionInDays).toBe(90);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import archive from '../../../../cli/new/templates/consumer.ts';
import type { Consumer } from '../../../../core/consumer.ts';
import { alarmDescription } from '../../../../infra/constructs/alarms/alarm-kind.ts';
import { deploymentAlarmKinds } from '../../../../infra/constructs/alarms/deployment-alarm-kinds.ts';
import { pipelineAlarmKinds } from '../../../../infra/constructs/alarms/pipeline-alarm-kinds.ts';
import { repositoryRoot } from '../../../../infra/constructs/bundle.ts';
import { keyspacesOf } from '../../../../infra/tables.ts';
import { pipelines } from '../../../../pipelines/index.ts';
import { stacksOf } from '../../support/analysed.ts';
import { readable } from '../../support/permissions.ts';
import { templatesFrom } from '../../support/synth.ts';

interface Query {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Period: number; readonly Metric: { readonly MetricName: string } };
  readonly Period?: number;
}
interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly MetricName?: string;
  readonly Metrics?: readonly Query[];
  readonly AlarmActions: readonly object[];
  readonly OKActions: readonly object[];
}

const operationsOf = (context: Record<string, string> = {}) =>
  templatesFrom(stacksOf(pipelines, context, [archive as Consumer])).operations;
const operations = operationsOf();
const alarms = Object.values(operations.findResources('AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties as Alarm,
);
const alarmNamed = (name: string): Alarm => {
  const found = alarms.find(({ AlarmName }) => AlarmName === name);
  if (!found) throw new Error(`no alarm is called ${name}`);
  return found;
};
const kinds = { ...pipelineAlarmKinds, ...deploymentAlarmKinds };
const documented = readFileSync(path.join(repositoryRoot, 'docs/alarms.md'), 'utf8');

describe('the alarms of a deployment', () => {
  it('are those of each pipeline and those of the deployment', () => {
    const further = keyspacesOf(pipelines).slice(1);
    const expected = [
      ...Object.keys(deploymentAlarmKinds).map((name) => `caudal-${name}`),
      ...['write-throttles', 'read-throttles', 'user-errors'].flatMap((kind) =>
        further.map((_, index) => `caudal-keyspaces-${kind}-${index + 2}`),
      ),
      ...pipelines.flatMap(({ name }) => Object.keys(pipelineAlarmKinds).map((kind) => `caudal-${name}-${kind}`)),
    ];
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(expected.sort());
  });

  it('have each an entry in the documentation, a row in its table, and say where it is', () => {
    for (const [name, kind] of Object.entries(kinds)) {
      expect(documented).toContain(`\n## ${name}\n`);
      expect(documented).toContain(`| [${name}](#${name}) | ${kind.severity} |`);
      expect(alarms.filter(({ AlarmDescription }) => AlarmDescription === alarmDescription(name, kind))).not.toEqual(
        [],
      );
    }
    expect(documented.match(/^## (.*)$/gm)).toHaveLength(Object.keys(kinds).length);
  });

  it('tell the topic when they go off and when it is over', () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect([AlarmActions, OKActions].map((actions) => actions.map(readable))).toEqual([
        ['{AlertsTopic}'],
        ['{AlertsTopic}'],
      ]);
    }
  });

  it('stay within what CloudWatch takes: ten metrics, a day, or seven where a period is an hour or longer', () => {
    for (const { Period, Metrics = [], EvaluationPeriods, DatapointsToAlarm } of alarms) {
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10);
      const periods = Metrics.flatMap((query) => query.MetricStat?.Period ?? query.Period ?? []);
      for (const period of Period === undefined ? periods : [Period]) {
        expect(period * EvaluationPeriods).toBeLessThanOrEqual(period < 3_600 ? 86_400 : 604_800);
      }
      expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
    }
  });

  it('are none where the deployment wants none, and the dashboard is there without them', () => {
    const without = operationsOf({ alarms: 'off' });
    without.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    without.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    expect(() => operationsOf({ alarms: 'no' })).toThrow('Context "alarms" must be on or off (received "no")');
  });
});

describe('what alarms watch', () => {
  const functionsOf = (alarm: Alarm) =>
    JSON.stringify(alarm.Metrics)
      .match(/caudal-[a-z]+-[a-z]+/g)
      ?.sort();

  it('the age at which ingest, analyze and further consumers are given records, up to half of the maximum record age', () => {
    const [warning, critical] = ['iterator-age', 'iterator-age-critical'].map((kind) =>
      alarmNamed(`caudal-sensors-${kind}`),
    );
    expect([warning?.Threshold, critical?.Threshold]).toEqual([900_000, 6 * 3_600_000]);
    expect(critical && functionsOf(critical)).toEqual([
      'caudal-sensors-analyze',
      'caudal-sensors-archive',
      'caudal-sensors-ingest',
    ]);
    expect(warning?.Metrics?.map(({ Expression }) => Expression).filter(Boolean)).toEqual(['MAX(METRICS())']);
  });

  it('what every mapping of a pipeline gives up', () => {
    const text = JSON.stringify(alarmNamed('caudal-sensors-failed-batches').Metrics);
    for (const mapping of ['SensorsMapping', 'AnalyzeMappingSensors', 'ConsumerMappingSensorsArchive'])
      expect(text).toContain(mapping);
    for (const metric of ['OnFailureDestinationDeliveredEventCount', 'DroppedEventCount'])
      expect(text).toContain(metric);
  });

  it('errors and throttles of every function of a pipeline', () => {
    const all = ['caudal-users-analyze', 'caudal-users-fetch', 'caudal-users-ingest', 'caudal-users-sweep'];
    for (const kind of ['errors', 'throttles']) expect(functionsOf(alarmNamed(`caudal-users-${kind}`))).toEqual(all);
  });

  it('the share of rejected records, where there are enough of them', () => {
    const [expression] = alarmNamed('caudal-sensors-rejected-share').Metrics ?? [];
    expect(expression?.Expression).toBe('IF(part + rest >= 20, 100 * part / (part + rest), 0)');
  });

  it('Keyspaces, over all tables of each keyspace of the deployment: a query knows no OR', () => {
    const queries = ['', '-2'].map((part) => alarmNamed(`caudal-keyspaces-user-errors${part}`).Metrics);
    expect(queries.map((metrics) => metrics?.map(({ Expression, Period }) => [Expression, Period]))).toEqual(
      ['ops', 'rt'].map((keyspace) => [
        [`SELECT SUM(UserErrors) FROM "AWS/Cassandra" WHERE Keyspace = '${keyspace}'`, 300],
      ]),
    );
  });

  it('that a health report is missing, for longer than there is between two', () => {
    expect(alarmNamed('caudal-no-health-report')).toMatchObject({
      MetricName: 'HealthReports',
      Namespace: 'caudal',
      Dimensions: [{ Name: 'service', Value: 'caudal-check-health' }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: 3_600,
      EvaluationPeriods: 26,
      TreatMissingData: 'breaching',
    });
  });

  it('every queue of what could not be delivered', () => {
    const queues = Object.keys(operationsOf({ alertWebhookSecret: 'caudal/slack' }).findResources('AWS::SQS::Queue'));
    expect(queues.length).toBeGreaterThan(3);
    const metrics = Object.values(
      operationsOf({ alertWebhookSecret: 'caudal/slack' }).findResources('AWS::CloudWatch::Alarm', {
        Properties: { AlarmName: 'caudal-dead-letters' },
      }),
    );
    for (const queue of queues) expect(JSON.stringify(metrics)).toContain(queue);
  });
});

describe('the dashboard', () => {
  const [dashboard] = Object.values(operations.findResources('AWS::CloudWatch::Dashboard'));
  const body = readable(dashboard?.Properties.DashboardBody);

  it('bears the name of the deployment and shows all alarms', () => {
    expect(dashboard?.Properties.DashboardName).toBe('caudal');
    expect(body).toContain('"type":"alarm"');
    for (const id of Object.keys(operations.findResources('AWS::CloudWatch::Alarm'))) {
      expect(JSON.stringify(dashboard?.Properties.DashboardBody)).toContain(id);
    }
  });

  it('draws throughput, latency, iterator age, rejections, errors of each pipeline, and what Keyspaces took', () => {
    for (const metric of [
      ...['IncomingRecords', 'IncomingBytes', 'EventsStored', 'EventsRejected', 'EndToEndLatency', 'IteratorAge'],
      ...['Errors', 'Throttles', 'ConsumedWriteCapacityUnits'],
    ]) {
      expect(body).toContain(metric);
    }
    for (const { name } of pipelines) expect(body).toContain(`"title":"${name}: records"`);
  });
});

import { Annotations as AppAnnotations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import archive from '../../../cli/new/templates/consumer.ts';
import type { Consumer } from '../../../core/consumer.ts';
import { sharedReadsWarning } from '../../../infra/shared-reads.ts';
import type { ProcessingStack } from '../../../infra/stacks/processing.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';
import { stacksOf } from '../support/analysed.ts';
import { propertiesOf, templatesFrom } from '../support/synth.ts';

const sensors = pipelineNamed('sensors');
const stacks = (context: Record<string, unknown>, consumers: readonly Consumer[] = [archive as Consumer]) =>
  stacksOf([sensors], context, consumers);

describe('the stream of a pipeline', () => {
  const streamWith = (context: Record<string, unknown>) =>
    propertiesOf(templatesFrom(stacks(context)).streams, 'AWS::Kinesis::Stream', { Name: 'sensors.events' });

  it('takes mode and number of shards from context', () => {
    expect(streamWith({ 'sensors.shards': '6' })).toMatchObject({
      ShardCount: 6,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
    const onDemand = streamWith({ 'sensors.mode': 'on-demand' });
    expect(onDemand.StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' });
    expect(onDemand).not.toHaveProperty('ShardCount');
  });

  it('is refused at synth in words where they do not fit', () => {
    expect(() => stacks({ 'sensors.mode': 'on-demand', 'sensors.shards': '6' })).toThrow(
      'Context "sensors.shards" goes with a provisioned stream alone',
    );
  });
});

describe('enhanced fan-out by context', () => {
  const registered = (context: Record<string, unknown>): string[] =>
    Object.values(templatesFrom(stacks(context)).processing.findResources('AWS::Kinesis::StreamConsumer'))
      .map(({ Properties }) => Properties.ConsumerName)
      .sort();

  it('registers the consumers that are named, under the names of their functions', () => {
    expect(registered({})).toEqual([]);
    expect(registered({ 'sensors.fanOut': 'analyze' })).toEqual(['caudal-sensors-analyze']);
    expect(registered({ 'sensors.fanOut': 'all' })).toEqual([
      'caudal-sensors-analyze',
      'caudal-sensors-archive',
      'caudal-sensors-ingest',
    ]);
  });

  it('refuses a name that is no consumer', () => {
    expect(() => stacks({ 'sensors.fanOut': 'store' })).toThrow(
      'there are: ingest, analyze, archive (received "store")',
    );
  });
});

describe('three consumers that share the reads of a shard', () => {
  const warningsOf = (processing: ProcessingStack): unknown[] =>
    Annotations.fromStack(processing)
      .findWarning('*', Match.anyValue())
      .map(({ entry }) => entry.data);

  it('are warned of at synth, with what to do', () => {
    expect(warningsOf(stacks({}).processing)).toEqual([
      expect.stringMatching(
        /^3 consumers \(ingest, analyze, archive\) share the 2 MB\/s and the 5 reads a second of each shard of sensors\.events\. Context "sensors\.fanOut=all"/,
      ),
    ]);
  });

  it('are not where one of them reads by fan-out, or there are two', () => {
    expect(warningsOf(stacks({ 'sensors.fanOut': 'archive' }).processing)).toEqual([]);
    expect(warningsOf(stacks({}, []).processing)).toEqual([]);
  });

  it('may be acknowledged', () => {
    const { processing } = stacks({});
    AppAnnotations.of(processing).acknowledgeWarning(sharedReadsWarning, 'a trickle');
    expect(warningsOf(processing)).toEqual([]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../core/pipeline.ts';
import { addCaudal } from '../../../infra/caudal.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';
import { permissionsOf } from '../support/permissions.ts';
import { testApp } from '../support/synth.ts';

const sensors = pipelineNamed('sensors');
const payments: Pipeline = {
  ...sensors,
  name: 'payments-eu',
  stream: { name: 'payments.events', mode: 'provisioned', shards: 1, retentionHours: 24 },
  record: { ...sensors.record, table: { ...sensors.record.table, keyspace: 'payments', name: 'events' } },
  queries: [],
};

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-pipelines-'));
for (const { name } of [sensors, payments]) writeFileSync(path.join(folder, `${name}.ts`), '');
afterAll(() => rmSync(folder, { recursive: true }));

describe('a second pipeline', () => {
  const stacks = addCaudal(testApp(), [sensors, payments], { pipelinesFolder: folder });
  const processing = Template.fromStack(stacks.processing);

  it('brings a stream, a keyspace, a function and a mapping of its own', () => {
    Template.fromStack(stacks.streams).hasResourceProperties('AWS::Kinesis::Stream', { Name: 'payments.events' });
    Template.fromStack(stacks.storage).hasResourceProperties('AWS::Cassandra::Keyspace', { KeyspaceName: 'payments' });
    processing.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'caudal-payments-eu-ingest' });
    processing.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^PaymentsEuIngestFunction') },
    });
    processing.hasResourceProperties('AWS::SSM::Parameter', { Name: '/caudal/payments-eu/mapping' });
  });

  it('may not touch the stream and the tables of the first', () => {
    const permissions = permissionsOf(processing, 'caudal-payments-eu-ingest').join('\n');
    expect(permissions).toContain('cassandra:/keyspace/payments/table/events');
    expect(permissions).toContain('kinesis:stream/payments.events');
    expect(permissions).not.toMatch(/sensor|keyspace\/rt/);
  });

  it('is refused when the file of its name is missing', () => {
    expect(() => addCaudal(testApp(), [{ ...payments, name: 'refunds' }], { pipelinesFolder: folder })).toThrow(
      'Pipeline "refunds" must be declared in',
    );
  });
});

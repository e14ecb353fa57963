import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { count } from '../../../core/analysis/aggregate.ts';
import type { Analysis } from '../../../core/analysis/analysis.ts';
import type { Consumer } from '../../../core/consumer.ts';
import type { Pipeline } from '../../../core/pipeline.ts';
import type { Table } from '../../../core/table.ts';
import { addCaudal, type CaudalStacks } from '../../../infra/caudal.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';
import { testApp } from './synth.ts';

const metrics: Table & { readonly clientTimestamps: true } = {
  keyspace: 'factory',
  name: 'metrics',
  answers: 'What did the windows of a machine come to?',
  columns: { machine: 'text', start: 'timestamp', events: 'int' },
  partitionKey: ['machine'],
  clusteringKey: [{ column: 'start', order: 'DESC' }],
  clientTimestamps: true,
};
const alarms: Table = {
  keyspace: 'factory',
  name: 'alarms',
  answers: 'Which alerts did a machine raise?',
  columns: { machine: 'text', id: 'text' },
  partitionKey: ['machine'],
  clusteringKey: [{ column: 'id', order: 'ASC' }],
};

const analysis: Analysis<unknown> = {
  latenessSeconds: 60,
  dedupeSeconds: 60,
  windows: ['minute', 'other-minute'].map((name) => ({
    kind: 'tumbling',
    name,
    sizeSeconds: 60,
    aggregates: { events: count() },
    table: { table: metrics, toRow: () => undefined },
  })),
  rules: [],
  alertTable: { table: alarms, toRow: () => undefined },
  alertStream: 'factory.alerts',
  function: { batchSize: 200, batchingWindowSeconds: 2, memoryMb: 1024, timeoutSeconds: 90 },
};

const { analysis: _, ...sensors } = pipelineNamed('sensors');
const plain: Pipeline = {
  ...sensors,
  record: { ...sensors.record, table: { ...sensors.record.table, keyspace: 'factory', name: 'events' } },
  queries: [],
};

/** A pipeline with windows, tables of its own for results and alerts, and a stream of alerts. */
export const factory = {
  ...plain,
  name: 'factory',
  stream: { name: 'factory.events', mode: 'provisioned', shards: 1, retentionHours: 48 },
  analysis,
} satisfies Pipeline;

/** A pipeline without any analysis, which reads the alerts of {@link factory}. */
export const alertReader = {
  ...plain,
  name: 'reader',
  stream: { name: 'factory.alerts', mode: 'provisioned', shards: 2, retentionHours: 24 },
} satisfies Pipeline;

/** The stacks with these pipelines alone, and with these consumers of their streams. */
export function stacksOf(
  pipelines: readonly Pipeline[],
  context: Record<string, unknown> = {},
  consumers: readonly Consumer[] = [],
): CaudalStacks {
  const pipelinesFolder = mkdtempSync(path.join(tmpdir(), 'caudal-pipelines-'));
  const consumersFolder = path.join(pipelinesFolder, 'consumers');
  try {
    mkdirSync(consumersFolder);
    for (const { name } of pipelines) writeFileSync(path.join(pipelinesFolder, `${name}.ts`), '');
    for (const { name, pipeline } of consumers)
      writeFileSync(path.join(consumersFolder, `${pipeline.name}-${name}.ts`), '');
    return addCaudal(testApp(context), pipelines, { pipelinesFolder, consumers, consumersFolder });
  } finally {
    rmSync(pipelinesFolder, { recursive: true });
  }
}

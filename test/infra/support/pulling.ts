import type { Pipeline } from '../../../core/pipeline.ts';
import { definePull } from '../../../core/pull/define-pull.ts';
import type { PullDefinition } from '../../../core/pull/pull-source.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';

const { analysis: _, pull: __, ...sensors } = pipelineNamed('sensors');

/** A pipeline of that name with a source, and without windows and rules. */
function pulling(name: string, definition: PullDefinition): Pipeline {
  const stream = { name: `${name}.events`, mode: 'provisioned' as const, shards: 1, retentionHours: 24 };
  const table = { ...sensors.record.table, keyspace: name, name: 'events' };
  return { ...sensors, name, stream, record: { ...sensors.record, table }, queries: [], pull: definePull(definition) };
}

/** People by HTTP each day. */
export const people = pulling('people', {
  kind: 'http',
  every: '1d',
  url: 'https://people.example/api',
  count: { normal: 100, most: 5_000 },
  read: () => ({ records: [] }),
});

/** Rows of a table each minute. */
export const orders = pulling('orders', { kind: 'sql', every: '1m', table: 'orders', incrementing: 'id' });

import { withDefaults } from './defaults/defaults.ts';
import type { AnyEvent } from './defaults/identity.ts';
import { defineAnalysis } from './define-analysis.ts';
import { maskPipeline } from './masking/mask-pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import { definePull } from './pull/define-pull.ts';
import { versionSettings } from './schema/versions.ts';
import { matches, whole } from './settings.ts';
import { streamCapacity } from './stream-capacity.ts';
import { validateProjection } from './validate-projection.ts';
import { wireFormats } from './wire.ts';

/**
 * Makes a pipeline: fills defaults in and refuses what AWS would refuse later, at deploy time.
 * @throws {RangeError} naming the setting, its range and the value received
 */
export function definePipeline<E = AnyEvent>(definition: PipelineDefinition<NoInfer<E>>): Pipeline<E> {
  const { name, stream, ingest } = definition;
  matches('name', name, /^[a-z][a-z0-9-]{1,19}$/, '2 to 20 lower-case letters, digits and hyphens, the first a letter');
  matches('stream.name', stream.name, /^[a-zA-Z0-9_.-]{1,128}$/, '1 to 128 letters, digits and _.-');
  if (ingest?.reservedConcurrency !== undefined)
    whole('ingest.reservedConcurrency', ingest.reservedConcurrency, 1, 1000);
  const filled = withDefaults(definition);
  validateProjection(filled.record);
  for (const query of filled.queries) validateProjection(query);
  return maskPipeline({
    ...filled,
    ...versionSettings(definition),
    wire: wireFormats(definition.wire ?? ['json']),
    ...(definition.personal && { personal: definition.personal }),
    ...(definition.analysis && { analysis: defineAnalysis(definition.analysis) }),
    ...(definition.pull && { pull: definePull(definition.pull) }),
    stream: {
      name: stream.name,
      ...streamCapacity('stream.mode', 'stream.shards', { ...stream, mode: stream.mode ?? 'provisioned' }),
      retentionHours: whole('stream.retentionHours', stream.retentionHours ?? 24, 24, 8760),
    },
    ingest: {
      ...ingest,
      batchSize: whole('ingest.batchSize', ingest?.batchSize ?? 500, 1, 10_000),
      batchingWindowSeconds: whole('ingest.batchingWindowSeconds', ingest?.batchingWindowSeconds ?? 0, 0, 300),
      memoryMb: whole('ingest.memoryMb', ingest?.memoryMb ?? 512, 128, 10_240),
      timeoutSeconds: whole('ingest.timeoutSeconds', ingest?.timeoutSeconds ?? 60, 1, 900),
    },
  });
}

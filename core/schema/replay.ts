import { Buffer } from 'node:buffer';
import { createJudge } from '../judge.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Reason } from '../reason.ts';
import { documentSchema } from './document.ts';
import type { JsonSchema } from './json-schema.ts';
import { edgeSamples, SAMPLED_AT } from './samples.ts';
import { VERSION_FIELD } from './versions.ts';

/** A schema as it was published. */
export interface PublishedSchema {
  readonly version: number;
  /** What `schemaDocument` made. */
  readonly document: JsonSchema;
}

/** An event that fits a published schema, and that the pipeline would reject. */
export interface Misfit {
  readonly reason: Reason;
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * Sends events at the edges of a published schema through the pipeline as it is now: upcasts, normalising, schema; not its
 * rules, which no schema can tell. Each says its version; where the pipeline tells versions by the looks of an event, each
 * comes again without. One misfit a field at fault.
 */
export function misfits<E>(pipeline: Pipeline<E>, { version, document }: PublishedSchema): readonly Misfit[] {
  const judge = createJudge({ ...pipeline, check: () => [] });
  const found = new Map<string, Misfit>();
  const samples = edgeSamples(documentSchema(document), document.examples ?? []);
  const sent = samples.flatMap((event) => [
    { ...event, [VERSION_FIELD]: version },
    ...(pipeline.unversioned ? [event] : []),
  ]);
  for (const event of sent) {
    const judgement = judge(recordOf(pipeline.stream.name, event));
    if ('accepted' in judgement) continue;
    for (const reason of judgement.rejected.reasons) {
      const fault = `${reason.code} ${reason.field ?? reason.message}`;
      if (!found.has(fault)) found.set(fault, { reason, event });
    }
  }
  return [...found.values()];
}

function recordOf(stream: string, event: object) {
  return {
    position: { stream, shard: 'shardId-000000000000', sequence: '1' },
    partitionKey: 'sample',
    arrivedAt: SAMPLED_AT,
    data: Buffer.from(JSON.stringify(event)).toString('base64'),
  };
}

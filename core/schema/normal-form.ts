import type { Pipeline, RecordContext } from '../pipeline.ts';
import { createUpcast } from './upcast.ts';
import type { RawEvent } from './versions.ts';

/**
 * Brings a payload of any version into normal form, as the judge does before it judges. Nothing for a version that the
 * pipeline does not take.
 */
export function normalForm<E>(
  pipeline: Pipeline<E>,
  raw: RawEvent,
  context: RecordContext,
): Record<string, unknown> | undefined {
  const upcasted = createUpcast(pipeline)(raw);
  return 'reason' in upcasted ? undefined : pipeline.normalise(upcasted.value, context);
}

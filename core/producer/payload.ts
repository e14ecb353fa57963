import type { Pipeline } from '../pipeline.ts';
import { VERSION_FIELD } from '../schema/versions.ts';

/**
 * The JSON that a producer of ours sends for an event in normal form, and that the ledger makes of the row again: the event,
 * and last the version of its schema, where there is more than one and the event does not say it itself.
 */
export function payloadOf<E>({ schemaVersion = 1, generator }: Pipeline<E>, event: unknown): string {
  const says = schemaVersion > 1 && generator?.saysVersion !== false;
  return JSON.stringify(says && isUnmarked(event) ? { ...event, [VERSION_FIELD]: schemaVersion } : event);
}

function isUnmarked(event: unknown): event is object {
  return typeof event === 'object' && event !== null && !Object.hasOwn(event, VERSION_FIELD);
}

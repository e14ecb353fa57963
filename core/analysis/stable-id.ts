import { createHash } from 'node:crypto';

/**
 * An id made of what names something, so that it is the same however often, by whichever retry or replay, it is found: the
 * first 32 hexadecimal digits of the SHA-256 of the parts as a JSON array.
 */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

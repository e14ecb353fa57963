import { createHash } from 'node:crypto';
import type { Json } from '../parts.ts';

/**
 * The hash by which a state, and the rows that come of it, know the definition of their window or rule: 72 bits of the
 * SHA-256 of its data, as 12 characters. Properties come in the order in which the part writes them.
 * @param definition `definition` of a window's or rule's part
 */
export function definitionHash(definition: Json): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('base64url').slice(0, 12);
}

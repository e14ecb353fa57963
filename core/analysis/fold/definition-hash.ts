import { createHash } from 'node:crypto';
import type { Json } from '../parts.ts';

/**
 * Shape of the states of windows and rules, whatever their definition. To be raised with every change of such a shape that
 * an older state does not fit: all of them then start anew, where the program would otherwise stumble over what it reads.
 */
const PART_FORMAT = 1;

/**
 * The hash by which a state, and the rows that come of it, know the definition of their window or rule: 72 bits of the
 * SHA-256 of its data and of the format of states, as 12 characters. Properties come in the order in which the part writes them.
 * @param definition `definition` of a window's or rule's part
 */
export function definitionHash(definition: Json): string {
  return createHash('sha256')
    .update(JSON.stringify([PART_FORMAT, definition]))
    .digest('base64url')
    .slice(0, 12);
}

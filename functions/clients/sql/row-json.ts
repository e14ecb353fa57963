import type { WireRecord } from '../../../core/pull/pull-source.ts';

/** Significant digits that a number of JavaScript always holds. */
const SAFE_DIGITS = 15;

/**
 * Reads a row that the database wrote as JSON. A number that JavaScript can't hold to the digit (a large bigint, a long
 * numeric) becomes text, to the digit.
 */
export function parseRow(json: string): WireRecord {
  return JSON.parse(json, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined) return value;
    return String(value) === source || digitsOf(source) <= SAFE_DIGITS ? value : source;
  }) as WireRecord;
}

function digitsOf(source: string): number {
  const [mantissa = ''] = source.toLowerCase().split('e');
  return mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
}

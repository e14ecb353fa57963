import { Option } from 'commander';
import { maskFields } from '../core/mask.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { PlainRow } from './cql.ts';
import type { RejectedRow } from './rejected.ts';

/** `--unmasked`: shows personal fields as they are stored. */
export function unmaskedOption(): Option {
  return new Option('--unmasked', 'show personal fields as they are, where the pipeline declares any');
}

/** A row of the pipeline's table with its personal columns masked. */
export function maskRow({ personal = [] }: Pipeline, row: PlainRow): PlainRow {
  return maskFields(row, personal);
}

/** What stands for a payload that is not shown. */
export const HIDDEN = 'hidden, --unmasked shows it';

/**
 * A rejected record without its payload, where the pipeline has personal fields: what was rejected is no event, so nobody
 * knows which of its bytes are personal. Its reasons are masked where they are made.
 */
export function hidePayload({ personal = [] }: Pipeline, row: RejectedRow): RejectedRow {
  if (personal.length === 0) return row;
  return { ...row, payload: row.payload && HIDDEN, payload_base64: row.payload_base64 && HIDDEN };
}

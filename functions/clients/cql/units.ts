import type { CqlValue } from '../../../core/table.ts';

/** A statement to be written, and the record that it is written for. */
export interface Write {
  readonly cql: string;
  readonly values: readonly CqlValue[];
  /** Place of the record in stream order, counted from 0 within the Lambda batch. */
  readonly place: number;
}

/** Statements of one table that go out together. */
export interface Unit {
  readonly writes: readonly [Write, ...Write[]];
  /** The first place among them. */
  readonly first: number;
}

/** Keyspaces' bound. @see https://docs.aws.amazon.com/keyspaces/latest/devguide/batchStatements.html */
const MAX_STATEMENTS = 30;

/** Below the 50 KB at which Cassandra refuses a batch by default. */
const MAX_BYTES = 40 * 1024;

/** What a statement takes beside its values: its id, and the lengths of the values. */
const STATEMENT_OVERHEAD = 64;

/**
 * Cuts statements into batches of one table each, in stream order. A statement over the bound in bytes stays alone, and
 * a unit of one is written without a batch around it.
 */
export function toUnits(writes: readonly Write[]): Unit[] {
  const byTable = new Map<string, Write[]>();
  for (const write of writes) {
    const sameTable = byTable.get(write.cql);
    if (sameTable) sameTable.push(write);
    else byTable.set(write.cql, [write]);
  }
  return [...byTable.values()].flatMap(cut).sort((a, b) => a.first - b.first);
}

function cut(writes: readonly Write[]): Unit[] {
  const units: { writes: [Write, ...Write[]]; first: number; bytes: number }[] = [];
  for (const write of writes) {
    const bytes = bytesOf(write.values);
    const last = units.at(-1);
    if (last && last.writes.length < MAX_STATEMENTS && last.bytes + bytes <= MAX_BYTES) {
      last.writes.push(write);
      last.bytes += bytes;
    } else {
      units.push({ writes: [write], first: write.place, bytes });
    }
  }
  return units;
}

/** About how many bytes a statement takes on the wire. */
function bytesOf(values: readonly CqlValue[]): number {
  return values.reduce((sum: number, value) => sum + sizeOf(value), STATEMENT_OVERHEAD);
}

/** Of a collection: each element with its length before it, after their number. */
function sizeOfAll(elements: readonly string[]): number {
  return elements.reduce((sum, element) => sum + 4 + Buffer.byteLength(element), 4);
}

function sizeOf(value: CqlValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return sizeOfAll(value);
  if (value instanceof Map) return sizeOfAll([...value].flat());
  return 8;
}

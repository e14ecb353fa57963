import { KinesisError } from '../errors.ts';
import { constraintsOf } from './constraints.ts';
import { convert } from './convert.ts';
import type { Shape, StructureShape, ValueOf } from './shape.ts';

/** How the request was written: blobs and timestamps differ. */
export type Wire = 'json' | 'cbor';

/**
 * Checks a request and gives it its types: blobs are bytes, timestamps epoch milliseconds. Members that the operation does
 * not have are dropped.
 *
 * @throws {KinesisError} SerializationException for a value of another type, ValidationException that lists each limit that
 *   is not kept, with the value
 */
export function validate<const S extends StructureShape>(shape: S, value: unknown, wire: Wire): ValueOf<S> {
  const failures: string[] = [];
  const result = visit(shape, value ?? {}, '', wire, failures);
  if (failures.length > 0) {
    const errors = failures.length === 1 ? 'error' : 'errors';
    throw new KinesisError(
      'ValidationException',
      `${failures.length} validation ${errors} detected: ${failures.join('; ')}`,
    );
  }
  return result as ValueOf<S>;
}

function visit(shape: Shape, value: unknown, path: string, wire: Wire, failures: string[]): unknown {
  const converted = convert(shape, value, wire);
  for (const { shown, constraint } of constraintsOf(shape, converted)) {
    failures.push(`Value '${shown}' at '${path}' failed to satisfy constraint: ${constraint}`);
  }
  if (shape.type === 'structure')
    return visitMembers(shape, converted as Record<string, unknown>, path, wire, failures);
  if (shape.type !== 'list') return converted;
  return (converted as unknown[]).map((member, index) =>
    visit(shape.member, member, `${path}.${index + 1}.member`, wire, failures),
  );
}

function visitMembers(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  wire: Wire,
  failures: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const given = value[name] ?? undefined;
    const place = `${path === '' ? '' : `${path}.`}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    if (given !== undefined) result[name] = visit(member, given, place, wire, failures);
    else if (shape.required.includes(name)) {
      failures.push(`Value null at '${place}' failed to satisfy constraint: Member must not be null`);
    }
  }
  return result;
}

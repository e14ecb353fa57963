import type { TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { formatExpectation } from './formats.ts';
import { mask } from './mask.ts';
import type { Reason } from './reason.ts';
import { show } from './show.ts';

/** Every reason that a schema has against an event that it does not take: one a field at fault. */
type SchemaReasons = (
  raw: Readonly<Record<string, unknown>>,
  normal: Readonly<Record<string, unknown>>,
) => readonly Reason[];

/**
 * Compiles a schema field by field. It is asked about events that the schema as a whole refused, so that the way of a
 * valid event formats nothing.
 * @param personal fields whose values are masked where a reason quotes them. @default none
 */
export function schemaReasons(schema: TObject, personal: readonly string[] = []): SchemaReasons {
  const required = new Set<string>(schema.required);
  const quoted = (field: string, value: unknown): string =>
    personal.includes(field) && typeof value !== 'object' ? show(mask(value)) : show(value);
  const checks = Object.entries<TSchema>(schema.properties).map(([field, property]) => ({
    field,
    validator: Compile(property),
    expected: `must be ${expectation(property)}`,
  }));
  return (raw, normal) => {
    const reasons: Reason[] = [];
    for (const { field, validator, expected } of checks) {
      const missing = !Object.hasOwn(normal, field);
      if (missing ? !required.has(field) : validator.Check(normal[field])) continue;
      const received = missing
        ? 'the field is missing'
        : `received ${quoted(field, Object.hasOwn(raw, field) ? raw[field] : normal[field])}`;
      reasons.push({ code: 'schema', field, message: `${expected} (${received})` });
    }
    return reasons.length > 0
      ? reasons
      : [{ code: 'schema', message: 'the event as a whole must match its JSON Schema' }];
  };
}

function expectation(schema: TSchema): string {
  const { type, format, enum: values, pattern, patternProperties, ...bounds } = schema as JsonSchema;
  const { minimum, maximum, minLength, maxLength } = bounds;
  const named = format === undefined ? undefined : formatExpectation(format);
  if (named !== undefined) return maxLength === undefined ? named : `${named}, of at most ${maxLength} characters`;
  if (values !== undefined) return `one of ${values.join(', ')}`;
  if (pattern !== undefined) return `a text that matches ${pattern}`;
  const [held] = Object.values(patternProperties ?? {});
  if (held !== undefined) return `an object with values that are each ${expectation(held)}`;
  const length = rangeOf(minLength, maxLength).replace(' from ', ' of ');
  const range = length === '' ? rangeOf(minimum, maximum) : `${length} characters`;
  return type === undefined ? 'a value that its JSON Schema takes' : `${article(type)} ${type}${range}`;
}

/** The keywords of JSON Schema that an expectation puts into words. */
interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
}

function rangeOf(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return maximum === undefined ? '' : ` of at most ${maximum}`;
  return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

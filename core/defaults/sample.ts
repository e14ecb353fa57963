import type { TSchema } from 'typebox';
import { isId } from '../formats.ts';
import type { GeneratorContext } from '../producer/generator.ts';
import { show } from '../show.ts';

/** The keywords of JSON Schema that a sample can follow. */
interface Keywords {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly TSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, TSchema>>;
}

const RANGE = 100;
const DECIMALS = 100;
const EPOCH_MS_FIELDS = ['event_time', 'ts', 'timestamp'];
const ID_FIELDS = ['event_id', 'id'];

/**
 * A value that the schema takes. Texts are `<field>-<1 to devices>`, so a field may serve as key; ids and instants of the
 * field's name or format are those of the context; numbers lie within their bounds, or 100 long, with two decimals.
 *
 * @param field name of the field, which the value may follow
 * @throws {RangeError} for a schema that only its author can draw from: a pattern, an unknown format, a type of its own
 */
export function sample(schema: TSchema, field: string, context: GeneratorContext): unknown {
  const keywords = schema as Keywords;
  const { random } = context;
  if ('const' in keywords) return keywords.const;
  if (keywords.enum) return random.pick(keywords.enum);
  if (keywords.anyOf) return sample(random.pick(keywords.anyOf), field, context);
  switch (keywords.type) {
    case 'string':
      return text(keywords, field, context);
    case 'integer':
    case 'number':
      return EPOCH_MS_FIELDS.includes(field) ? context.at : number(keywords, field, context);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'array':
      return list(keywords, field, context);
    case 'object':
      return object(keywords.properties ?? {}, context);
    default:
      return undrawable(field, `the type ${show(keywords.type)}`);
  }
}

/** An object with all of these fields, optional ones too, in their order. */
export function object(
  properties: Readonly<Record<string, TSchema>>,
  context: GeneratorContext,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([field, property]) => [field, sample(property, field, context)]),
  );
}

function text(keywords: Keywords, field: string, { random, id, at, devices }: GeneratorContext): string {
  const { format, pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = keywords;
  if (pattern !== undefined) return undrawable(field, `the pattern ${pattern}`);
  if (format === 'instant') return new Date(at).toISOString();
  if (format === 'ip') return `10.0.${random.integer(0, 255)}.${random.integer(0, 255)}`;
  if (format !== undefined && format !== 'id') return undrawable(field, `the format ${show(format)}`);
  if (ID_FIELDS.includes(field)) return id;
  if (EPOCH_MS_FIELDS.includes(field)) return new Date(at).toISOString();
  const drawn = `${field}-${random.integer(1, devices)}`.padEnd(minLength, '-');
  const fit = drawn.length <= maxLength ? drawn : drawn.slice(-maxLength);
  return format === 'id' && !isId(fit) ? undrawable(field, 'an id of its name') : fit;
}

function number(keywords: Keywords, field: string, { random }: GeneratorContext): number {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = keywords;
  const step = multipleOf ?? (type === 'integer' ? 1 : 1 / DECIMALS);
  const above = Math.max(minimum ?? -Infinity, (exclusiveMinimum ?? -Infinity) + step);
  const below = Math.min(maximum ?? Infinity, (exclusiveMaximum ?? Infinity) - step);
  const least = above === -Infinity ? Math.min(0, below === Infinity ? 0 : below - RANGE) : above;
  const most = below === Infinity ? Math.max(least, 0) + RANGE : below;
  const [low, high] = [Math.ceil(least / step), Math.floor(most / step)];
  if (low > high || !Number.isSafeInteger(low) || !Number.isSafeInteger(high))
    return undrawable(field, `a number from ${least} to ${most}`);
  const steps = random.integer(low, Math.min(high, low + 2 ** 32 - 1));
  return step < 1 ? Number((steps * step).toFixed(10)) : steps * step;
}

function list(
  { items, minItems = 0, maxItems = minItems + 2 }: Keywords,
  field: string,
  context: GeneratorContext,
): unknown[] {
  if (!items) return [];
  return Array.from({ length: context.random.integer(minItems, maxItems) }, () => sample(items, field, context));
}

function undrawable(field: string, what: string): never {
  throw new RangeError(`Nothing can be drawn for the field ${show(field)}, ${what}: give the pipeline a generator`);
}

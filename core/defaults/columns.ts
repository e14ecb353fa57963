import type { TObject, TSchema } from 'typebox';
import type { Reason } from '../reason.ts';
import { show } from '../show.ts';
import type { CqlType, CqlValue } from '../table.ts';

/** A field of the schema and the column that takes it. */
export interface FieldColumn {
  readonly field: string;
  readonly column: string;
  readonly type: CqlType;
  toCql(value: unknown): CqlValue;
  fromCql(value: CqlValue): unknown;
  /** What a value must be beyond the schema, that the column gives it back to the last digit; undefined: it is. */
  complaint(value: unknown): string | undefined;
}

type Codec = Omit<FieldColumn, 'field' | 'column'>;

const INT_MAX = 2_147_483_647;
const MAX_NAME = 48;

const fits = (): undefined => undefined;
const same = { toCql: (value: unknown) => value as CqlValue, complaint: fits };
const whole: Omit<Codec, 'type'> = {
  toCql: (value) => value as number,
  fromCql: Number,
  complaint: (value) =>
    Number.isSafeInteger(value) ? undefined : `must be a whole number of at most 15 digits (received ${show(value)})`,
};

const codecs = {
  text: {
    ...same,
    type: 'text',
    fromCql: String,
    complaint: (value) =>
      typeof value === 'string' && !value.isWellFormed() ? 'must be well-formed Unicode' : undefined,
  },
  instant: {
    type: 'timestamp',
    toCql: (value) => new Date(String(value)),
    fromCql: (value) => (value as Date).toISOString(),
    complaint: fits,
  },
  number: { ...same, type: 'double', fromCql: Number },
  int: { ...whole, type: 'int' },
  bigint: { ...whole, type: 'bigint' },
  boolean: { ...same, type: 'boolean', fromCql: Boolean },
  json: {
    type: 'text',
    toCql: (value) => JSON.stringify(value),
    fromCql: (value) => JSON.parse(String(value)) as unknown,
    complaint: fits,
  },
} as const satisfies Readonly<Record<string, Codec>>;

/**
 * A column a field of the schema, in its order: text → `text`, of the format `instant` → `timestamp`, number → `double`,
 * integer → `bigint` (`int` where its bounds fit), boolean → `boolean`, a choice of texts → `text`, all else → `text` as JSON. A column is named as
 * its field in lower case with underscores; a name that is taken gets a number.
 *
 * @param taken names of the other columns of the table
 */
export function fieldColumns(schema: TObject, taken: readonly string[]): readonly FieldColumn[] {
  const names = new Set(taken);
  return Object.entries<TSchema>(schema.properties).map(([field, property]) => {
    const column = columnName(field, names);
    names.add(column);
    return { field, column, ...codecs[kindOf(property)] };
  });
}

/** What the columns can't give back as it was sent, a reason a field. */
export function columnReasons(columns: readonly FieldColumn[], event: object): readonly Reason[] {
  return columns.flatMap(({ field, complaint }) => {
    if (!Object.hasOwn(event, field)) return [];
    const message = complaint((event as Readonly<Record<string, unknown>>)[field]);
    return message === undefined ? [] : [{ code: 'rule', field, message }];
  });
}

/** The keywords of JSON Schema that choose a column. */
interface Keywords {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly { readonly const?: unknown }[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

function kindOf(schema: TSchema): keyof typeof codecs {
  const { type, format, minimum = -Infinity, maximum = Infinity, ...choice } = schema as Keywords;
  const values = choice.enum ?? choice.anyOf?.map((one) => one.const);
  if (values?.every((value) => typeof value === 'string')) return 'text';
  if (type === 'string') return format === 'instant' ? 'instant' : 'text';
  if (type === 'integer') return minimum >= -INT_MAX && maximum <= INT_MAX ? 'int' : 'bigint';
  return type === 'number' || type === 'boolean' ? type : 'json';
}

function columnName(field: string, taken: ReadonlySet<string>): string {
  const words = field
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '');
  const name = (/^[a-z]/.test(words) ? words : `field_${words}`).slice(0, MAX_NAME - 4);
  const numbered = Array.from({ length: taken.size }, (_, n) => `${name}_${n + 2}`);
  return [name, ...numbered].find((candidate) => !taken.has(candidate)) ?? name;
}

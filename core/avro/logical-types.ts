import type { Buffer } from 'node:buffer';
import type { ForSchemaOptions, Type } from 'avsc';
import library from 'avsc/lib/types.js';
import { PayloadError } from './payload-error.ts';

/** Attributes of a logical type that say what its value means. */
interface LogicalAttributes {
  readonly logicalType: string;
  /** Of a decimal: digits behind the point. */
  readonly scale: number;
}

/** A type with the attributes of its schema, which avsc alone would forget. */
class LogicalType extends library.builtins.LogicalType {
  readonly attributes: LogicalAttributes;

  constructor(schema: ConstructorParameters<typeof library.builtins.LogicalType>[0], options: ForSchemaOptions) {
    super(schema, options);
    const { logicalType, scale } = schema as unknown as { logicalType: string; scale?: number };
    this.attributes = { logicalType, scale: scale ?? 0 };
  }

  /** Defaults of fields pass through here when a schema is read. */
  protected override _fromValue(value: unknown): unknown {
    return value;
  }

  protected override _toValue(value: unknown): unknown {
    return value;
  }

  protected override _resolve(): undefined {
    return undefined;
  }
}

/** The logical types that become something else than what they are made of. All others stay what they are. */
export const logicalTypes = {
  decimal: LogicalType,
  'timestamp-micros': LogicalType,
  'timestamp-nanos': LogicalType,
} as const;

/** What a logical type is made of, and what it is called. Nothing for any other type. */
export function logicalOf(type: Type): { readonly made: Type; readonly attributes: LogicalAttributes } | undefined {
  return type instanceof LogicalType ? { made: type.underlyingType, attributes: type.attributes } : undefined;
}

/** Most bytes of a decimal, 9,864 digits: the time that text takes grows with their square, 8 s for a whole record of them. */
const MAX_DECIMAL_BYTES = 4_096;
/** Most digits behind the point: as many zeros are written out for the shortest value. */
const MAX_SCALE = 10_000;

/** Whether a decimal can be of this scale. Of one that can't, Avro says to take no notice of its logical type. */
export function isScale(scale: number): boolean {
  return Number.isInteger(scale) && scale >= 0 && scale <= MAX_SCALE;
}

/**
 * Decimal text, such as `"-12.50"`, of the two's complement, big-endian, that Avro keeps a decimal in.
 * @param scale as {@link isScale} takes it
 * @throws {PayloadError} for one of over 4,096 bytes
 */
export function decimalText(bytes: Buffer, scale: number): string {
  if (bytes.length > MAX_DECIMAL_BYTES) {
    throw new PayloadError(`must be a decimal of at most ${MAX_DECIMAL_BYTES} bytes (received ${bytes.length})`);
  }
  const unscaled = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Milliseconds since the epoch, of a finer time; what goes beyond milliseconds is cut. */
export function milliseconds(value: number | bigint, perMillisecond: bigint): number {
  const whole = BigInt(value);
  return Number((whole - (((whole % perMillisecond) + perMillisecond) % perMillisecond)) / perMillisecond);
}

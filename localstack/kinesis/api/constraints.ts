import type { MapShape, Shape, StringShape } from './shape.ts';

/** A limit that a value does not keep. */
interface Failure {
  /** The value as AWS shows it. */
  readonly shown: string;
  readonly constraint: string;
}

const patterns = new Map<string, RegExp>();

/** The limits of its shape that a value does not keep. Members of structures and lists are not looked at. */
export function constraintsOf(shape: Shape, value: unknown): Failure[] {
  switch (shape.type) {
    case 'string':
      return textFailures(shape, value as string).map((constraint) => ({ shown: value as string, constraint }));
    case 'integer':
      return range('value', value as number, shape).map((constraint) => ({ shown: String(value), constraint }));
    case 'blob': {
      const size = (value as Uint8Array).byteLength;
      const shown = `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`;
      return range('length', size, shape).map((constraint) => ({ shown, constraint }));
    }
    case 'list': {
      const list = value as unknown[];
      const shown = list.every((member) => typeof member === 'string')
        ? `[${list.join(', ')}]`
        : `[${list.length} members]`;
      return range('length', list.length, shape).map((constraint) => ({ shown, constraint }));
    }
    case 'map':
      return mapFailures(shape, value as Record<string, string>);
    default:
      return [];
  }
}

function textFailures(shape: StringShape, value: string): string[] {
  const failures = range('length', value.length, shape);
  if (shape.pattern !== undefined && !pattern(shape.pattern).test(value)) {
    failures.push(`Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  if (shape.values !== undefined && !shape.values.includes(value)) {
    failures.push(`Member must satisfy enum value set: [${shape.values.join(', ')}]`);
  }
  return failures;
}

function mapFailures(shape: MapShape, map: Readonly<Record<string, string>>): Failure[] {
  const entries = Object.entries(map);
  const shown = `{${entries.map(([key, value]) => `${key}=${value}`).join(', ')}}`;
  const failures = range('length', entries.length, shape);
  const members = [
    ['keys', shape.key, Object.keys(map)],
    ['value', shape.value, Object.values(map)],
  ] as const;
  for (const [what, { min = 0, max = 0 }, texts] of members) {
    if (texts.every((text) => text.length >= min && text.length <= max)) continue;
    failures.push(`Map ${what} must satisfy constraint: [${lengthAtMost(max)}, ${lengthAtLeast(min)}]`);
  }
  return failures.map((constraint) => ({ shown, constraint }));
}

function range(what: 'length' | 'value', size: number, { min, max }: { min?: number; max?: number }): string[] {
  if (min !== undefined && size < min) return [`Member must have ${what} greater than or equal to ${min}`];
  if (max !== undefined && size > max) return [`Member must have ${what} less than or equal to ${max}`];
  return [];
}

const lengthAtMost = (max: number): string => `Member must have length less than or equal to ${max}`;
const lengthAtLeast = (min: number): string => `Member must have length greater than or equal to ${min}`;

function pattern(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(`^(?:${source})$`);
  patterns.set(source, known);
  return known;
}

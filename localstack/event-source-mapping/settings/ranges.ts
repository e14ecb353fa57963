import type { MappingConfiguration } from './configuration.ts';
import { InvalidMappingError } from './errors.ts';

/** Whole numbers that a mapping may have. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const ranges = {
  BatchSize: { minimum: 1, maximum: 10_000 },
  MaximumBatchingWindowInSeconds: { minimum: 0, maximum: 300 },
  ParallelizationFactor: { minimum: 1, maximum: 10 },
  MaximumRecordAgeInSeconds: { minimum: -1, maximum: 604_800 },
  MaximumRetryAttempts: { minimum: -1, maximum: 10_000 },
  TumblingWindowInSeconds: { minimum: 0, maximum: 900 },
} as const satisfies Partial<Record<keyof MappingConfiguration, { minimum: number; maximum: number }>>;

/**
 * A setting's value when it lies in its range; undefined when it is not given.
 *
 * @throws {InvalidMappingError} with the API's message, which names the value and the bound
 */
export function checkRange(configuration: MappingConfiguration, name: keyof typeof ranges): number | undefined {
  const value = configuration[name];
  if (value === undefined) return undefined;
  const { minimum, maximum } = ranges[name];
  if (!Number.isInteger(value)) throw refused(name, value, 'Member must be a whole number');
  if (value > maximum) throw refused(name, value, `Member must have value less than or equal to ${maximum}`);
  if (value < minimum) throw refused(name, value, `Member must have value greater than or equal to ${minimum}`);
  if (name === 'MaximumRecordAgeInSeconds' && value > -1 && value < 60) {
    throw new InvalidMappingError(`MaximumRecordAgeInSeconds is ${value}, which should be -1 or at least 60.`);
  }
  return value;
}

function refused(name: string, value: number, constraint: string): InvalidMappingError {
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return new InvalidMappingError(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    'ValidationException',
  );
}

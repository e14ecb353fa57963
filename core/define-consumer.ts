import type { Consumer, ConsumerDefinition, StartingPosition } from './consumer.ts';
import { namesOf } from './names.ts';
import { matches, whole } from './settings.ts';
import { show } from './show.ts';

const names = namesOf('');

/** What functions of a pipeline are called: no consumer may end with one of these, or two functions could have one name. */
const RESERVED = ['ingest', 'analyze', 'sweep', 'fetch'];

/**
 * Makes a consumer: fills defaults in and refuses what AWS would refuse later, at deploy time.
 * @throws {RangeError} naming the setting, its range and the value received
 */
export function defineConsumer<E>(definition: ConsumerDefinition<E>): Consumer<E> {
  const { name, pipeline, startingPosition = 'TRIM_HORIZON' } = definition;
  matches('name', name, /^[a-z][a-z0-9-]{1,19}$/, '2 to 20 lower-case letters, digits and hyphens, the first a letter');
  const reserved = RESERVED.find((word) => name === word || name.endsWith(`-${word}`));
  const functionName = names.consumerFunction(pipeline.name, name);
  if (reserved !== undefined || functionName === names.healthFunction) {
    throw new RangeError(
      `name must not be, or end with, ${RESERVED.join(', ')}: functions of Caudal are called so (received ${show(name)})`,
    );
  }
  return {
    permissions: () => [],
    ...definition,
    description: definition.description ?? `Reads ${pipeline.stream.name}: ${name}`,
    startingPosition: validPosition(startingPosition),
    batchSize: whole('batchSize', definition.batchSize ?? 500, 1, 10_000),
    batchingWindowSeconds: whole('batchingWindowSeconds', definition.batchingWindowSeconds ?? 0, 0, 300),
    memoryMb: whole('memoryMb', definition.memoryMb ?? 512, 128, 10_240),
    timeoutSeconds: whole('timeoutSeconds', definition.timeoutSeconds ?? 60, 1, 900),
  };
}

function validPosition(position: StartingPosition): StartingPosition {
  if (position === 'TRIM_HORIZON' || position === 'LATEST') return position;
  const { timestamp } = Object(position) as { timestamp?: unknown };
  if (
    typeof timestamp === 'string' &&
    /^\d{4}-\d\d-\d\dT.*Z$/.test(timestamp) &&
    Number.isFinite(Date.parse(timestamp))
  )
    return position;
  throw new RangeError(
    "startingPosition must be 'TRIM_HORIZON', 'LATEST' or { timestamp: '2026-11-22T12:00:00Z' } " +
      `(received ${show(timestamp ?? position)})`,
  );
}

/**
 * The consumers as they are, once it is sure that no two are one function.
 *
 * @throws {RangeError} naming the two
 */
export function distinctConsumers(consumers: readonly Consumer[]): readonly Consumer[] {
  const functions = new Map<string, Consumer>();
  for (const consumer of consumers) {
    const functionName = names.consumerFunction(consumer.pipeline.name, consumer.name);
    const other = functions.get(functionName);
    if (other) {
      throw new RangeError(
        `two consumers are the function "${functionName}": "${other.name}" of "${other.pipeline.name}" and ` +
          `"${consumer.name}" of "${consumer.pipeline.name}"; rename one`,
      );
    }
    functions.set(functionName, consumer);
  }
  return consumers;
}

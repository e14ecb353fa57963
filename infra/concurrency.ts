import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads the context key `concurrency`, such as `sensors-ingest:5,produce:1`: how many executions of a function there may be at a
 * time, which are also kept free for it. Functions are named as they are deployed, without what all names begin with. None has
 * a share of its own by default: a new account has ten executions in all, and Lambda lets nobody reserve the last of them.
 *
 * @returns by the name of a function
 * @throws {RangeError} for what is no such list, a number that is not from 1 to 1000, and a function named twice
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export function reservedConcurrencies(node: Pick<Node, 'tryGetContext'>): ReadonlyMap<string, number> {
  const value: unknown = node.tryGetContext('concurrency' satisfies ContextKey);
  const reserved = new Map<string, number>();
  if (value === undefined) return reserved;
  if (typeof value !== 'string') throw wrong(value);
  for (const entry of value.split(',')) {
    const { name, number } = /^(?<name>[a-z][a-z0-9-]*):(?<number>[1-9]\d{0,3})$/.exec(entry.trim())?.groups ?? {};
    if (name === undefined || Number(number) > 1_000) throw wrong(entry);
    if (reserved.has(name)) throw new RangeError(`Context "concurrency" names ${name} twice`);
    reserved.set(name, Number(number));
  }
  return reserved;
}

/** The name that the context key knows a function by: `dev-caudal-sensors-ingest`, of the stage `dev` → `sensors-ingest`. */
export function shortName(functionName: string, stage: string): string {
  const beginning = `${stage === '' ? '' : `${stage}-`}caudal-`;
  return functionName.startsWith(beginning) ? functionName.slice(beginning.length) : functionName;
}

/**
 * Refuses a share for a function that the deployment does not have: it would silently have none.
 *
 * @param there names of all functions of the deployment, as {@link shortName} has them
 * @throws {RangeError} naming the functions that there are
 */
export function requireDeployed(reserved: ReadonlyMap<string, number>, there: readonly string[]): void {
  const stranger = [...reserved.keys()].find((name) => !there.includes(name));
  if (stranger === undefined) return;
  throw new RangeError(
    `Context "concurrency" names "${stranger}", and this deployment has no such function; it has ${[...there].sort().join(', ')}`,
  );
}

function wrong(received: unknown): RangeError {
  return new RangeError(
    `Context "concurrency" must be functions with a number from 1 to 1000, such as sensors-ingest:5,produce:1 (received ${JSON.stringify(received)})`,
  );
}

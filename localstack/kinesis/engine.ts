import type { Input, OperationName } from './api/inputs.ts';
import { inputs } from './api/inputs.ts';
import { validate, type Wire } from './api/validate.ts';
import type { Limits } from './limits.ts';
import type { Context } from './operations/context.ts';
import { operations } from './operations/index.ts';
import { unknownOperation } from './operations/unsupported.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import type { Caller } from './streams/state.ts';
import type { StreamStore } from './streams/store.ts';

/** What the engine is made of. */
export interface EngineParts {
  readonly store: StreamStore;
  readonly metrics: StreamMetrics;
  readonly limits: Limits;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long CREATING, UPDATING and DELETING are seen. Unit: ms. @default 30 */
  readonly transitionMs?: number;
}

/** A request as it came. */
export interface EngineRequest {
  /** For example `PutRecords`. */
  readonly operation: string;
  readonly body: unknown;
  readonly wire: Wire;
  readonly caller: Caller;
  /** How long GetRecords may wait for a record. Unit: ms. */
  readonly waitMs: number;
  /** ARN of the registered consumer that GetRecords reads for; without it the reads are those that all share. */
  readonly consumerArn?: string | undefined;
  readonly signal: AbortSignal;
}

/** Kinesis without HTTP. */
export interface Engine {
  /** Answers a request. @throws {KinesisError} what is answered instead */
  handle(request: EngineRequest): Promise<object | undefined>;
}

/** Puts an engine together. */
export function createEngine(parts: EngineParts): Engine {
  const { store, metrics, limits, now, transitionMs = 30 } = parts;
  return {
    async handle({ operation, body, wire, caller, waitMs, consumerArn, signal }) {
      if (!isServed(operation)) throw unknownOperation(operation);
      const context: Context = { store, caller, now, transitionMs, metrics, limits, waitMs, consumerArn, signal };
      return run(operation, context, body, wire);
    },
  };
}

function isServed(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

async function run<N extends OperationName>(name: N, context: Context, body: unknown, wire: Wire) {
  // The table's types say that this input is this operation's; the compiler cannot follow a union through both.
  const input = validate(inputs[name], body, wire) as Input<N>;
  return operations[name](context, input);
}

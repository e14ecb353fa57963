import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Check } from '../check.ts';

const stopped = new Set(['Disabled', 'Disabling', 'Deleting']);

/** Which consumer of a pipeline is looked at. */
export interface MappingToCheck {
  /** Name of the check. */
  readonly name: 'mapping' | `${string}-mapping`;
  readonly pipeline: string;
  /** Id of the event source mapping. */
  readonly mapping: string | undefined;
}

/** The event source mapping runs, and its last batch was no problem. */
export function mappingCheck(client: Pick<LambdaClient, 'send'>, { name, pipeline, mapping }: MappingToCheck): Check {
  return {
    name,
    pipeline,
    async look() {
      if (mapping === undefined) return { ok: false, message: 'the deployment names no event source mapping' };
      const { State = 'unknown', LastProcessingResult: last = 'none yet' } = await client.send(
        new GetEventSourceMappingCommand({ UUID: mapping }),
      );
      if (stopped.has(State)) {
        return { ok: false, message: `the consumer is ${State}; \`caudal resume ${pipeline}\` starts it` };
      }
      return { ok: !last.startsWith('PROBLEM'), message: `the consumer is ${State}, last result: ${last}` };
    },
  };
}

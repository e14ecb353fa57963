import { GetEventSourceMappingCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { PipelineTarget } from '../../../core/environment.ts';
import type { Check } from '../check.ts';

const stopped = new Set(['Disabled', 'Disabling', 'Deleting']);

/** The event source mapping runs, and its last batch was no problem. */
export function mappingCheck(client: Pick<LambdaClient, 'send'>, { pipeline, mapping }: PipelineTarget): Check {
  return {
    name: 'mapping',
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

import { InvokeCommand as LambdaInvoke } from '@aws-sdk/client-lambda';
import { type InvokeCommand, invocationEvent, type MappingSettings, type OutcomeInput } from '../index.ts';
import { parseArn } from './arn.ts';
import type { Clients } from './aws/clients.ts';
import { isUnreachable, whenReachable } from './aws/reachable.ts';
import type { IteratorAges } from './iterator-age.ts';
import { type Log, problem } from './log.ts';

/**
 * Runs the function on a batch. Never throws: what is no answer of the function is `unavailable`; when LocalStack is down,
 * that is said when it is back.
 *
 * @param signal ends the waiting for LocalStack; an invocation under way is not cut short
 */
export type Invoke = (shardId: string, command: InvokeCommand, signal: AbortSignal) => Promise<OutcomeInput>;

/** What an invocation needs. */
export interface InvokeWorld {
  readonly clients: Clients;
  /** Of LocalStack. */
  readonly gatewayPort: number;
  readonly ages: IteratorAges;
  readonly log: Log;
}

/**
 * Invokes through LocalStack. An error that the function itself is to blame for is an attempt; throttling, a function that
 * is pending or missing, a broken connection, LocalStack being down are none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function createInvoke(settings: MappingSettings, { clients, gatewayPort, ages, log }: InvokeWorld): Invoke {
  const client = clients.lambda(parseArn(settings.functionArn));
  // One line when it begins, not one for each of the many tries.
  let available = true;

  return async (shardId, command, signal) => {
    const { id } = command;
    ages.measure(settings, command);
    try {
      const answer = await client.send(
        new LambdaInvoke({
          FunctionName: settings.functionArn,
          InvocationType: 'RequestResponse',
          Payload: Buffer.from(JSON.stringify(invocationEvent(settings, shardId, command))),
        }),
      );
      if (!available) log.info('the function can be invoked again');
      available = true;
      const facts = {
        id,
        requestId: answer.$metadata.requestId ?? '',
        statusCode: answer.StatusCode ?? 200,
        executedVersion: answer.ExecutedVersion ?? '$LATEST',
      };
      if (answer.FunctionError !== undefined) {
        log.warn('the function failed', { shard: shardId, requestId: facts.requestId, error: answer.FunctionError });
        return { type: 'failed', ...facts, functionError: answer.FunctionError };
      }
      return { type: 'returned', ...facts, payload: Buffer.from(answer.Payload ?? []).toString('utf8') };
    } catch (error) {
      if (available) log.warn('the function cannot be invoked; trying on', { shard: shardId, problem: problem(error) });
      available = false;
      if (isUnreachable(error)) await whenReachable(gatewayPort, signal);
      return { type: 'unavailable', id };
    }
  };
}

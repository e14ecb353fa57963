import { InvokeCommand as LambdaInvoke, LambdaServiceException } from '@aws-sdk/client-lambda';
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

/** Lambda has two names for it; the status is one. */
const TOO_LARGE = 413;

/** What an invocation needs. */
export interface InvokeWorld {
  readonly clients: Clients;
  /** Of LocalStack. */
  readonly gatewayPort: number;
  readonly ages: IteratorAges;
  readonly log: Log;
}

/**
 * Invokes through LocalStack. An error that the function itself is to blame for is an attempt, and so is an event that is
 * too large, as a single record of more than 4.5 MB makes it; throttling, a function that is pending or missing, a broken
 * connection, LocalStack being down are none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function createInvoke(settings: MappingSettings, { clients, gatewayPort, ages, log }: InvokeWorld): Invoke {
  const client = clients.lambda(parseArn(settings.functionArn));
  const [, qualifier = '$LATEST'] = parseArn(settings.functionArn).resource.split(':').slice(1);
  // One line when it begins, not one for each of the many tries.
  let available = true;

  function refused(shard: string, id: string, { name, $metadata }: LambdaServiceException): OutcomeInput {
    const { requestId = '', httpStatusCode = TOO_LARGE } = $metadata;
    log.warn('the function failed', { shard, requestId, error: name });
    return {
      type: 'failed',
      id,
      requestId,
      statusCode: httpStatusCode,
      executedVersion: qualifier,
      functionError: name,
    };
  }

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
      if (isTooLarge(error)) return refused(shardId, id, error);
      if (available) log.warn('the function cannot be invoked; trying on', { shard: shardId, problem: problem(error) });
      available = false;
      if (isUnreachable(error)) await whenReachable(gatewayPort, signal);
      return { type: 'unavailable', id };
    }
  };
}

function isTooLarge(error: unknown): error is LambdaServiceException {
  return error instanceof LambdaServiceException && error.$metadata.httpStatusCode === TOO_LARGE;
}

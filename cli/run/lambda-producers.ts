import { randomInt } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { names } from '../../core/names.ts';
import type { ProduceRequest } from '../../core/producer/request.ts';
import type { ProduceResult } from '../../functions/produce/producer.ts';
import { UserError } from '../errors.ts';
import { newRunId } from '../ledger/runs.ts';
import { type ProducersResult, summary } from '../produce/local-producers.ts';

/** Longer than a function may run: the answer of `caudal-produce` comes when it is done. */
const ANSWER_WITHIN_MS = 960_000;

/**
 * Invokes `caudal-produce` once a producer, all at once, and adds their results up.
 *
 * @param signal ends the waiting; the functions themselves go on to the end of their time
 * @throws {UserError} when one fails
 */
export async function runLambdaProducers(
  request: ProduceRequest,
  producers: number,
  signal: AbortSignal,
): Promise<ProducersResult> {
  const drawn = {
    ...request,
    seed: request.seed ?? randomInt(2 ** 32),
    runId: request.runId ?? newRunId(),
    startAt: request.startAt ?? new Date().toISOString(),
  };
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: ANSWER_WITHIN_MS }),
  });
  try {
    return summary(
      await Promise.all(
        Array.from({ length: producers }, (_, producer) => invoke(client, { ...drawn, producer }, signal)),
      ),
    );
  } finally {
    client.destroy();
  }
}

async function invoke(client: LambdaClient, request: ProduceRequest, signal: AbortSignal): Promise<ProduceResult> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: names.produceFunction, Payload: JSON.stringify(request) }),
    { abortSignal: signal },
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new UserError(`${names.produceFunction} failed: ${text}`, { hint: './caudal logs produce' });
  return JSON.parse(text) as ProduceResult;
}

import { randomInt } from 'node:crypto';
import type { ProduceRequest } from '../../core/producer/request.ts';
import type { ProduceResult } from '../../functions/produce/producer.ts';
import { invokeFunction } from '../invoke.ts';
import { newRunId } from '../ledger/runs.ts';
import { type ProducersResult, summary } from '../produce/local-producers.ts';
import { stageNames } from '../stage.ts';

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
  const options = { hint: './caudal logs produce', signal };
  return summary(
    await Promise.all(
      Array.from({ length: producers }, (_, producer) =>
        invokeFunction<ProduceResult>(stageNames().produceFunction, { ...drawn, producer }, options),
      ),
    ),
  );
}

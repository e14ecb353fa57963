import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { environment } from '../../core/environment.ts';
import { dynamoClient } from '../clients/aws.ts';
import { schemaStore } from '../clients/schemas/store.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { openLog } from '../clients/telemetry.ts';
import { createRegistry } from './registry.ts';

const registry = createRegistry({
  store: schemaStore(dynamoClient(), required(process.env, environment.schemaTable), Date.now),
  log: openLog(stageNames(process.env).registryFunction),
});

/** Answers a call of the schema registry's REST API, by way of the function's URL. See {@link createRegistry}. */
export async function handler(event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  return registry(event);
}

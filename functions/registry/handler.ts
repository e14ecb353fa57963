import { Logger } from '@aws-lambda-powertools/logger';
import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { environment } from '../../core/environment.ts';
import { names } from '../../core/names.ts';
import { dynamoClient } from '../clients/aws.ts';
import { schemaStore } from '../clients/schemas/store.ts';
import { required } from '../clients/settings-error.ts';
import { createRegistry } from './registry.ts';

const logger = new Logger({ serviceName: names.registryFunction });

const registry = createRegistry({
  store: schemaStore(dynamoClient(), required(process.env, environment.schemaTable), Date.now),
  log: (level, message, fields) => logger[level](message, { ...fields }),
});

/** Answers a call of the schema registry's REST API, by way of the function's URL. See {@link createRegistry}. */
export async function handler(event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  return registry(event);
}

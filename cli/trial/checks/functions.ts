import { type LambdaClient, ListEventSourceMappingsCommand, paginateListFunctions } from '@aws-sdk/client-lambda';
import { environment } from '../../../core/environment.ts';
import type { Names } from '../../../core/names.ts';
import { lambdaClient } from '../../../functions/clients/aws.ts';
import { type Check, failed, nothingWrong } from '../check.ts';

/** The functions of the stage that reach CQL do it over TLS and sign with their role; that they got in, the ledger has shown. */
export const signInCheck: Check = {
  name: 'sign-in to Keyspaces',
  onAwsOnly:
    'the local Cassandra takes a password and no TLS; docs/keyspaces.md says how TLS and SigV4 are tested here',
  async look({ names }) {
    const reaching = (await functionsOf(names)).filter(({ variables }) => environment.cqlAuth in variables);
    const wrong = reaching.filter(
      ({ variables }) => variables[environment.cqlAuth] !== 'sigv4' || variables[environment.cqlTls] !== 'true',
    );
    if (reaching.length === 0) return failed('no function has the settings of CQL');
    return nothingWrong(
      wrong.map(({ name }) => `${name} does not sign in with SigV4 over TLS`),
      `${reaching.length} functions sign in with their role, over TLS`,
    );
  },
};

/** The mappings are on, their last batch was fine, and Lambda has taken the bucket as destination of what fails. */
export const mappingsCheck: Check = {
  name: 'event source mappings',
  withinMs: 60_000,
  async look({ names, pipeline, operationsBucket }) {
    const client = lambdaClient();
    try {
      const functions = [names.ingestFunction(pipeline.name), names.analyzeFunction(pipeline.name)];
      const found = await Promise.all(functions.map((name) => mappingOf(client, name)));
      const wrong = found.filter(
        ({ state, destination, result }) =>
          state !== 'Enabled' || !destination.endsWith(`:${operationsBucket}`) || /problem/i.test(result),
      );
      return nothingWrong(
        wrong.map(
          ({ name, state, destination, result }) => `${name} is ${state}, to ${destination || 'nowhere'}, "${result}"`,
        ),
        `${found.length} Enabled; batches that fail go to ${operationsBucket}`,
      );
    } finally {
      client.destroy();
    }
  },
};

async function mappingOf(client: LambdaClient, name: string) {
  const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ FunctionName: name }));
  const [mapping] = EventSourceMappings;
  return {
    name,
    state: mapping?.State ?? 'missing',
    destination: mapping?.DestinationConfig?.OnFailure?.Destination ?? '',
    result: mapping?.LastProcessingResult ?? '',
  };
}

/** A function of the stage. */
interface StageFunction {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** `Active` where it sends traces. */
  readonly tracing: string;
}

/** The functions of a stage. */
export async function functionsOf({ produceFunction }: Pick<Names, 'produceFunction'>): Promise<StageFunction[]> {
  const client = lambdaClient();
  const start = produceFunction.replace(/produce$/, '');
  const found: StageFunction[] = [];
  try {
    for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
      for (const { FunctionName: name = '', Environment, TracingConfig } of Functions) {
        if (!name.startsWith(start)) continue;
        found.push({ name, variables: Environment?.Variables ?? {}, tracing: TracingConfig?.Mode ?? '' });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

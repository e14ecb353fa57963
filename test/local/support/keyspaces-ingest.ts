import { CreateTableCommand, DeleteTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { unzipSync, zipSync } from 'fflate';
import { namesOf } from '../../../core/names.ts';
import type { TestClients } from './clients.ts';
import { type Invoked, invokeFunction, removeFunction } from './functions.ts';

const name = 'keyspaces-ingest';
const table = 'keyspaces-ingest-state';
const waits = { maxWaitTime: 30, minDelay: 0.1, maxDelay: 1 };

/** What the ingest function answers. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * The deployed ingest function of the sensors a second time: same code, settings of its own. It counts in a table of its own
 * and reports no metrics, so that no other test sees it.
 */
export class KeyspacesIngest {
  readonly name = name;
  readonly #clients: TestClients;
  readonly #variables: Readonly<Record<string, string>>;

  private constructor(clients: TestClients, variables: Readonly<Record<string, string>>) {
    this.#clients = clients;
    this.#variables = variables;
  }

  /** @param authority certificate of what the function has to trust; it is put beside the code, as on AWS */
  static async create(
    clients: TestClients,
    authority: Buffer,
    variables: Readonly<Record<string, string>>,
  ): Promise<KeyspacesIngest> {
    const { lambda, dynamodb } = clients;
    const deployed = { FunctionName: namesOf('').ingestFunction('sensors') };
    const { Code, Configuration } = await lambda.send(new GetFunctionCommand(deployed));
    const code = await (await fetch(Code?.Location ?? '')).arrayBuffer();
    const files = { ...unzipSync(new Uint8Array(code)), 'authority.pem': new Uint8Array(authority) };
    await dynamodb.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
    await waitUntilTableExists({ client: dynamodb, ...waits }, { TableName: table });
    await removeFunction(lambda, name);
    const all = {
      ...Configuration?.Environment?.Variables,
      CAUDAL_STATE_TABLE: table,
      POWERTOOLS_METRICS_DISABLED: 'true',
      NODE_EXTRA_CA_CERTS: 'authority.pem',
      ...variables,
    };
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: Configuration?.Role ?? '',
        MemorySize: 512,
        Timeout: 30,
        Code: { ZipFile: zipSync(files, { level: 0 }) },
        Environment: { Variables: all },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, ...waits }, { FunctionName: name });
    return new KeyspacesIngest(clients, all);
  }

  /** Changes settings, which begins a new execution environment. */
  async configure(variables: Readonly<Record<string, string>>, timeoutSeconds = 30): Promise<void> {
    const { lambda } = this.#clients;
    const Variables = { ...this.#variables, ...variables };
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: name,
        Timeout: timeoutSeconds,
        Environment: { Variables },
      }),
    );
    await waitUntilFunctionUpdatedV2({ client: lambda, ...waits }, { FunctionName: name });
  }

  async invoke(event: object): Promise<Invoked<BatchAnswer>> {
    return invokeFunction<BatchAnswer>(this.#clients.lambda, name, event);
  }

  async remove(): Promise<void> {
    await removeFunction(this.#clients.lambda, name);
    await this.#clients.dynamodb.send(new DeleteTableCommand({ TableName: table }));
  }
}

import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { cqlCredentials } from '../localstack/cloud.ts';
import type { CloudConfig } from '../localstack/config.ts';
import { useLocalAws } from './deployment.ts';
import { stageNames } from './stage.ts';

/**
 * Puts user and password of the local Cassandra into the local Secrets Manager, where the functions read them.
 *
 * @returns the ARN of the secret
 * @throws {Error} before the first start of the cloud, which makes the password
 */
export async function putCqlSecret(config: CloudConfig): Promise<string> {
  useLocalAws(config);
  const client = new SecretsManagerClient();
  try {
    const { ARN } = await createOrUpdate(client, JSON.stringify(cqlCredentials(config)));
    if (!ARN) throw new Error(`Secrets Manager gave no ARN for the secret ${stageNames().cqlSecret}`);
    return ARN;
  } finally {
    client.destroy();
  }
}

async function createOrUpdate(
  client: SecretsManagerClient,
  SecretString: string,
): Promise<{ ARN?: string | undefined }> {
  try {
    return await client.send(new CreateSecretCommand({ Name: stageNames().cqlSecret, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return client.send(new PutSecretValueCommand({ SecretId: stageNames().cqlSecret, SecretString }));
  }
}

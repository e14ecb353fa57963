import type { CloudConfig } from './config.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { applicationCredentialsFile, schemaCredentialsFile } from './layout.ts';

/** Region that the local cloud plays. */
export const localRegion = 'us-east-1';

/**
 * User name and password of the role that functions use on the local Cassandra: it reads and writes rows, and cannot change
 * a schema, as the role of a function on AWS can't.
 * @throws {Error} before its first start
 */
export function cqlCredentials(config: CloudConfig): Credentials {
  return readCredentials(applicationCredentialsFile(config));
}

/**
 * The same of the role that owns the schemas: that of the Keyspaces API, and of whoever types CQL at `caudal query`. Both
 * roles are bound by the guardrails of the Keyspaces dialect.
 * @throws {Error} before its first start
 */
export function schemaCredentials(config: CloudConfig): Credentials {
  return readCredentials(schemaCredentialsFile(config));
}

/**
 * Environment variables with which AWS CLI, SDKs and CDK reach the local cloud, and nothing else.
 *
 * @param env the user's own: a proxy named there must not come between
 */
export function awsEnvironment(config: CloudConfig, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const direct = [env.NO_PROXY, env.no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  return {
    // Some programs read the one, some the other.
    NO_PROXY: direct,
    no_proxy: direct,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${config.ports.localstack}`,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

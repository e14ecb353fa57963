import type { CloudConfig } from './config.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { applicationCredentialsFile } from './layout.ts';

/** Region that the local cloud plays. */
export const localRegion = 'us-east-1';

/** User name and password of the role that applications use on the local Cassandra. @throws {Error} before its first start */
export function cqlCredentials(config: CloudConfig): Credentials {
  return readCredentials(applicationCredentialsFile(config));
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

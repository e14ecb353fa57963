import { awsEnvironment } from '../localstack/cloud.ts';
import type { CloudConfig } from '../localstack/config.ts';

/** What an AWS SDK client needs to reach the local cloud, whatever the environment of the process says. */
export function localClient(config: CloudConfig) {
  const environment = awsEnvironment(config);
  return {
    endpoint: `http://127.0.0.1:${config.ports.localstack}`,
    region: environment.AWS_REGION ?? 'us-east-1',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
    },
  };
}

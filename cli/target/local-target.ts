import path from 'node:path';
import { connectCql } from '../../functions/clients/cql/connect.ts';
import { awsEnvironment, cqlCredentials, localRegion } from '../../localstack/cloud.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { bootstrapCloud } from '../bootstrap.ts';
import { localPlace } from '../cdk.ts';
import { putCqlSecret } from '../cql-secret.ts';
import { localCqlParameters } from '../deploy-cloud.ts';
import { rowSource } from './row-source.ts';
import { type Target, useEnvironment } from './target.ts';

/** A local cloud that runs: Cassandra with a password, no TLS, no signatures. */
export function localTarget(config: CloudConfig): Target {
  const cql = { contactPoint: '127.0.0.1', port: config.ports.cassandra, tls: false, region: localRegion };
  return {
    kind: 'local',
    region: localRegion,
    place: localPlace(config),
    templates: path.join(config.folder, 'trial.out'),
    flags: ' --local',
    use: () => useEnvironment(awsEnvironment(config)),
    bootstrap: ({ signal }) => bootstrapCloud(config, signal),
    parameters: async () => localCqlParameters(config, await putCqlSecret(config)),
    async connect() {
      const auth = { kind: 'password', secretArn: 'of the local cloud' } as const;
      const client = await connectCql(
        { ...cql, auth },
        {
          password: async () => cqlCredentials(config),
          credentials: () => Promise.reject(new Error('the local Cassandra wants a password, no signature')),
        },
      );
      return rowSource(client);
    },
  };
}

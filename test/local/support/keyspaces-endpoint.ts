import path from 'node:path';
import { cqlCredentials, localRegion } from '../../../localstack/cloud.ts';
import { cloudConfig } from '../../../localstack/config.ts';
import { type Certificates, makeCertificates } from '../../support/keyspaces-endpoint/certificates.ts';
import { KeyspacesEndpoint } from '../../support/keyspaces-endpoint/endpoint.ts';
import type { Identity } from '../../support/keyspaces-endpoint/signature.ts';

/** Addresses of the endpoint. Loopback on Linux is all of 127.0.0.0/8. */
export const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];

/** Opens an endpoint named `localhost` before the Cassandra of the suite's cloud. */
export async function openEndpoint(
  identities: ReadonlyMap<string, Identity>,
): Promise<{ readonly endpoint: KeyspacesEndpoint; readonly certificates: Certificates }> {
  const config = cloudConfig();
  const certificates = await makeCertificates(path.join(config.folder, 'keyspaces-endpoint'), 'localhost');
  const upstream = { port: config.ports.cassandra, ...cqlCredentials(config) };
  const endpoint = await KeyspacesEndpoint.open({ certificates, addresses, region: localRegion, identities, upstream });
  return { endpoint, certificates };
}

import { isIP } from 'node:net';
import { type ConnectionOptions, getCACertificates } from 'node:tls';
import { auth, Client, policies, types } from 'cassandra-driver';
import type { CqlSecret } from '../secret.ts';
import { type CredentialSource, SigV4AuthProvider } from './authenticator.ts';
import { EndingAuthProvider } from './ending-auth.ts';
import { LostConnectionRetry } from './retry-policy.ts';
import type { CqlClient } from './session.ts';
import type { CqlSettings } from './settings.ts';
import { cqlTimeouts, within } from './timeouts.ts';

/** How long a connection that the driver is about to open when its client is retired may take, in milliseconds. */
const RETIREMENT_MS = 2_000;

/** What connecting needs beside the settings. */
export interface ConnectOptions {
  /** What a secret holds; asked only where the settings want a password. */
  readonly password: (secretArn: string) => Promise<CqlSecret>;
  /** AWS credentials; asked only with SigV4. */
  readonly credentials: CredentialSource;
  /** How long the caller has for all its work, in milliseconds: see {@link cqlTimeouts}. @default 60000 */
  readonly budgetMs?: number;
}

/**
 * Opens a CQL session for Keyspaces or Cassandra: LOCAL_QUORUM, prepared statements, no schema metadata (Keyspaces
 * answers slowly for it, and prepared statements carry their own types), timestamps given by the server unless a
 * statement carries one. One connection to each address that `system.peers` names: Keyspaces takes 3,000 requests a
 * second on each and names nine, far more than a batch has use for.
 *
 * @throws what the driver throws when no host can be reached or signed in to; {CqlTimeoutError} when that takes too long
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/connections.html
 */
export async function connectCql(settings: CqlSettings, options: ConnectOptions): Promise<CqlClient> {
  const { socketMs, readMs, connectMs } = cqlTimeouts(options.budgetMs ?? 60_000);
  const { provider, ca } = await signerOf(settings, options);
  const authProvider = new EndingAuthProvider(provider);
  const client = new Client({
    contactPoints: [settings.contactPoint],
    // The version of Keyspaces. Left to itself the driver begins with a later one, is refused, and opens a second socket.
    protocolOptions: { port: settings.port, maxVersion: types.protocolVersion.v4 },
    localDataCenter: settings.region,
    authProvider,
    ...(settings.tls ? { sslOptions: tlsOptions(settings.contactPoint, ca) } : {}),
    policies: {
      loadBalancing: new policies.loadBalancing.DCAwareRoundRobinPolicy(settings.region),
      timestampGeneration: new ServerTimestamps(),
      retry: new LostConnectionRetry(),
    },
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true, isIdempotent: true },
    socketOptions: { connectTimeout: socketMs, readTimeout: readMs },
    // A statement is prepared where it is used: at nine addresses at once a cold start would wait for the slowest.
    prepareOnAllHosts: false,
    rePrepareOnUp: false,
    encoding: { useBigIntAsLong: true, map: Map },
    isMetadataSyncEnabled: false,
    monitorReporting: { enabled: false },
  });
  const retire = (): void => {
    authProvider.end();
    setTimeout(() => void client.shutdown().catch(() => undefined), RETIREMENT_MS).unref();
  };
  try {
    await within(connectMs, `no session within ${connectMs} ms`, client.connect());
  } catch (error) {
    retire();
    throw error;
  }
  return Object.assign(client, { retire });
}

/**
 * Node's own roots, those of `NODE_EXTRA_CA_CERTS`, and that of the secret. The driver goes on to nodes by address, whose
 * certificate names the endpoint, so that name is what is verified; an address can't be a TLS server name.
 */
function tlsOptions(contactPoint: string, ca: string | undefined): ConnectionOptions {
  return {
    rejectUnauthorized: true,
    ...(isIP(contactPoint) === 0 ? { servername: contactPoint } : {}),
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  };
}

/**
 * By default the driver stamps each write with the client's clock. Keyspaces takes such stamps only on tables that allow
 * them, and the clocks of a hundred environments do not agree. Null leaves the stamp to the server, which the driver
 * understands though its types do not say so.
 */
class ServerTimestamps extends policies.timestampGeneration.MonotonicTimestampGenerator {
  constructor() {
    super(0, 0);
  }

  override next(): never {
    return null as never;
  }
}

/** Who signs in, and the authority that comes with a secret. */
async function signerOf(
  settings: CqlSettings,
  options: ConnectOptions,
): Promise<{ readonly provider: auth.AuthProvider; readonly ca?: string }> {
  if (settings.auth.kind === 'sigv4') return { provider: new SigV4AuthProvider(settings.region, options.credentials) };
  const { username, password, ...rest } = await options.password(settings.auth.secretArn);
  return { provider: new auth.PlainTextAuthProvider(username, password), ...rest };
}

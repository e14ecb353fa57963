import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { environmentCredentials } from '../../functions/clients/cql/authenticator.ts';
import { connectCql } from '../../functions/clients/cql/connect.ts';
import { type CqlClient, CqlSession } from '../../functions/clients/cql/session.ts';
import type { CqlSettings } from '../../functions/clients/cql/settings.ts';
import { cqlCredentials, localRegion } from '../../localstack/cloud.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { PreparedByAddress } from '../support/keyspaces-endpoint/answers.ts';
import type { KeyspacesEndpoint } from '../support/keyspaces-endpoint/endpoint.ts';
import type { Identity } from '../support/keyspaces-endpoint/signature.ts';
import { addresses, openEndpoint } from './support/keyspaces-endpoint.ts';
import { until } from './support/until.ts';

const roots = tls.getCACertificates('default');
const read = (client: CqlClient): Promise<{ rows: unknown[] }> =>
  client.execute('SELECT key FROM system.local WHERE key = ?', ['local'], { prepare: true });

/** The session of a function, at an endpoint that is to it what Keyspaces is. */
describe('a session over TLS with SigV4', () => {
  const identities = new Map<string, Identity>();
  const env = { AWS_ACCESS_KEY_ID: 'first', AWS_SECRET_ACCESS_KEY: 'first-secret', AWS_SESSION_TOKEN: 'first-token' };
  let endpoint: KeyspacesEndpoint;
  let session: CqlSession;
  let authority: string;

  const sigv4Settings = (contactPoint: string): CqlSettings => ({
    contactPoint,
    port: endpoint.port,
    tls: true,
    auth: { kind: 'sigv4' },
    region: localRegion,
  });
  const connectTo = (contactPoint: string): Promise<CqlClient> =>
    connectCql(sigv4Settings(contactPoint), {
      password: () => Promise.reject(new Error('no password')),
      credentials: environmentCredentials(env),
    });

  beforeAll(async () => {
    identities.set('first', { secretKey: 'first-secret', sessionToken: 'first-token' });
    const opened = await openEndpoint(identities);
    endpoint = opened.endpoint;
    authority = await readFile(opened.certificates.authority, 'utf8');
    tls.setDefaultCACertificates([...roots, authority]);
    session = new CqlSession(() => connectTo('localhost'));
  });

  afterEach(() => {
    endpoint.instead = () => undefined;
  });

  afterAll(async () => {
    await session?.close();
    await endpoint?.close();
    tls.setDefaultCACertificates(roots);
  });

  it('prepares a statement at each address where it is used, and nowhere twice', async () => {
    const nodes = new PreparedByAddress();
    endpoint.instead = (request) => nodes.answer(request);
    for (let turn = 0; turn < 2 * addresses.length; turn += 1) {
      expect((await session.run(read)).rows).toHaveLength(1);
    }
    expect(nodes.refusals).toBe(addresses.length - 1);
  });

  it('goes on at the other addresses when one loses its connections, without a new session', async () => {
    const before = endpoint.signIns.length;
    endpoint.dropConnections('127.0.0.2');
    await Promise.all(addresses.map(() => session.run(read)));
    await until(
      async () => endpoint.open,
      (open) => open === addresses.length,
      10_000,
      50,
    );
    expect(endpoint.signIns.slice(before).filter((address) => address !== '127.0.0.2')).toEqual([]);
  });

  it('signs in with the credentials of the day, and says so when they are of yesterday', async () => {
    identities.clear();
    identities.set('second', { secretKey: 'second-secret', sessionToken: 'second-token' });
    endpoint.dropConnections();
    await expect(session.run(read)).rejects.toThrow(/cannot open a CQL session: .*unknown access key first/);
    Object.assign(env, {
      AWS_ACCESS_KEY_ID: 'second',
      AWS_SECRET_ACCESS_KEY: 'second-secret',
      AWS_SESSION_TOKEN: 'first-token',
    });
    await expect(session.run(read)).rejects.toThrow('The security token included in the request is expired');
    env.AWS_SESSION_TOKEN = 'second-token';
    expect((await session.run(read)).rows).toHaveLength(1);
  });

  it('takes no certificate of another name, and none of an unknown authority', async () => {
    await expect(connectTo('127.0.0.1')).rejects.toThrow("IP: 127.0.0.1 is not in the cert's list");
    tls.setDefaultCACertificates(roots);
    await expect(connectTo('localhost')).rejects.toThrow('unable to verify the first certificate');
  });

  it('signs in with the password of a secret too, and trusts the authority in it', async () => {
    const client = await connectCql(
      { ...sigv4Settings('localhost'), auth: { kind: 'password', secretArn: 'secret' } },
      {
        password: async () => ({ ...cqlCredentials(cloudConfig()), ca: authority }),
        credentials: () => Promise.reject(new Error('no credentials')),
      },
    );
    expect((await read(client)).rows).toHaveLength(1);
    await client.shutdown();
  });
});

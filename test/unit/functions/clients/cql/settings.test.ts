import { describe, expect, test } from 'vitest';
import { cqlSettings } from '../../../../../functions/clients/cql/settings.ts';

const AWS_REGION = 'eu-west-1';

describe('cqlSettings', () => {
  test('without a contact point means Keyspaces in the function’s region, with TLS and its role', () => {
    expect(cqlSettings({ AWS_REGION, CAUDAL_CQL_CONTACT_POINT: '' })).toEqual({
      contactPoint: 'cassandra.eu-west-1.amazonaws.com',
      port: 9142,
      tls: true,
      auth: { kind: 'sigv4' },
      region: 'eu-west-1',
    });
  });

  test('knows the endpoint of the Chinese partition', () => {
    expect(cqlSettings({ AWS_REGION: 'cn-north-1' }).contactPoint).toBe('cassandra.cn-north-1.amazonaws.com.cn');
  });

  test('reads a Cassandra with a password', () => {
    const env = {
      AWS_REGION,
      CAUDAL_CQL_CONTACT_POINT: '127.0.0.1',
      CAUDAL_CQL_PORT: '39042',
      CAUDAL_CQL_TLS: 'false',
      CAUDAL_CQL_AUTH: 'password',
      CAUDAL_CQL_SECRET_ARN: 'arn:secret',
    };
    expect(cqlSettings(env)).toEqual({
      contactPoint: '127.0.0.1',
      port: 39042,
      tls: false,
      auth: { kind: 'password', secretArn: 'arn:secret' },
      region: AWS_REGION,
    });
  });

  test.each([
    [{}, 'AWS_REGION must be set (received nothing)'],
    [{ AWS_REGION, CAUDAL_CQL_PORT: '0' }, 'CAUDAL_CQL_PORT must be a whole number from 1 to 65535 (received "0")'],
    [{ AWS_REGION, CAUDAL_CQL_TLS: 'yes' }, 'CAUDAL_CQL_TLS must be "true" or "false" (received "yes")'],
    [{ AWS_REGION, CAUDAL_CQL_AUTH: 'none' }, 'CAUDAL_CQL_AUTH must be "sigv4" or "password" (received "none")'],
    [{ AWS_REGION, CAUDAL_CQL_AUTH: 'password' }, 'CAUDAL_CQL_SECRET_ARN must be set (received nothing)'],
  ])('says what is wrong with %o', (env, message) => {
    expect(() => cqlSettings(env)).toThrow(message);
  });
});

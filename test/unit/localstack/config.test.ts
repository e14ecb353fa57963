import path from 'node:path';
import { expect, test } from 'vitest';
import { awsEnvironment } from '../../../localstack/access.ts';
import { cloudConfig, configVariables } from '../../../localstack/config.ts';
import { cassandraYaml } from '../../../localstack/services/cassandra.ts';

test('without variables: the default cloud in .caudal on the usual ports', () => {
  const config = cloudConfig({});
  expect(config.ports).toEqual({
    cassandra: 9042,
    dynamodb: 4567,
    kinesis: 4568,
    mapping: 4569,
    localstack: 4566,
    registry: 8081,
  });
  expect(config.folder.endsWith(path.join('.caudal', 'clouds', 'default'))).toBe(true);
});

test('the registry of a second cloud does not meet that of the first, also where nobody thought of it', () => {
  expect(cloudConfig({ CAUDAL_PORT: '24566' }).ports.registry).toBe(24571);
  expect(cloudConfig({ CAUDAL_PORT: '24566', CAUDAL_REGISTRY_PORT: '28081' }).ports.registry).toBe(28081);
  expect(cloudConfig({ CAUDAL_REGISTRY_PORT: '28081' }).ports.registry).toBe(28081);
});

test.each(['0', '80', '64536', '4566.5', 'http', ''])('refuses the port "%s", naming variable and value', (value) => {
  expect(() => cloudConfig({ CAUDAL_PORT: value })).toThrow(
    `CAUDAL_PORT must be a whole number from 1024 to 64535 (received "${value}")`,
  );
});

test("Kinesis' limits are off, unless they are switched on", () => {
  expect(cloudConfig({}).kinesisLimits).toBe(false);
  const limited = cloudConfig({ CAUDAL_KINESIS_LIMITS: '1' });
  expect(limited.kinesisLimits).toBe(true);
  expect(configVariables(limited).CAUDAL_KINESIS_LIMITS).toBe('1');
  expect(() => cloudConfig({ CAUDAL_KINESIS_LIMITS: 'yes' })).toThrow(
    'CAUDAL_KINESIS_LIMITS must be 0 or 1 (received "yes")',
  );
});

test.each(['', '../x', 'Big', 'a b'])('refuses the name "%s"', (name) => {
  expect(() => cloudConfig({ CAUDAL_CLOUD: name })).toThrow('CAUDAL_CLOUD');
});

test('the AWS environment leads to the local cloud and to no profile', () => {
  const env = awsEnvironment(cloudConfig({ CAUDAL_PORT: '24566' }));
  expect(env.AWS_ENDPOINT_URL).toBe('http://127.0.0.1:24566');
  expect(env.AWS_CONFIG_FILE).toBe('/dev/null');
});

test('a proxy of the shell does not come between', () => {
  const env = awsEnvironment(cloudConfig({}), { HTTP_PROXY: 'http://proxy', NO_PROXY: '.corp', no_proxy: 'a,b' });
  expect(env.NO_PROXY).toBe('.corp,a,b,127.0.0.1,localhost');
  expect(env.no_proxy).toBe(env.NO_PROXY);
  expect(awsEnvironment(cloudConfig({}), {}).NO_PROXY).toBe('127.0.0.1,localhost');
});

test('Cassandra is given every value, on loopback, with paths that may hold blanks', () => {
  const yaml = cassandraYaml(cloudConfig({ CAUDAL_HOME: '/a b', CAUDAL_CASSANDRA_PORT: '29042' }));
  expect(yaml.replaceAll(/^#.*$/gm, '')).not.toMatch(/\$\{/);
  expect(yaml).toContain('native_transport_port: 29042');
  expect(yaml).toContain('seeds: "127.0.0.1:30042"');
  expect(yaml).toContain('commitlog_directory: "/a b/clouds/default/data/cassandra/commitlog"');
  expect(yaml).not.toContain('0.0.0.0');
});

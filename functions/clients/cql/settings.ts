import { environment } from '../../../core/environment.ts';
import { required, SettingsError } from '../settings-error.ts';

/** How to reach the CQL endpoint. */
export interface CqlSettings {
  /** Host name or address. */
  readonly contactPoint: string;
  /** 1 to 65535; Keyspaces listens on 9142. */
  readonly port: number;
  readonly tls: boolean;
  /** The function's own role (Keyspaces), or a user whose password lies in a secret. */
  readonly auth: { readonly kind: 'sigv4' } | { readonly kind: 'password'; readonly secretArn: string };
  /** AWS region; also the name of the data centre, on Keyspaces and on the local Cassandra alike. */
  readonly region: string;
}

/**
 * Reads the settings from the environment variables that `infra/` sets. An empty contact point means Keyspaces in the
 * function's own region.
 *
 * @throws {SettingsError} naming the variable, the value received and what it must be
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
 */
export function cqlSettings(env: NodeJS.ProcessEnv): CqlSettings {
  const region = required(env, 'AWS_REGION');
  return {
    contactPoint: env[environment.cqlContactPoint] || keyspacesEndpoint(region),
    port: port(env),
    tls: flag(env),
    auth: auth(env),
    region,
  };
}

function keyspacesEndpoint(region: string): string {
  return `cassandra.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function port(env: NodeJS.ProcessEnv): number {
  const text = env[environment.cqlPort];
  if (text === undefined || text === '') return 9142;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new SettingsError(environment.cqlPort, 'a whole number from 1 to 65535', text);
  }
  return value;
}

function flag(env: NodeJS.ProcessEnv): boolean {
  const text = env[environment.cqlTls] || 'true';
  if (text !== 'true' && text !== 'false') throw new SettingsError(environment.cqlTls, '"true" or "false"', text);
  return text === 'true';
}

function auth(env: NodeJS.ProcessEnv): CqlSettings['auth'] {
  const text = env[environment.cqlAuth] || 'sigv4';
  if (text === 'sigv4') return { kind: 'sigv4' };
  if (text === 'password') return { kind: 'password', secretArn: required(env, environment.cqlSecretArn) };
  throw new SettingsError(environment.cqlAuth, '"sigv4" or "password"', text);
}

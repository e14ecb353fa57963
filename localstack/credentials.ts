import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** User name and password of a Cassandra role. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Reads a file of credentials.
 *
 * @throws {Error} when it is missing or is no such file, naming it
 */
export function readCredentials(file: string): Credentials {
  if (!existsSync(file)) throw new Error(`${file} is missing: the local cloud has not been started yet`);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isCredentials(value)) throw new Error(`${file} must hold {"username","password"}`);
  return value;
}

/**
 * Reads a file of credentials, or writes one with a random password of 192 bits. The file (mode 0600) is there before
 * anybody is given the password, so an interruption never leaves a database that nobody can open.
 */
export function ensureCredentials(file: string, username: string): Credentials {
  if (existsSync(file)) return readCredentials(file);
  const credentials = { username, password: randomBytes(24).toString('base64url') };
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.part`, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return credentials;
}

function isCredentials(value: unknown): value is Credentials {
  return (
    typeof value === 'object' &&
    value !== null &&
    'username' in value &&
    'password' in value &&
    typeof value.username === 'string' &&
    typeof value.password === 'string'
  );
}

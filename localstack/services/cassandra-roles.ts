import { auth, Client, type QueryOptions, types } from 'cassandra-driver';
import type { CloudConfig } from '../config.ts';
import { type Credentials, ensureCredentials, readCredentials } from '../credentials.ts';
import { applicationCredentialsFile, schemaCredentialsFile, superuserCredentialsFile } from '../layout.ts';

/** The account that Cassandra makes at its first start. Known to everybody, so it loses its login. */
const factory: Credentials = { username: 'cassandra', password: 'cassandra' };

/** What the role of functions may do: what the roles of the functions may at the most on AWS. */
export const dataPermissions = ['SELECT', 'MODIFY'] as const;

/** What the role of the Keyspaces API may do, which makes and changes tables. */
export const schemaPermissions = ['ALL PERMISSIONS'] as const;

/**
 * Gives a new Cassandra its roles, each with a generated password: a superuser for the supervisor; and two that are none, so
 * that guardrails hold for them: `caudal_schema` for the Keyspaces API, and `caudal`, which cannot change a schema, for the
 * functions. May be repeated, also after an interruption, and on a Cassandra that has roles of an earlier version.
 */
export async function ensureRoles(config: CloudConfig): Promise<void> {
  const superuser = ensureCredentials(superuserCredentialsFile(config), 'caudal_admin');
  const schema = ensureCredentials(schemaCredentialsFile(config), 'caudal_schema');
  const application = ensureCredentials(applicationCredentialsFile(config), 'caudal');
  if (!(await canLogIn(config, superuser))) {
    await run(config, factory, [
      `CREATE ROLE IF NOT EXISTS ${superuser.username} WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '${superuser.password}'`,
    ]);
  }
  // The one that is made last: where it can log in, all is done.
  if (await mayLogIn(config, superuser, schema.username)) return;
  await run(config, superuser, [
    `ALTER ROLE ${factory.username} WITH SUPERUSER = false AND LOGIN = false`,
    ...roleStatements(application, dataPermissions),
    ...roleStatements(schema, schemaPermissions),
  ]);
}

/**
 * The statements that make a role which is no superuser. It is given its login last: a role that can log in is taken for
 * whole, and one without its permissions could do nothing.
 */
export function roleStatements({ username, password }: Credentials, permissions: readonly string[]): string[] {
  return [
    `CREATE ROLE IF NOT EXISTS ${username} WITH SUPERUSER = false AND LOGIN = false AND PASSWORD = '${password}'`,
    `REVOKE ALL PERMISSIONS ON ALL KEYSPACES FROM ${username}`,
    ...permissions.map((permission) => `GRANT ${permission} ON ALL KEYSPACES TO ${username}`),
    `ALTER ROLE ${username} WITH LOGIN = true`,
  ];
}

/** Asks Cassandra a question as the application's role. @throws {Error} when it does not answer */
export async function queryAsApplication(config: CloudConfig): Promise<void> {
  await run(config, readCredentials(applicationCredentialsFile(config)), ['SELECT release_version FROM system.local']);
}

/** Asked as the superuser: Cassandra remembers for a minute that a role which tried to log in was not allowed to. */
async function mayLogIn(config: CloudConfig, superuser: Credentials, username: string): Promise<boolean> {
  const result = await run(config, superuser, [`SELECT can_login FROM system_auth.roles WHERE role = '${username}'`]);
  return result?.first()?.get('can_login') === true;
}

async function canLogIn(config: CloudConfig, credentials: Credentials): Promise<boolean> {
  try {
    await run(config, credentials, []);
    return true;
  } catch (error) {
    if (isRefusedLogin(error)) return false;
    throw error;
  }
}

/** Gives the result of the last statement. */
async function run(
  config: CloudConfig,
  credentials: Credentials,
  statements: readonly string[],
): Promise<types.ResultSet | undefined> {
  let result: types.ResultSet | undefined;
  const client = new Client({
    contactPoints: [`127.0.0.1:${config.ports.cassandra}`],
    localDataCenter: 'us-east-1',
    authProvider: new auth.PlainTextAuthProvider(credentials.username, credentials.password),
    socketOptions: { connectTimeout: 2000, readTimeout: 10_000 },
    pooling: { coreConnectionsPerHost: { [types.distance.local]: 1 } },
    queryOptions: { consistency: types.consistencies.localQuorum },
    isMetadataSyncEnabled: false,
  });
  const options: QueryOptions = { prepare: false };
  try {
    await client.connect();
    for (const statement of statements) result = await client.execute(statement, [], options);
    return result;
  } finally {
    await client.shutdown();
  }
}

/** A login that was refused, as against a server that cannot be reached. */
function isRefusedLogin(error: unknown): boolean {
  const causes = error instanceof Error && 'innerErrors' in error ? Object.values(error.innerErrors ?? {}) : [error];
  return causes.some((cause) => cause instanceof Error && cause.name === 'AuthenticationError');
}

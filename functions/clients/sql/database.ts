/** How a database is reached. */
export interface Database {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Certificates (PEM) that are believed beside those that Node and Lambda bring. @default none */
  readonly ca?: string;
}

const POSTGRES_PORT = 5_432;

const expected = (secretName: string): string =>
  `the secret ${secretName} must be JSON with either "url" (postgres://user:password@host:port/database) or ` +
  '"host", "port", "username", "password", "dbname", as RDS keeps them; "ca" may hold certificates (PEM)';

/**
 * Takes a database out of a secret's string: an address, or the fields by which RDS keeps and rotates its users.
 *
 * @throws {Error} naming the secret, never its content
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export function parseDatabaseSecret(secretName: string, text: string | undefined): Database {
  const value = parse(text);
  const database = value && (typeof value.url === 'string' ? ofAddress(value.url) : ofFields(value));
  if (!database) throw new Error(expected(secretName));
  return { ...database, ...(typeof value.ca === 'string' && { ca: value.ca }) };
}

/** Whether the connection never leaves the machine, so that nobody can listen. */
export function isLoopback({ host }: Pick<Database, 'host'>): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host);
}

function ofAddress(text: string): Database | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname } = new URL(text);
  if (!/^postgres(ql)?:$/.test(protocol)) return undefined;
  return ofFields({
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? POSTGRES_PORT : Number(port),
    username: decoded(username),
    password: decoded(password),
    dbname: decoded(pathname.slice(1)),
  });
}

function ofFields({ host, port = POSTGRES_PORT, username, password, dbname }: Fields): Database | undefined {
  const portNumber = Number(port);
  if (typeof host !== 'string' || host === '' || !Number.isInteger(portNumber)) return undefined;
  if (typeof username !== 'string' || username === '' || typeof password !== 'string') return undefined;
  if (typeof dbname !== 'string' || dbname === '') return undefined;
  return { host, port: portNumber, user: username, password, database: dbname };
}

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string | undefined): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

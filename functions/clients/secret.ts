/** Who signs in to Cassandra with a password. */
export interface CqlSecret {
  readonly username: string;
  readonly password: string;
  /** Certificate of an authority, in PEM, that vouches for the server beside those that Node knows. @default none */
  readonly ca?: string;
}

/**
 * Reads a CQL user and password from Secrets Manager.
 *
 * @param secretArn ARN or name of a secret whose string is `{"username": …, "password": …}`, with `"ca"` where the server's
 * certificate is of an authority of one's own
 * @throws {Error} naming the secret when it holds something else; its content is never shown
 */
export async function readCqlSecret(secretArn: string): Promise<CqlSecret> {
  return parseCqlSecret(secretArn, await secretText(secretArn));
}

/** Takes the user and password out of a secret's string. @throws {Error} naming the secret, never its content */
export function parseCqlSecret(secretArn: string, text: string | undefined): CqlSecret {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && 'username' in value && 'password' in value) {
    const { username, password } = value;
    const ca = 'ca' in value ? value.ca : undefined;
    if (ca !== undefined && (typeof ca !== 'string' || !ca.includes('BEGIN CERTIFICATE'))) {
      throw new Error(`"ca" in the secret ${secretArn} must be a certificate in PEM (-----BEGIN CERTIFICATE-----…)`);
    }
    if (typeof username === 'string' && typeof password === 'string') {
      return { username, password, ...(ca === undefined ? {} : { ca }) };
    }
  }
  throw new Error(`the secret ${secretArn} must be JSON with the texts "username" and "password"`);
}

/**
 * Reads the address of a webhook from Secrets Manager.
 *
 * @param secretName name or ARN of a secret whose string is `{"url": …}`
 * @throws {Error} naming the secret when it holds something else; its content is never shown
 */
export async function readWebhookSecret(secretName: string): Promise<URL> {
  return parseWebhookSecret(secretName, await secretText(secretName));
}

/**
 * Takes the address out of a secret's string. It has to be https, or the message would be open to whoever is on the way;
 * on loopback nobody is.
 *
 * @throws {Error} naming the secret, never its content
 */
export function parseWebhookSecret(secretName: string, text: string | undefined): URL {
  const value = parse(text);
  const address = typeof value === 'object' && value !== null && 'url' in value ? value.url : undefined;
  if (typeof address !== 'string' || !URL.canParse(address)) {
    throw new Error(`the secret ${secretName} must be JSON with the text "url", a whole address (https://…)`);
  }
  const url = new URL(address);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return url;
  throw new Error(`the "url" in the secret ${secretName} must be https (received ${url.protocol})`);
}

/** Reads the string of a secret by its name or ARN. The client is loaded only where a secret is wanted. */
export async function secretText(SecretId: string): Promise<string | undefined> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({ maxAttempts: 3 });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    return SecretString;
  } finally {
    client.destroy();
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

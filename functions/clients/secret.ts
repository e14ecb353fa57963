/**
 * Reads a CQL user and password from Secrets Manager. The client is loaded only where a password is wanted.
 *
 * @param secretArn ARN or name of a secret whose string is `{"username": …, "password": …}`
 * @throws {Error} naming the secret when it holds something else; its content is never shown
 */
export async function readCqlSecret(secretArn: string): Promise<{ username: string; password: string }> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({ maxAttempts: 3 });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    return parseCqlSecret(secretArn, SecretString);
  } finally {
    client.destroy();
  }
}

/** Takes the user and password out of a secret's string. @throws {Error} naming the secret, never its content */
export function parseCqlSecret(secretArn: string, text: string | undefined): { username: string; password: string } {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && 'username' in value && 'password' in value) {
    const { username, password } = value;
    if (typeof username === 'string' && typeof password === 'string') return { username, password };
  }
  throw new Error(`the secret ${secretArn} must be JSON with the texts "username" and "password"`);
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

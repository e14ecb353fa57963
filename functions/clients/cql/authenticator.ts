import { auth } from 'cassandra-driver';
import { asError } from '../aws-errors.ts';
import { required } from '../settings-error.ts';
import { type AwsCredentials, answerChallenge } from './sigv4.ts';

/** Where credentials come from. Asked at each authentication, since a role's credentials run out. */
export type CredentialSource = () => AwsCredentials | Promise<AwsCredentials>;

/**
 * Credentials from environment variables. In Lambda these are the function's role, kept fresh for each execution
 * environment, so the SDK's chain of providers (and its weight) is not needed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentCredentials(env: NodeJS.ProcessEnv): CredentialSource {
  return () => ({
    accessKeyId: required(env, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(env, 'AWS_SECRET_ACCESS_KEY'),
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
  });
}

/**
 * Signs in to Keyspaces with AWS credentials. The driver takes instances of its own `AuthProvider` only, and its types
 * show that class through this one subclass alone.
 */
export class SigV4AuthProvider extends auth.PlainTextAuthProvider {
  readonly #region: string;
  readonly #credentials: CredentialSource;
  readonly #now: () => Date;

  constructor(region: string, credentials: CredentialSource, now: () => Date = () => new Date()) {
    super('', '');
    this.#region = region;
    this.#credentials = credentials;
    this.#now = now;
  }

  override newAuthenticator(): auth.Authenticator {
    return {
      initialResponse: (callback) => callback(null, Buffer.from('SigV4\0\0')),
      evaluateChallenge: (challenge, callback) => {
        this.#answer(challenge).then(
          (answer) => callback(null, Buffer.from(answer)),
          (error: unknown) => callback(asError(error)),
        );
      },
      onAuthenticationSuccess: () => undefined,
    };
  }

  async #answer(challenge: Buffer): Promise<string> {
    const nonce = nonceOf(challenge);
    return answerChallenge({ nonce, region: this.#region, credentials: await this.#credentials(), at: this.#now() });
  }
}

function nonceOf(challenge: Buffer): string {
  const field = challenge
    .toString()
    .split(',')
    .find((part) => part.startsWith('nonce='));
  if (field === undefined) {
    throw new Error('the CQL server sent a challenge without a nonce: does it want a password (CAUDAL_CQL_AUTH)?');
  }
  return field.slice('nonce='.length);
}

import { auth } from 'cassandra-driver';

/**
 * Signs in as another provider does, until it is ended: then nobody any more.
 *
 * When its connections are lost the driver opens a new one by itself, and goes on with that though the client is shut down
 * meanwhile. The connection would then stay open for nobody, one more with each freeze, as long as the process lives. So a
 * client whose connections are lost is ended first, and shut down a little later, with what was just being opened.
 */
export class EndingAuthProvider extends auth.PlainTextAuthProvider {
  readonly #provider: auth.AuthProvider;
  #isEnded = false;

  constructor(provider: auth.AuthProvider) {
    super('', '');
    this.#provider = provider;
  }

  /** Connections that are signed in stay as they are. */
  end(): void {
    this.#isEnded = true;
  }

  override newAuthenticator(endpoint: string, name: string): auth.Authenticator {
    return this.#isEnded ? refusing : this.#provider.newAuthenticator(endpoint, name);
  }
}

const refusing: auth.Authenticator = {
  initialResponse: (callback) => callback(new Error('the session is closed')),
  evaluateChallenge: (_challenge, callback) => callback(new Error('the session is closed')),
  onAuthenticationSuccess: () => undefined,
};

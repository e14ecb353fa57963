import { randomBytes } from 'node:crypto';
import { answerFrame, bytes, errorFrame, type Frame, int, opcode, readBytes, short, text } from './frames.ts';
import { type Identity, refusal } from './signature.ts';
import { type LoggedIn, logIn, type Upstream } from './upstream.ts';

const BAD_CREDENTIALS = 0x0100;
const PROTOCOL_ERROR = 0x000a;
const NEWEST_VERSION = 4;

/** What the dialogue before the first query needs. */
export interface SignInOptions {
  readonly region: string;
  readonly identities: ReadonlyMap<string, Identity>;
  readonly upstream: Upstream;
}

interface Answer {
  readonly answer: Buffer;
  /** The connection to Cassandra, once the client is signed in. */
  readonly loggedIn?: LoggedIn;
}

/** The dialogue before the first query, as Keyspaces leads it. */
export class SignIn {
  readonly #options: SignInOptions;
  readonly #nonce = randomBytes(16).toString('hex');
  #startup: Buffer = Buffer.alloc(0);
  #isChallenged = false;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** The answer to a request. */
  async answer(request: Frame): Promise<Answer> {
    if (request.version > NEWEST_VERSION) {
      const words = `Invalid or unsupported protocol version (${request.version}); highest supported is ${NEWEST_VERSION}`;
      return { answer: errorFrame(request, PROTOCOL_ERROR, words) };
    }
    switch (request.opcode) {
      case opcode.options:
        return { answer: answerFrame(request, opcode.supported, short(0)) };
      case opcode.startup:
        this.#startup = Buffer.from(request.body);
        return {
          answer: answerFrame(request, opcode.authenticate, text('org.apache.cassandra.auth.PasswordAuthenticator')),
        };
      case opcode.authResponse:
        return this.#isChallenged ? this.#judge(request) : this.#first(request);
      default:
        return { answer: errorFrame(request, PROTOCOL_ERROR, 'sign in first') };
    }
  }

  /** A wish to sign in with SigV4, or with the user and password that Keyspaces knows too. */
  async #first(request: Frame): Promise<Answer> {
    const token = readBytes(request.body).toString();
    const { username, password } = this.#options.upstream;
    if (token === `\0${username}\0${password}`) return this.#welcome(request);
    if (token !== 'SigV4\0\0') return refused(request, 'Provided username or password are incorrect');
    this.#isChallenged = true;
    return { answer: answerFrame(request, opcode.authChallenge, bytes(Buffer.from(`nonce=${this.#nonce}`))) };
  }

  async #judge(request: Frame): Promise<Answer> {
    const { region, identities } = this.#options;
    const expected = { nonce: this.#nonce, region, identities, now: Date.now() };
    const reason = await refusal(readBytes(request.body).toString(), expected);
    return reason === undefined ? this.#welcome(request) : refused(request, reason);
  }

  async #welcome(request: Frame): Promise<Answer> {
    const loggedIn = await logIn(this.#options.upstream, this.#startup);
    return { answer: answerFrame(request, opcode.authSuccess, int(0xffffffff)), loggedIn };
  }
}

function refused(request: Frame, reason: string): Answer {
  return { answer: errorFrame(request, BAD_CREDENTIALS, reason) };
}

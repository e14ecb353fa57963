import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Frame, FrameReader, opcode, readQuery, withStatement } from './frames.ts';
import { peersFrame } from './peers.ts';
import { SignIn, type SignInOptions } from './sign-in.ts';

/** A request of a client that is signed in. */
export interface Request {
  /** Address of the endpoint that it came to. */
  readonly address: string;
  readonly frame: Frame;
}

/** What every connection shares. */
export interface ConnectionOptions extends SignInOptions {
  readonly addresses: readonly string[];
  /** An answer in place of Cassandra's, `silence` for none; undefined passes the request on. */
  readonly instead: (request: Request) => Buffer | 'silence' | undefined;
  /** What Cassandra is asked to prepare in place of a statement. */
  readonly reworded: (statement: string) => string;
  /** Called for each client that has signed in. */
  readonly signedIn: (address: string) => void;
}

/** Serves one client: signs it in, answers what the service answers itself, and passes on the rest. */
export class Connection {
  /** Address of the endpoint that it came to. */
  readonly address: string;
  readonly #client: TLSSocket;
  readonly #options: ConnectionOptions;
  readonly #signIn: SignIn;
  #server: Socket | undefined;

  constructor(client: TLSSocket, options: ConnectionOptions) {
    this.#client = client;
    this.address = client.localAddress ?? '';
    this.#options = options;
    this.#signIn = new SignIn(options);
    const reader = new FrameReader();
    let order = Promise.resolve();
    client.on('data', (chunk: Buffer) => {
      for (const frame of reader.read(chunk)) {
        order = order.then(() => this.#take(frame)).catch(() => this.close());
      }
    });
    client.on('error', () => this.close());
    client.on('close', () => this.close());
  }

  /** Ends both sides without a word. */
  close(): void {
    this.#client.destroy();
    this.#server?.destroy();
  }

  async #take(frame: Frame): Promise<void> {
    if (this.#server) this.#pass(frame, this.#server);
    else await this.#begin(frame);
  }

  async #begin(frame: Frame): Promise<void> {
    const { answer, loggedIn } = await this.#signIn.answer(frame);
    if (loggedIn) {
      this.#server = loggedIn.socket;
      loggedIn.socket.on('data', (chunk: Buffer) => this.#client.write(chunk));
      loggedIn.socket.on('error', () => this.close());
      loggedIn.socket.on('close', () => this.close());
      this.#options.signedIn(this.address);
    }
    this.#client.write(answer);
  }

  #pass(frame: Frame, server: Socket): void {
    const { instead, reworded, addresses, region } = this.#options;
    const answer = instead({ address: this.address, frame });
    if (answer === 'silence') return;
    if (answer) this.#client.write(answer);
    else if (frame.opcode === opcode.query && /\bsystem\.peers\b/.test(readQuery(frame.body))) {
      const others = addresses.filter((address) => address !== this.address);
      this.#client.write(peersFrame(frame, region, others));
    } else if (frame.opcode === opcode.prepare) {
      server.write(withStatement(frame, reworded(readQuery(frame.body))));
    } else server.write(frame.raw);
  }
}

import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.ts';
import { Connection, type ConnectionOptions, type Request } from './connection.ts';
import type { SignInOptions } from './sign-in.ts';

/** How an endpoint is made. */
export interface EndpointOptions extends SignInOptions {
  readonly certificates: Certificates;
  /** Addresses at which it listens, all on one port: what `system.peers` names. */
  readonly addresses: readonly string[];
}

/**
 * What Amazon Keyspaces is to a driver: TLS with a certificate for a name, several addresses that are one service, SigV4 in
 * place of a password. Behind it is a real Cassandra. It can be told to answer otherwise, and to lose its connections.
 */
export class KeyspacesEndpoint {
  /** Addresses of the connections that signed in, in order. */
  readonly signIns: string[] = [];
  /** Server names that clients asked for. */
  readonly serverNames = new Set<string | false>();
  /** An answer in place of Cassandra's: see {@link ConnectionOptions.instead}. */
  instead: (request: Request) => Buffer | 'silence' | undefined = () => undefined;
  /** What Cassandra is asked to prepare in place of a statement: see {@link ConnectionOptions.reworded}. */
  reworded: (statement: string) => string = (statement) => statement;
  /** Whether whoever connects is hung up on at once. */
  isAway = false;
  readonly #connections = new Set<Connection>();
  #servers: Server[] = [];

  /** @throws {Error} when the addresses have no free port in common */
  static async open(options: EndpointOptions): Promise<KeyspacesEndpoint> {
    const endpoint = new KeyspacesEndpoint();
    await endpoint.#listen(options);
    return endpoint;
  }

  /** The port, which is that of all addresses. */
  get port(): number {
    const address = this.#servers[0]?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#connections.size;
  }

  /** Loses connections, as a network does. New ones are welcome. @param address where @default at all addresses */
  dropConnections(address?: string): void {
    for (const connection of this.#connections) {
      if (address === undefined || connection.address === address) connection.close();
    }
  }

  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)));
    this.dropConnections();
    await Promise.all(closed);
  }

  async #listen({ certificates, ...options }: EndpointOptions): Promise<void> {
    const connectionOptions: ConnectionOptions = {
      ...options,
      instead: (request) => this.instead(request),
      reworded: (statement) => this.reworded(statement),
      signedIn: (address) => this.signIns.push(address),
    };
    for (const address of options.addresses) {
      const server = createServer({ key: certificates.key, cert: certificates.certificate });
      server.on('secureConnection', (socket) => this.#accept(socket, connectionOptions));
      server.on('connection', (socket) => {
        if (this.isAway) socket.destroy();
      });
      // A client that does not trust the certificate hangs up in the middle of the handshake.
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: address, port: this.port }, resolve);
      });
      this.#servers.push(server);
    }
  }

  #accept(socket: TLSSocket, options: ConnectionOptions): void {
    this.serverNames.add('servername' in socket ? (socket.servername as string | false) : false);
    const connection = new Connection(socket, options);
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
  }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers to a request; undefined: nothing at all. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A webhook on loopback. */
export interface WebhookServer {
  /** Its address, with a part that is to be kept secret. */
  readonly url: URL;
  /** What was posted so far. */
  readonly bodies: readonly unknown[];
  close(): Promise<void>;
}

/** Starts a webhook that gives one answer after the other, the last one for ever. */
export async function startWebhook(answers: readonly (Answer | undefined)[]): Promise<WebhookServer> {
  const bodies: unknown[] = [];
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)];
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      if (answer) response.writeHead(answer.status, { ...answer.headers }).end(answer.body ?? '');
    });
  };
  const server = createServer(listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/services/T0/B0/secret?token=hidden`),
    bodies,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

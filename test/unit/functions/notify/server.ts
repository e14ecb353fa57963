import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server answers to a request; undefined: nothing at all. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A webhook on loopback for the time of a test: gives one answer after the other, the last one for ever. */
export async function webhookServer(answers: readonly (Answer | undefined)[]) {
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
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { bodies, url: new URL(`http://127.0.0.1:${port}/services/T0/B0/secret?token=hidden`) };
}

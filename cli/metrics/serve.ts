import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expositionType } from './exposition.ts';

/** A server of `/metrics`. */
export interface MetricsServer {
  /** `http://127.0.0.1:<port>/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on this machine alone, read anew for each scrape. What can't be read is answered with status 500, so that
 * Prometheus marks the target as down.
 *
 * @param port 0 for any that is free
 * @throws {Error} when the port is taken
 */
export async function serveMetrics(port: number, read: () => Promise<string>): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics\n');
      return;
    }
    try {
      const text = await read();
      response.writeHead(200, { 'content-type': expositionType }).end(text);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

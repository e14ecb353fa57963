import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { functionUrl } from '../../../../localstack/registry/function-url.ts';
import { createDoor } from '../../../../localstack/registry/server.ts';
import { readSettings } from '../../../../localstack/registry/settings.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A gateway with the function's URL, or without: it answers with what it was asked. */
function gateway(deployed: boolean): Promise<number> {
  const server = createServer((asked, response) => {
    const url = `http://abc.lambda-url.us-east-1.localhost:${(server.address() as AddressInfo).port}/`;
    if (asked.url === '/2021-10-31/functions/caudal-registry/url') {
      return void response.writeHead(deployed ? 200 : 404).end(JSON.stringify(deployed ? { FunctionUrl: url } : {}));
    }
    asked
      .setEncoding('utf8')
      .toArray()
      .then((chunks) => {
        const { host, authorization, 'content-type': type } = asked.headers;
        const seen = {
          method: asked.method,
          url: asked.url,
          host,
          signed: authorization !== undefined,
          type,
          body: chunks.join(''),
        };
        response.writeHead(201, { 'content-type': 'application/x' }).end(JSON.stringify(seen));
      });
  });
  return listening(server);
}

async function ask(door: number, method: string, path: string, headers: Record<string, string> = {}, body = '') {
  const outgoing = request({ host: '127.0.0.1', port: door, method, path, headers }).end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const text = (await incoming.setEncoding('utf8').toArray()).join('');
  return { status: incoming.statusCode, type: incoming.headers['content-type'], body: JSON.parse(text) };
}
const doorTo = (port: number) => listening(createDoor(functionUrl(port, 'caudal-registry'), () => {}));
const json = { 'content-type': 'application/vnd.schemaregistry.v1+json' };

describe('the door of the registry', () => {
  it('hands requests on as they are, by the URL of the function, signed', async () => {
    const port = await gateway(true);
    const door = await doorTo(port);
    expect(await ask(door, 'POST', '/subjects/a%2Fb/versions?normalize=False', json, '{"schema":"x"}')).toEqual({
      status: 201,
      type: 'application/x',
      body: {
        method: 'POST',
        url: '/subjects/a%2Fb/versions?normalize=False',
        host: `abc.lambda-url.us-east-1.localhost:${port}`,
        signed: true,
        type: json['content-type'],
        body: '{"schema":"x"}',
      },
    });
  });

  it('says what to do while nothing is deployed, and while LocalStack is down', async () => {
    expect(await ask(await doorTo(await gateway(false)), 'GET', '/subjects')).toMatchObject({
      status: 503,
      body: { error_code: 50001, message: expect.stringContaining('not deployed yet: ./caudal deploy') },
    });
    const port = await listening(createServer());
    servers.pop()?.close();
    expect(await ask(await doorTo(port), 'GET', '/subjects')).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining(`LocalStack does not answer on port ${port}`) },
    });
  });

  it('is open to programs of this machine, not to pages in its browser', async () => {
    const door = await doorTo(await gateway(true));
    expect(await ask(door, 'GET', '/_caudal/health')).toMatchObject({ status: 200 });
    expect(await ask(door, 'GET', '/subjects', { host: 'evil.example' })).toMatchObject({ status: 403 });
    expect(await ask(door, 'POST', '/config', { 'content-type': 'text/plain' }, '{}')).toMatchObject({
      status: 415,
      body: { error_code: 415, message: expect.stringContaining('received "text/plain"') },
    });
    expect(await ask(door, 'POST', '/x', json, 'x'.repeat(6 * 2 ** 20 + 1))).toMatchObject({ status: 413 });
  });
});

it('names a setting that can not be used', () => {
  expect(() => readSettings({ CAUDAL_PORT: '4566' })).toThrow(
    'CAUDAL_REGISTRY_PORT must be a port from 1 to 65535 (received "undefined")',
  );
});

import { createServer, type IncomingMessage, type Server } from 'node:http';

/** What a route answers: a status, and a body that becomes JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A route of the control server: method, pattern of the path (its groups are the parameters), what it does. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: RegExp;
  readonly answer: (parameters: readonly string[], body: unknown) => Promise<Answer> | Answer;
}

/** A request that cannot be understood; the message says why. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Serves the routes as JSON over HTTP on 127.0.0.1. Resolves when it listens. @throws when the port is taken */
export function startControlServer(port: number, routes: readonly Route[]): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answerTo(routes, request).catch(failure);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => resolve(server));
  });
}

async function answerTo(routes: readonly Route[], request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  for (const route of routes) {
    const match = route.path.exec(pathname);
    if (match === null || route.method !== request.method) continue;
    return route.answer(match.slice(1), await jsonOf(request));
  }
  return { status: 404, body: { message: `there is no ${request.method} ${pathname}` } };
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (chunks.length === 0) return undefined;
  // A web page may send other types to any port of this machine without asking; for this one its browser asks first.
  if (request.headers['content-type'] !== 'application/json') {
    throw new BadRequest(`content-type must be application/json (received ${request.headers['content-type']})`);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function failure(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  // 422: the caller takes 400 for AWS's own refusal of a mapping's settings.
  return { status: error instanceof SyntaxError || error instanceof BadRequest ? 422 : 500, body: { message } };
}

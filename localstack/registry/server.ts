import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type Answer, type Handed, OutOfReach } from './function-url.ts';

/** Most that a function URL takes. Unit: bytes. */
const LARGEST_BODY = 6 * 1024 * 1024;
const jsonTypes = /^application\/(vnd\.schemaregistry(\.v1)?\+json|json)\s*(;|$)/;
const contentType = 'application/vnd.schemaregistry.v1+json';

/** A request that is not handed on. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves HTTP on behalf of the registry. A page in a browser of this machine can send requests here too: a body has to come as
 * JSON, for which a browser asks first, and the host has to be this machine's own name.
 *
 * @param handOn asks the registry
 */
export function createDoor(handOn: (handed: Handed) => Promise<Answer>, log: (text: string) => void): Server {
  return createServer(async (request, response) => {
    const answer = await answerTo(request, handOn).catch((error: unknown) => {
      if (!(error instanceof Refusal)) log(`${request.method} ${request.url}: ${error}`);
      return failure(error);
    });
    response.writeHead(answer.status, { 'content-type': answer.contentType, 'content-length': answer.body.byteLength });
    response.end(answer.body);
  });
}

async function answerTo(request: IncomingMessage, handOn: (handed: Handed) => Promise<Answer>): Promise<Answer> {
  if (request.url === '/_caudal/health') return json(200, {});
  const { hostname } = new URL(`http://${request.headers.host ?? ''}`);
  if (!['localhost', '127.0.0.1'].includes(hostname)) {
    throw new Refusal(403, `The host must be localhost or 127.0.0.1 (received ${JSON.stringify(hostname)})`);
  }
  const body = await bodyOf(request);
  const type = request.headers['content-type'];
  if (body.byteLength > 0 && !jsonTypes.test(type ?? '')) {
    throw new Refusal(415, `HTTP 415 Unsupported Media Type: send ${contentType} (received ${JSON.stringify(type)})`);
  }
  return handOn({ method: request.method ?? 'GET', target: request.url ?? '/', contentType: type, body });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new Refusal(413, `The request has ${size} bytes, over ${LARGEST_BODY}`);
  return Buffer.concat(chunks);
}

function failure(error: unknown): Answer {
  if (error instanceof Refusal) return json(error.status, { error_code: error.status, message: error.message });
  const message =
    error instanceof OutOfReach ? error.message : 'The request can not be served; see caudal logs registry';
  return json(error instanceof OutOfReach ? 503 : 500, { error_code: 50_001, message });
}

function json(status: number, body: unknown): Answer {
  return { status, contentType, body: Buffer.from(JSON.stringify(body)) };
}

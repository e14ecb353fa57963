import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { MetricBatch } from '../../metrics/model.ts';
import type { Wire } from '../api/validate.ts';
import type { Engine } from '../engine.ts';
import { KinesisError } from '../errors.ts';
import { readBody } from './body.ts';
import { callerOf } from './caller.ts';
import { contentTypes, decodeBody, encodeBody, wireOf } from './codec.ts';

/** What the server stands before. */
export interface ServerParts {
  readonly engine: Engine;
  /** Empties the metrics: answer of `POST /_caudal/metrics/drain`. */
  readonly drainMetrics: () => MetricBatch[];
  /** Told of every error that is the engine's fault. */
  readonly onFailure: (error: unknown) => void;
}

const targetPrefix = 'Kinesis_20131202.';
const drainPath = '/_caudal/metrics/drain';
/** Longest wait of a GetRecords. Unit: ms. */
const longestWait = 20_000;

/** Kinesis' API over HTTP/1.1: JSON 1.1 and CBOR 1.1, with the operation in `X-Amz-Target`. */
export function createKinesisServer(parts: ServerParts): Server {
  const server = createServer((request, response) => void answer(parts, request, response));
  // Longer than clients keep a connection that they do not use, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  return server;
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const wire = wireOf(request.headers['content-type']);
  try {
    if (request.url === drainPath)
      return send(response, 200, Buffer.from(JSON.stringify(parts.drainMetrics())), 'json');
    const result = await serve(parts.engine, request, response, wire);
    send(response, 200, result === undefined ? Buffer.alloc(0) : encodeBody(result, wire), wire);
  } catch (error) {
    const known = error instanceof KinesisError ? error : internal(parts, error);
    response.setHeader('x-amzn-errortype', known.type);
    send(response, known.status, encodeBody({ __type: known.type, message: known.message }, wire), wire);
  }
}

async function serve(engine: Engine, request: IncomingMessage, response: ServerResponse, wire: Wire) {
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string' || !target.startsWith(targetPrefix)) {
    throw new KinesisError('UnknownOperationException', `X-Amz-Target must be ${targetPrefix}<operation>.`);
  }
  const body = decodeBody(await readBody(request), wire);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return engine.handle({
    operation: target.slice(targetPrefix.length),
    body,
    wire,
    caller: callerOf(request.headers.authorization),
    waitMs: waitOf(request.headers['x-caudal-wait-ms']),
    consumerArn: request.headers['x-caudal-consumer']?.toString(),
    signal: gone.signal,
  });
}

function waitOf(header: string | string[] | undefined): number {
  const wait = Number(header ?? 0);
  if (Number.isInteger(wait) && wait >= 0 && wait <= longestWait) return wait;
  throw new KinesisError(
    'InvalidArgumentException',
    `x-caudal-wait-ms must be a whole number from 0 to ${longestWait} (received "${String(header)}")`,
  );
}

function internal({ onFailure }: ServerParts, error: unknown): KinesisError {
  onFailure(error);
  return new KinesisError('InternalFailureException', 'The request could not be served; see the log of the engine.');
}

function send(response: ServerResponse, status: number, body: Uint8Array, wire: Wire): void {
  response.writeHead(status, {
    'content-type': contentTypes[wire],
    'content-length': body.byteLength,
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}
